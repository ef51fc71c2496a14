import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { Blueprint, VampDeployment, VampEnvironment } from "pulumi-vamp";

const config = new pulumi.Config();
const canary = config.requireNumber("canary");

/** Writes files where another provider would make objects. It needs no cluster, and refuses the one that KUBECONFIG names. */
const folder = new Provider("folder", { renderYamlToDirectory: "rendered", kubeconfig: "" });

const environment = new VampEnvironment(
  "gitops",
  { organisation: "acme", environment: pulumi.getStack(), quota: { pods: 20 } },
  { providers: [folder] },
);

new VampDeployment(
  "shop",
  {
    environment,
    blueprint: Blueprint.fromFile("shop.yml"),
    images: { "example/shop:*": config.require("image") },
    weights: { shop: { "shop:1.0.0": `${100 - canary}%`, "shop:1.1.0": `${canary}%` } },
  },
  { providers: [folder] },
);
