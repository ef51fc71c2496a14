import { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { VampDeployment, VampEnvironment } from "pulumi-vamp";
import { bakery, environments, florist } from "./tenants";

const config = new pulumi.Config();
const image = config.require("image");
/** Versions of the shop by environment. */
const versions = config.getObject<Record<string, string>>("versions") ?? {};

/** The shop, the same in all environments: how much of it runs, they say. */
const shop = (version: string) => ({
  gateways: { 9050: "shop/web" },
  clusters: {
    shop: {
      services: {
        breed: {
          name: `shop:${version}`,
          deployable: image,
          ports: { web: "8080/http" },
          environmentVariables: { SERVICE: "shop", VERSION: version },
        },
        healthChecks: { port: "web", initialDelay: "10s", timeout: "1s", interval: "2s", failures: 5 },
      },
    },
  },
});

const registryPassword = config.requireSecret("registryPassword");
const auths = { "registry.example.com": { username: florist.name, password: registryPassword } };

for (const [name, settings] of Object.entries(environments)) {
  const environment = new VampEnvironment(`florist-${name}`, { organisation: florist, environment: name, ...settings });
  const registry = new core.v1.Secret(
    `florist-${name}-registry`,
    {
      metadata: {
        name: "registry",
        namespace: environment.namespace,
        labels: { "app.kubernetes.io/managed-by": "pulumi" },
      },
      type: "kubernetes.io/dockerconfigjson",
      stringData: { ".dockerconfigjson": pulumi.jsonStringify({ auths }) },
    },
    { parent: environment },
  );
  new VampDeployment(
    `florist-${name}-shop`,
    { name: "shop", environment, blueprint: shop(versions[name] ?? "1.0.0") },
    { dependsOn: registry },
  );
}

/** The neighbour's environment. What runs in it are stacks of its own. */
new VampEnvironment("neighbour", {
  organisation: { ...bakery, name: config.get("neighbour") ?? bakery.name },
  environment: "production",
});
