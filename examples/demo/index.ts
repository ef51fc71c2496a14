import * as pulumi from "@pulumi/pulumi";
import { VampDeployment, VampEnvironment } from "pulumi-vamp";

const config = new pulumi.Config();
const canary = config.getNumber("canary") ?? 10;
const image = config.get("echoImage") ?? "vamp/echo:1.0";

const environment = new VampEnvironment("demo", {
  organisation: "acme",
  environment: pulumi.getStack(),
  quota: { pods: 20 },
});

const version = (number: string) => ({
  breed: {
    name: `shop:${number}`,
    deployable: image,
    ports: { web: "8080/http" },
    environmentVariables: { SERVICE: "shop", VERSION: number },
  },
  scale: { cpu: 0.1, memory: "32MB", instances: 2 },
  healthChecks: { port: "web", initialDelay: "10s", timeout: "1s", interval: "2s", failures: 5 },
});

const shop = new VampDeployment("shop", {
  environment,
  blueprint: {
    gateways: { 9050: "shop/web" },
    clusters: {
      shop: {
        services: [version("1.0.0"), version("1.1.0")],
        gateways: {
          routes: {
            "shop:1.0.0": { weight: `${100 - canary}%` },
            "shop:1.1.0": { weight: `${canary}%` },
          },
        },
      },
    },
  },
});

/** Where the shop is found in the cluster. */
export const url = shop.gateways["9050"]?.url;
/** The Namespace that everything is in. */
export const namespace = environment.namespace;
