import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { Artifacts, Blueprint, VampDeployment, VampEnvironment, VampGateway } from "../../components/index.js";
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
---
kind: gateways
name: edge
port: 80
routes: shop/9050
`;

const golden = join(__dirname, "../sdk/kubernetes/golden");
const files = readdirSync(golden).filter((file) => file.endsWith(".yml"));
const texts = files.map((file) => [file, readFileSync(join(golden, file), "utf8")] as const);

it.each([["shop.yml", shop] as const, ...texts])(
  "`vamp render` prints the very objects that the components make: %s",
  async (file, text) => {
    const [blueprint = "", ...others] = text.split("---\n");
    const { resources } = await engine.run(() => {
      const environment = new VampEnvironment("test", { organisation: "acme" });
      const gateways = others.filter((document) => document.includes("kind: gateways"));
      const workflows = others.filter((document) => !gateways.includes(document));
      const deployment = new VampDeployment(parse(blueprint).name, {
        environment,
        blueprint: Blueprint.fromYaml(blueprint),
        workflows: workflows.length === 0 ? {} : Artifacts.fromYaml(workflows.join("---\n")),
      });
      for (const gateway of gateways) {
        const { name, port, routes } = parse(gateway);
        new VampGateway(name, { environment, port, routes, deployments: [deployment] });
      }
    });
    const { out, said } = runVamp({ [file]: text }, `render --organisation acme --environment test ${file}`);
    expect(said).not.toContain("error:");
    const printed = parseAllDocuments(out, { version: "1.1" }).map((document): Inputs => document.toJS());
    const made = resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(made.length).toBeGreaterThanOrEqual(4);
    // The engine makes up the names that the command makes of the content.
    const madeOfContent = printed.filter(isNamedByOthers).map(({ metadata }) => String(metadata?.name));
    const madeUp = made.filter(({ inputs }) => isNamedByOthers(inputs)).map(({ name }) => `${name}-made`);
    expect(comparable(printed, madeOfContent)).toEqual(
      comparable(
        made.map(({ inputs }) => inputs),
        madeUp,
      ),
    );
  },
);

type Inputs = Readonly<Record<string, unknown>> & { readonly metadata?: { readonly name?: string } };

/** Whether others are made after an object whenever it changes. */
const isNamedByOthers = (object: Inputs) => object.immutable === true;

/** Objects as texts, without names that are made up. */
function comparable(objects: readonly Inputs[], madeUp: readonly string[]): readonly string[] {
  return objects
    .map((object) => (isNamedByOthers(object) ? { ...object, metadata: { ...object.metadata, name: "" } } : object))
    .map((object) =>
      madeUp.reduce((text, name) => text.replaceAll(`"${name}"`, '"made up"'), JSON.stringify(keysSorted(object))),
    )
    .sort();
}

function keysSorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysSorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, keysSorted(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
