import * as pulumi from "@pulumi/pulumi";
import { VampDeployment, VampEnvironment } from "pulumi-vamp";

const config = new pulumi.Config();
const image = config.require("image");
/** Share of the requests that the new version gets, in percent. */
const canary = config.requireNumber("canary");
/** The versions that run, and the share of each. */
const shares: Record<string, number> = canary === 0 ? { "1.0.0": 100 } : { "1.0.0": 100 - canary, "1.1.0": canary };

const environment = new VampEnvironment("canary", {
  organisation: "acme",
  environment: pulumi.getStack(),
  quota: { pods: 20 },
});

const service = (version: string) => ({
  breed: {
    name: `shop:${version}`,
    // For the policies. What gets all requests is a canary no more.
    metadata: { canary: version === "1.1.0" && canary < 100 },
    deployable: image,
    ports: { web: "8080/http" },
    environmentVariables: { SERVICE: "shop", VERSION: version },
  },
  scale: { cpu: 0.1, memory: "32MB", instances: 2 },
  healthChecks: [{ port: "web", initialDelay: "10s", timeout: "1s", interval: "2s", failures: 5 }],
});

// The cookie `release` asks for a version; who has none gets one by the shares.
const route = (version: string) => ({ weight: `${shares[version]}%`, condition: `cookie release == ${version}` });

const versions = Object.keys(shares);
const shop = new VampDeployment("shop", {
  environment,
  blueprint: {
    gateways: { 9050: "shop/web" },
    clusters: {
      shop: {
        services: versions.map(service),
        gateways: { web: { routes: Object.fromEntries(versions.map((one) => [`shop:${one}`, route(one)])) } },
      },
    },
  },
});

/** Where the shop is found in the cluster. */
export const url = shop.gateways["9050"]?.url;
/** The Namespace that everything is in. */
export const namespace = environment.namespace;
