import * as pulumi from "@pulumi/pulumi";
import { VampDeployment, VampEnvironment } from "pulumi-vamp";

class Provider extends pulumi.ProviderResource {}
class ServiceAccount extends pulumi.CustomResource {}

const version = "4.25.0";
const kubernetes = new Provider("kubernetes", "own", {}, { version });
const environment = new VampEnvironment(
  "options",
  { organisation: "acme", environment: pulumi.getStack() },
  { providers: [kubernetes] },
);
const metadata = { namespace: environment.namespace, name: "settings" };
const options = { provider: kubernetes, version };
const settings = new ServiceAccount("kubernetes:core/v1:ServiceAccount", "settings", { metadata }, options);

export const url = new VampDeployment(
  "shop",
  {
    environment,
    blueprint: {
      gateways: { "9050": "shop/web" },
      clusters: {
        shop: {
          services: [
            {
              breed: {
                name: "shop:1.0.0",
                // Not known before the account is there.
                deployable: settings.id.apply(() => "vamp/echo:1.0"),
                ports: { web: "8080/http" },
                environmentVariables: { PASSWORD: pulumi.secret("correct horse") },
              },
              scale: { cpu: 0.1, memory: "32MB", instances: 2 },
            },
          ],
        },
      },
    },
  },
  {
    providers: [kubernetes],
    dependsOn: [settings],
    aliases: [{ name: "old" }],
    protect: true,
    transforms: [
      ({ type, props, opts }) => {
        if (type !== "kubernetes:apps/v1:Deployment") return undefined;
        props.metadata.annotations = { ...props.metadata.annotations, transformed: "yes" };
        return { props, opts: pulumi.mergeOptions(opts, { ignoreChanges: ["spec.replicas"] }) };
      },
    ],
  },
).gateways["9050"]?.url;
