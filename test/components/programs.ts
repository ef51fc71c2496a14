import type { Input } from "@pulumi/pulumi";
import {
  type BlueprintArgs,
  VampDeployment,
  type VampDeploymentArgs,
  VampEnvironment,
} from "../../components/index.js";
import type { Engine } from "./mocks.js";

/** The environment of most tests. */
export function environment(): VampEnvironment {
  return new VampEnvironment("test", { organisation: "shop" });
}

/** What a test may say about the blueprint of a shop with two versions and a gateway. */
export interface ShopLeaves {
  readonly image?: Input<string>;
  readonly instances?: Input<number>;
  readonly weight?: Input<string>;
  readonly password?: Input<string>;
}

/** A blueprint with an input at several of its leaves. */
export function shop({
  image = "example/a:1",
  instances = 1,
  weight = "100%",
  password,
}: ShopLeaves = {}): BlueprintArgs {
  const ports = { web: 8080 };
  const given = password === undefined ? {} : { environmentVariables: { PASSWORD: password } };
  return {
    gateways: { 9050: "cart/web" },
    clusters: {
      cart: {
        services: [
          {
            breed: { name: "a", deployable: image, ports, environmentVariables: { PASSWORD: "none", LEVEL: "info" } },
            scale: { cpu: 0.1, memory: "64MB", instances },
            ...given,
          },
          { breed: { name: "b", deployable: "example/b:1", ports } },
        ],
        gateways: { routes: { a: { weight }, b: {} } },
      },
    },
  };
}

/** A blueprint, and what else is said of its deployment. */
export type DemoArgs = readonly [blueprint: VampDeploymentArgs["blueprint"], more?: Partial<VampDeploymentArgs>];

/** Runs a program that deploys a blueprint as `demo`. */
export function deployDemo(engine: Engine, ...[blueprint, more = {}]: DemoArgs) {
  return engine.run(() => new VampDeployment("demo", { environment: environment(), blueprint, ...more }));
}
