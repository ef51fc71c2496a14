import { beforeAll, describe, expect, it } from "vitest";
import { VampDeployment } from "../../components/index.js";
import { Engine, find, Other, type Registered, unknown } from "./mocks.js";
import { environment, type ShopLeaves, shop } from "./programs.js";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.install(true);
});

/** What a preview shows when a leaf comes from another resource that is not there yet. */
async function preview(leaves: (other: Other) => ShopLeaves): Promise<readonly Registered[]> {
  const { resources } = await engine.run(() => {
    const other = new Other("other");
    return new VampDeployment("demo", { environment: environment(), blueprint: shop(leaves(other)) });
  });
  return resources;
}

/** Where inputs are not known, as `resource: path`. */
function unknowns(resources: readonly Registered[]): string[] {
  const visit = (value: unknown, path: string): string[] => {
    if (value === unknown) return [path];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => visit(inner, `${path}.${key}`));
  };
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .flatMap(({ name, inputs }) => visit(inputs, "").map((path) => `${name}: ${path.slice(1)}`))
    .sort();
}

describe("a preview knows all but", () => {
  it("nothing, where all is known", async () => {
    expect(unknowns(await preview(() => ({})))).toEqual([]);
  });

  it("the image that comes from another resource", async () => {
    expect(unknowns(await preview((other) => ({ image: other.text })))).toEqual([
      "demo-a: spec.template.spec.containers.0.image",
    ]);
  });

  it("the number of instances that comes from another resource", async () => {
    expect(unknowns(await preview((other) => ({ instances: other.number })))).toEqual(["demo-a: spec.replicas"]);
  });

  it("the configuration of an agent whose weight comes from another resource", async () => {
    expect(unknowns(await preview((other) => ({ weight: other.text })))).toEqual([
      "demo-agent-config: data",
      "demo-agent: spec.template.spec.containers.0.env.0.value",
    ]);
  });

  it("the values in a Secret of which one comes from another resource", async () => {
    // The provider's SDK makes the whole of them one secret.
    expect(unknowns(await preview((other) => ({ password: other.text })))).toEqual(["demo-a-environment: stringData"]);
  });
});

it("the same objects are made, whatever is known", async () => {
  const names = (resources: readonly Registered[]) => resources.map(({ name }) => name).sort();
  const known = names(await preview(() => ({})));
  for (const leaves of [
    (other: Other) => ({ image: other.text }),
    (other: Other) => ({ instances: other.number }),
    (other: Other) => ({ weight: other.text }),
  ])
    expect(names(await preview(leaves))).toEqual(known);
  const withSecret = await preview((other) => ({ password: other.text }));
  expect(find(withSecret, "demo-a-environment").type).toBe("kubernetes:core/v1:Secret");
});
