import * as k8s from "@pulumi/kubernetes";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import {
  type BlueprintArgs,
  VampDeployment,
  type VampDeploymentArgs,
  VampEnvironment,
  type VampEnvironmentArgs,
  VampGateway,
  type VampGatewayArgs,
} from "../../components/index.js";

/** An environment that breaks no rule. */
export function environment(name = "test", args: Partial<VampEnvironmentArgs> = {}): VampEnvironment {
  return new VampEnvironment(name, { organisation: "acme", quota: { pods: 20 }, ...args });
}

/** A version of the shop: what is said of its breed, and of its scale. */
export function version(number: string, breed: object = {}, scale: object = {}) {
  return {
    breed: { name: `shop:${number}`, deployable: `example/shop:${number}`, ports: { web: "8080/http" }, ...breed },
    scale: { cpu: 0.1, memory: "64MB", instances: 2, ...scale },
  };
}

/** A shop of two versions whose requests are shared by routes. */
export function shop(
  routes: Readonly<Record<string, object>> = { "shop:1.0.0": { weight: "90%" }, "shop:1.1.0": { weight: "10%" } },
  versions: readonly object[] = [version("1.0.0"), version("1.1.0")],
): BlueprintArgs {
  return {
    gateways: { 9050: "shop/web" },
    clusters: { shop: { services: [...versions], gateways: { routes: { ...routes } } } },
  } as BlueprintArgs;
}

/** The same environment as one that another stack made. */
export const described = { organisation: "acme", name: "test" } as const;

/** A program that deploys a blueprint. */
export function deploys(blueprint: BlueprintArgs = shop(), args: Partial<VampDeploymentArgs> = {}) {
  return () => new VampDeployment("shop", { environment: environment(), blueprint, ...args });
}

/** A program with a gateway that stands alone in front of the shop. */
export function exposes(
  gateway: Partial<VampGatewayArgs> = {},
  { blueprint = shop(), options = {} }: { blueprint?: BlueprintArgs; options?: ComponentResourceOptions } = {},
) {
  return () => {
    const home = environment();
    const deployment = new VampDeployment("shop", { environment: home, blueprint });
    const own = {
      environment: home,
      port: 80,
      deployments: [deployment],
      routes: { "shop/shop/web": { weight: "100%" } },
      ...gateway,
    };
    new VampGateway("edge", own, options);
  };
}

/** A container that breaks no rule. */
export const container = {
  name: "main",
  image: "example/tool:1.0",
  resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "100m", memory: "64Mi" } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};

/** A pod that breaks no rule. */
export const pod = {
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
};

/** A program with a Deployment of its own in an environment, beside what components make. */
export function tool(
  containers: object = {},
  spec: object = {},
  metadata: object = {},
  of: Partial<VampEnvironmentArgs> = {},
  ofPods: object = {},
) {
  return () => {
    const home = environment("test", of);
    const labels = { app: "tool" };
    new k8s.apps.v1.Deployment("tool", {
      metadata: {
        name: "tool",
        namespace: home.namespace,
        labels: { "app.kubernetes.io/managed-by": "pulumi" },
        ...metadata,
      },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, ...ofPods },
          spec: { ...pod, containers: [{ ...container, ...containers }], ...spec },
        },
      },
    });
  };
}
