import { beforeAll, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { Blueprint, VampDeployment, VampEnvironment, VampGateway } from "../../components/index.js";
import { runVamp } from "../sdk/cli/world.js";
import { Engine } from "./mocks.js";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.install(false);
});

const shop = `name: shop
gateways: {9050: cart/web}
clusters:
  cart:
    services:
      - {breed: {name: "a:1", deployable: example/a:1, ports: {web: 8080}, env: {DB: "$db.host:$db.ports.sql"}, dependencies: {db: db}}}
      - {breed: {name: "b:1", deployable: example/b:1, ports: {web: 8080}}, health_checks: {port: web, initial_delay: 5s, timeout: 1s, interval: 2s, failures: 3}}
    gateways: {routes: {"a:1": {weight: 95%}, "b:1": {weight: 5%, condition: user-agent == Firefox}}}
  db: {breed: {name: db, deployable: example/db:1, ports: {sql: 5432/tcp}}, scale: {cpu: 0.5, memory: 1Gi, instances: 2}}
`;

it("`vamp render` prints the very objects that the components make", async () => {
  const { resources } = await engine.run(() => {
    const environment = new VampEnvironment("test", { organisation: "acme" });
    const deployment = new VampDeployment("shop", { environment, blueprint: Blueprint.fromYaml(shop) });
    new VampGateway("edge", { environment, port: 80, routes: "shop/9050", deployments: [deployment] });
  });
  const files = { "shop.yml": shop, "edge.yml": "kind: gateways\nname: edge\nport: 80\nroutes: shop/9050\n" };
  const { out, said } = runVamp(files, "render --organisation acme --environment test shop.yml edge.yml");
  expect(said).toBe("");
  const printed = parseAllDocuments(out).map((document): unknown => document.toJS());
  const made = resources.filter(({ type }) => type.startsWith("kubernetes:")).map(({ inputs }) => inputs);
  const sorted = (objects: readonly unknown[]) => objects.map((object) => JSON.stringify(keysSorted(object))).sort();
  expect(made.length).toBeGreaterThan(15);
  expect(sorted(printed)).toEqual(sorted(made));
});

function keysSorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysSorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, keysSorted(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
