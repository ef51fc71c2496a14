import * as pulumi from "@pulumi/pulumi";
import { Blueprint, VampDeployment, VampEnvironment } from "pulumi-vamp";

const config = new pulumi.Config();
const files = config.require("blueprints").split(" ");

const environment = new VampEnvironment("tutorial", {
  organisation: "acme",
  environment: pulumi.getStack(),
  quota: { pods: 20 },
});

const sava = new VampDeployment("sava", {
  environment,
  blueprint: Blueprint.merge(...files.map((file) => Blueprint.fromFile(file))),
  images: { "vampio/*": config.require("image") },
});

/** Where sava is found in the cluster. */
export const url = sava.gateways["9050"]?.url;
/** The Namespace that everything is in. */
export const namespace = environment.namespace;
