import * as pulumi from "@pulumi/pulumi";
import { Blueprint, VampDeployment, VampEnvironment } from "pulumi-vamp";

/** The image of all versions: this example has none of its own. */
const image = new pulumi.Config().require("image");

const environment = new VampEnvironment("shop", {
  organisation: "acme",
  environment: pulumi.getStack(),
  quota: { pods: 20 },
});

const shop = new VampDeployment("shop", {
  environment,
  blueprint: Blueprint.fromFile("shop.yml"),
  images: { "example/shop:*": image },
});

/** Where the shop is found in the cluster. */
export const url = shop.gateways["9050"]?.url;
/** The Namespace that everything is in. */
export const namespace = environment.namespace;
