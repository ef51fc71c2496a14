import { beforeAll, describe, expect, it } from "vitest";
import {
  Artifacts,
  Blueprint,
  type BlueprintArgs,
  VampDeployment,
  type VampDeploymentArgs,
  VampEnvironment,
  VampGateway,
  type VampGatewayArgs,
} from "../../components/index.js";
import type { ProblemCode } from "../../sdk/diagnostics/codes.js";
import { Engine } from "./mocks.js";
import { environment } from "./programs.js";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.install(true);
});

/** A program with one mistake, and the place that must be told: `line:column` of a text, or a property. */
interface Mistake {
  readonly place: string;
  /** Name of the component that must not come to be. */
  readonly component: string;
  readonly program: () => unknown;
}

type Arguments = Partial<Omit<VampDeploymentArgs, "environment">>;

/** A text with a mistake where the `§` stands. */
function marked(text: string): { readonly text: string; readonly place: string } {
  const [before = "", after = ""] = text.split("§");
  const lines = before.split("\n");
  return { text: before + after, place: `${lines.length}:${(lines.at(-1) ?? "").length + 1}` };
}

function deploy(blueprint: VampDeploymentArgs["blueprint"], more: Arguments = {}): VampDeployment {
  return new VampDeployment("shop", { environment: environment(), blueprint, ...more });
}

/** A blueprint with the mistake. */
function blueprint(source: string, more: Arguments = {}): Mistake {
  const { text, place } = marked(source);
  return { place: `blueprint:${place}`, component: "shop", program: () => deploy(Blueprint.fromYaml(text), more) };
}

/** A breed `a` with the mistake in a blueprint of nothing else. Its first line is the text's fourth. */
function breed(source: string): Mistake {
  const lines = source.split("\n").map((line) => `      ${line}\n`);
  return blueprint(`clusters:\n  a:\n    breed:\n${lines.join("")}`);
}

/** A workflow of the breed `a` with the mistake. */
function workflow(source: string): Mistake {
  const { text, place } = marked(`${source.includes("§") ? "" : "§"}kind: workflows\nname: w\nbreed: ${a}\n${source}`);
  const program = () => deploy(valid, { workflows: Artifacts.fromYaml(text) });
  return { place: `artifacts:${place}`, component: "shop", program };
}

/** The mistake at a property of a deployment's arguments. */
function property(place: string, more: Arguments, given: BlueprintArgs = valid): Mistake {
  return { place, component: "shop", program: () => deploy(given, more) };
}

/** The mistake at a property of a gateway's arguments. */
function gateway(place: string, more: Partial<VampGatewayArgs>): Mistake {
  const program = () => {
    const test = environment();
    const shop = new VampDeployment("shop", { environment: test, blueprint: valid });
    return new VampGateway("edge", { environment: test, port: 80, routes: "shop/a/web", deployments: [shop], ...more });
  };
  return { place, component: "edge", program };
}

/** Routes whose conditions are too long for a ConfigMap, all together. */
const tooMany = Object.fromEntries(
  Array.from({ length: 3_000 }, (_, index) => [
    `r${index}`,
    { condition: `header x-tenant == ${"x".repeat(200)}${index}`, answer: { status: 404 } },
  ]),
);

const image = "example/a:1";
const valid: BlueprintArgs = {
  clusters: { a: { services: [{ breed: { name: "a", deployable: image, ports: { web: 8080 } } }] } },
};
const a = `{name: a, deployable: ${image}, ports: {web: 8080}}`;
const b = `{name: b, deployable: ${image}, ports: {web: 8080}}`;
const two = `clusters: {a: {services: [{breed: ${a}}, {breed: ${b}}]`;

/** Codes that no component can raise, and why. */
const elsewhere = {
  NoTagEventError: "events are read by `vamp check`",
  EventTimestampError: "events are read by `vamp check`",
  EventTypeError: "events are read by `vamp check`",
  UnsupportedAggregatorError: "event queries are read by `vamp check`",
  UnsupportedProtocolError: "docker-compose documents are read by `vamp import`",
  DroppedByImport: "docker-compose documents are read by `vamp import`",
  SecretInPlainText: "what is secret is known only later: values.test.ts has it, end to end",
  UnreachableRoute: "a warning",
  ShadowedCondition: "a warning",
  IdleCondition: "a warning",
  DuplicateVirtualHost: "a warning",
  VirtualHostPortClash: "a warning",
  ChangedLabel: "a warning",
  UnresolvedImport: "a warning",
} as const satisfies Partial<Record<ProblemCode, string>>;

const mistakes: Record<Exclude<ProblemCode, keyof typeof elsewhere>, readonly Mistake[]> = {
  YamlParsingError: [blueprint("clusters: {a: [§")],
  DuplicateKey: [blueprint(`clusters: {a: {breed: ${a}}, §a: {breed: ${b}}}`)],
  IllegalName: [blueprint(`clusters: {§a/b: {breed: ${a}}}`)],
  IllegalStrictName: [breed(`name: a\ndeployable: ${image}\nports: {§web.one: 8080}`)],
  UnexpectedTypeError: [
    blueprint("clusters: §7"),
    property("blueprint.clusters", {}, { clusters: JSON.parse("7") }),
    gateway('routes["shop/a/web"].weight', { routes: { "shop/a/web": { weight: "all" } } }),
  ],
  MissingPathValueError: [breed("§name: a")],
  UnexpectedElement: [
    blueprint(`§cluster: {a: {breed: ${a}}}\nclusters: {a: {breed: ${a}}}`),
    property("blueprint.cluster", {}, { ...valid, ...JSON.parse('{"cluster": {}}') }),
  ],
  InconsistentArtifactKind: [blueprint(`kind: §breeds\nclusters: {a: {breed: ${a}}}`)],
  UnsupportedMetadata: [blueprint(`metadata: §some\nclusters: {a: {breed: ${a}}}`)],
  EitherReferenceOrAnonymous: [blueprint(`clusters: {a: {breed: ${a}, scale: {§name: small, cpu: 1, memory: 1GB}}}`)],
  MissingPortValueError: [breed(`name: a\ndeployable: ${image}\nports: {web: §~}`)],
  InvalidPortError: [
    breed(`name: a\ndeployable: ${image}\nports: {web: §http}`),
    property('ports["a.web"]', { ports: { "a.web": 70000 } }),
  ],
  MissingConstantValueError: [breed(`name: a\ndeployable: ${image}\nconstants: {one: §~}`)],
  MalformedTraitError: [breed(`name: a\ndeployable: ${image}\nenvironment_variables: {ONE: §[1]}`)],
  NotAnonymousError: [blueprint(`gateways: {80: {name: §edge, routes: a/web}}\nclusters: {a: {breed: ${a}}}`)],
  EmptyImportError: [blueprint(`import: §[]\nclusters: {a: {breed: ${a}}}`)],
  ImportDefinitionError: [blueprint(`import: §{a: b}\nclusters: {a: {breed: ${a}}}`)],
  ImportReferenceError: [blueprint(`import: §none\nclusters: {a: {breed: ${a}}}`)],
  InvalidArgumentError: [breed(`name: a\ndeployable: ${image}\narguments: [§{one: 1, two: 2}]`)],
  InvalidArgumentValueError: [breed(`name: a\ndeployable: ${image}\narguments: [{privileged: §perhaps}]`)],
  NegativeFailuresNumberError: [
    breed(
      `name: a\ndeployable: ${image}\nports: {web: 80}\nhealth_checks: {port: web, initial_delay: 5s, timeout: 1s, interval: 2s, failures: §-3}`,
    ),
  ],
  NoServiceError: [blueprint("name: shop\nclusters: §{}")],
  UnresolvedGatewayPortError: [
    blueprint(`gateways: {80: §a/webb}\nclusters: {a: {breed: ${a}}}`),
    property("weights.b", { weights: { b: { a: "100%" } } }),
  ],
  UnresolvedServiceRouteError: [blueprint(`${two}, gateways: {routes: {§c: {weight: 100%}}}}}`)],
  UnresolvedPortReferenceError: [
    breed(
      `name: a\ndeployable: ${image}\nports: {web: 80}\nhealth_checks: {port: §webb, initial_delay: 5s, timeout: 1s, interval: 2s, failures: 3}`,
    ),
  ],
  UnresolvedEnvironmentVariableError: [
    blueprint(`environment_variables: {a.LEVEL: §info}\nclusters: {a: {breed: ${a}}}`),
    property('environmentVariables["a.LEVEL"]', { environmentVariables: { "a.LEVEL": "info" } }),
  ],
  UnresolvedDependencyInTraitValueError: [
    blueprint(`clusters: {a: {breed: ${a}, environment_variables: {§LEVEL: info}}}`),
    breed(`name: a\ndeployable: ${image}\nenvironment_variables: {DB: §$db.host}`),
  ],
  UnresolvedBreedDependencyError: [breed(`name: a\ndeployable: ${image}\ndependencies: {db: §postgres}`)],
  MissingEnvironmentVariableError: [
    blueprint(`clusters: {a: {breed: ${a}, environment_variables: {"LEVEL[level]": §~}}}`),
  ],
  UnresolvedVariableValueError: [breed(`name: a\ndeployable: ${image}\nenvironment_variables: {§LEVEL: ~}`)],
  RecursiveDependenciesError: [
    blueprint(
      `clusters:\n  §a: {breed: {name: a, deployable: ${image}, dependencies: {b: b}}}\n  b: {breed: {name: b, deployable: ${image}, dependencies: {a: a}}}`,
    ),
  ],
  NonUniqueBlueprintBreedReferenceError: [blueprint(`clusters: {a: {breed: ${a}}, b: {breed: §${a}}}`)],
  GatewayRouteWeightError: [
    blueprint(`${two}, gateways: {routes: §{a: {weight: 90%}, b: {weight: 20%}}}}}`),
    gateway("routes", { routes: { "shop/a/web": { weight: "50%" } } }),
  ],
  DuplicateGatewayPortError: [blueprint(`gateways: {80: a/web, §80/tcp: a/web}\nclusters: {a: {breed: ${a}}}`)],
  InvalidGatewayPortError: [
    blueprint(`gateways: {§web: a/web}\nclusters: {a: {breed: ${a}}}`),
    gateway("port", { port: "eighty" }),
  ],
  UnsupportedGatewayNameError: [gateway("name", { name: "a/b/c/d/e" })],
  UnsupportedRoutePathError: [
    gateway("routes", { routes: "other/a/web" }),
    gateway('routes["other/a/web"]', { routes: { "other/a/web": {} } }),
  ],
  IllegalAnonymousRoutingPortMappingError: [
    blueprint(
      `clusters: {a: {breed: {name: a, deployable: ${image}, ports: {web: 80, admin: 81}}, gateways: §{routes: {a: {weight: 100%}}}}}`,
    ),
  ],
  IllegalGatewayStickyValue: [blueprint(`${two}, gateways: {sticky: §always, routes: {a: {weight: 100%}}}}}`)],
  IllegalGatewayVirtualHosts: [
    blueprint(`gateways: {80: {virtual_hosts: §{a: b}, routes: a/web}}\nclusters: {a: {breed: ${a}}}`),
  ],
  StickyPortTypeError: [blueprint(`gateways: {80/tcp: {sticky: §route, routes: a/web}}\nclusters: {a: {breed: ${a}}}`)],
  InvalidSelectorError: [
    blueprint(`gateways: {80: {selector: label§(a, routes: a/web}}\nclusters: {a: {breed: ${a}}}`),
  ],
  RouteSelectorOnlyRouteError: [
    blueprint(`gateways: {80: {routes: {a/web: {selector: §"true"}}}}\nclusters: {a: {breed: ${a}}}`),
  ],
  RouteSelectorExternalTargetError: [
    blueprint(`gateways: {80: {routes: {"[example.com:80]": {selector: §"true"}}}}\nclusters: {a: {breed: ${a}}}`),
  ],
  UnsupportedPathRewriteError: [blueprint(`${two}, gateways: {routes: {a: {weight: 100%, rewrites: [{path: §a}]}}}}}`)],
  ConditionPortTypeError: [
    blueprint(
      `gateways: {80/tcp: {routes: {a/web: {condition: §user-agent == Firefox}}}}\nclusters: {a: {breed: ${a}}}`,
    ),
  ],
  ConditionParseError: [blueprint(`${two}, gateways: {routes: {a: {weight: 100%}, b: {condition: §and}}}}}`)],
  ParserError: [breed(`name: a\ndeployable: ${image}\nenvironment_variables: {LEVEL: "§\${level"}`)],
  ArtifactNotFound: [blueprint("clusters: {a: §sava}"), property("scale.b", { scale: { b: { instances: 3 } } })],
  UnresolvedScaleEscalationTargetCluster: [
    blueprint(
      `clusters: {a: {breed: ${a}, sla: {type: response_time_sliding_window, threshold: {upper: 100, lower: 10}, window: {interval: 60s, cooldown: 60s}, escalations: [{type: scale_instances, minimum: 1, maximum: 3, scale_by: 1, target: §b}]}}}`,
    ),
  ],
  UndefinedWorkflowScheduleError: [workflow("")],
  IllegalWorkflowSchedulePeriod: [workflow("schedule: {time: {period: §often}}")],
  IllegalWorkflowStatus: [workflow("schedule: daemon\nstatus: §awake")],
  ArtifactAlreadyExists: [
    property(
      "blueprint.clusters.a.services[0].breed",
      {
        artifacts: Artifacts.fromYaml(
          `kind: breeds\nname: a\ndeployable: ${image}\n---\nkind: breeds\nname: a\ndeployable: ${image}\n`,
        ),
      },
      { clusters: { a: { services: [{ breed: "a" }] } } },
    ),
  ],
  UnsupportedDeployableType: [breed("name: a\ndeployable: {type: §rkt, definition: example/a}")],
  UndefinedDockerImage: [breed('name: a\ndeployable: §{type: docker, definition: ""}')],
  UnsupportedSchedule: [workflow("schedule: {event: §archived}")],
  UnsupportedSlaType: [
    blueprint(
      `clusters: {a: {breed: ${a}, sla: {type: §weather, escalations: [{type: scale_instances, minimum: 1, maximum: 3, scale_by: 1}]}}}`,
    ),
  ],
  UnsupportedEscalationType: [
    blueprint(
      `clusters: {a: {breed: ${a}, sla: {type: response_time_sliding_window, threshold: {upper: 100, lower: 10}, window: {interval: 60s, cooldown: 60s}, escalations: [{type: §pray, minimum: 1, maximum: 3, scale_by: 1}]}}}`,
    ),
  ],
  UnsupportedNumberOfHealthChecks: [
    breed(
      `name: a\ndeployable: ${image}\nports: {web: 80}\nhealth_checks:\n${[1, 2, 3]
        .map(
          (delay) =>
            `- ${delay === 3 ? "§" : ""}{port: web, initial_delay: ${delay}s, timeout: 1s, interval: 2s, failures: 3}`,
        )
        .join("\n")}`,
    ),
  ],
  IllegalNamespaceName: [
    {
      place: "organisation",
      component: "test",
      program: () => new VampEnvironment("test", { organisation: "My Shop" }),
    },
  ],
  DuplicateEnvironment: [
    {
      place: "environment",
      component: "two",
      program: () => [
        new VampEnvironment("one", { organisation: "acme" }),
        new VampEnvironment("two", { organisation: "acme", environment: "one" }),
      ],
    },
  ],
  AmbiguousPortError: [
    blueprint(
      `clusters: {a: {services: §[{breed: ${a}}, {breed: {name: b, deployable: ${image}, ports: {web: 9090}}}]}}`,
    ),
  ],
  DuplicateObjectName: [
    blueprint(`clusters: {a: {breed: ${a}}, §a-backend: {breed: ${b}}}
gateways: {80: a/web}`),
    gateway("name", { name: "shop-a" }),
  ],
  InvalidImage: [property("agent.image", { agent: { image: "HAProxy!" } })],
  InvalidValue: [
    blueprint(`clusters: {a: {breed: ${a}, scale: {cpu: 1, memory: 1GB, instances: §-1}}}`),
    property("agent.replicas", { agent: { replicas: -1 } }),
    blueprint(
      `gateways: {80: {routes: a/web, otherwise: {body: §"${"x".repeat(12_001)}"}}}\nclusters: {a: {breed: ${a}}}`,
    ),
    gateway("otherwise.body", { otherwise: { body: "ü".repeat(6_001) } }),
    gateway("routes", { routes: tooMany }),
    gateway('headers.response.set["x-a"]', { headers: { response: { set: { "x-a": "x".repeat(8_001) } } } }),
  ],
  NotSupportedYet: [blueprint(`gateways: {80: {routes: a/web, selector: §name(x)}}\nclusters: {a: {breed: ${a}}}`)],
};

describe.each(Object.entries(mistakes))("%s", (code, rows) => {
  it.each(rows.map((row) => [row.place, row] as const))("is told at %s, and nothing is made of it", async (_, row) => {
    const { message, resources } = await engine.refused(row.program);
    const lines = message.split("\n").filter((line) => line.startsWith(`${row.place}: error: `));
    expect(lines.some((line) => line.endsWith(`(${code})`)) ? "" : message).toBe("");
    expect(resources.filter(({ name, parent }) => name === row.component || parent === row.component)).toEqual([]);
  });
});
