import type { z } from "zod";
import { type Blueprint, blueprint } from "../artifacts/blueprint.js";
import { type Breed, breed } from "../artifacts/breed.js";
import { type ConditionArtifact, condition } from "../artifacts/condition.js";
import { type Deployment, deployment } from "../artifacts/deployment.js";
import { type Escalation, escalation } from "../artifacts/escalation.js";
import { type Event, type EventQuery, event, eventQuery } from "../artifacts/event.js";
import { type Gateway, gateway } from "../artifacts/gateway.js";
import { type Rewrite, rewrite } from "../artifacts/rewrite.js";
import { type RouteArtifact, routeArtifact } from "../artifacts/route.js";
import { type Scale, scale } from "../artifacts/scale.js";
import { type Sla, sla } from "../artifacts/sla.js";
import { type Template, template } from "../artifacts/template.js";
import { type Workflow, workflow } from "../artifacts/workflow.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { quoted } from "../diagnostics/words.js";
import { asText, has, type MapNode, type Node } from "./node.js";

/** Every artifact, by what Vamp calls its kind. */
export interface Artifacts {
  readonly blueprints: Blueprint;
  readonly breeds: Breed;
  readonly gateways: Gateway;
  readonly deployments: Deployment;
  readonly workflows: Workflow;
  readonly scales: Scale;
  readonly slas: Sla;
  readonly escalations: Escalation;
  readonly routes: RouteArtifact;
  readonly conditions: ConditionArtifact;
  readonly rewrites: Rewrite;
  readonly templates: Template;
  readonly events: Event;
  readonly "event-queries": EventQuery;
}

/** What an artifact is: `blueprints`, `breeds`, … */
export type Kind = keyof Artifacts;

/** An artifact of a kind. */
export type ArtifactOf<K extends Kind> = Artifacts[K];

/** The schema of every artifact. */
export const schemas: { readonly [K in Kind]: z.ZodType<Artifacts[K]> } = {
  blueprints: blueprint,
  breeds: breed,
  gateways: gateway,
  deployments: deployment,
  workflows: workflow,
  scales: scale,
  slas: sla,
  escalations: escalation,
  routes: routeArtifact,
  conditions: condition,
  rewrites: rewrite,
  templates: template,
  events: event,
  "event-queries": eventQuery,
};

/** All kinds, the ones that people write most first. */
export const kinds = Object.keys(schemas).filter(isKind);

/** True for the name of a kind. */
export function isKind(name: string): name is Kind {
  return Object.hasOwn(schemas, name);
}

/** The kind that a word means: `blueprints`, or `blueprint` as Vamp 0.9 wrote it. */
export function kindNamed(word: string): Kind | undefined {
  return kinds.find((kind) => kind === word || singular(kind) === word);
}

/** The kind that a mistyped word most likely means. */
export function nearestKind(word: string): string | undefined {
  return nearest(word, [...kinds, ...kinds.map(singular)]);
}

/** One of a kind: `blueprint`, `event-query`. */
export function singular(kind: Kind): string {
  return kind.replace(/ies$/, "y").replace(/s$/, "");
}

/**
 * Keys by which an artifact that does not say its kind is known. The first that fits counts. Gateways have `hosts` as well,
 * but nothing that runs.
 */
const marks: readonly (readonly [kind: Kind, keys: readonly string[]])[] = [
  ["workflows", ["schedule"]],
  ["blueprints", ["clusters", "gateways"]],
  ["breeds", ["deployable", "ports", "environment_variables", "env", "constants", "dependencies", "health_checks"]],
  ["event-queries", ["aggregator"]],
  ["events", ["tags"]],
  ["escalations", ["to_all", "to_one", "minimum", "maximum", "scale_by"]],
  ["slas", ["threshold", "window", "escalations", "type"]],
  ["gateways", ["routes", "virtual_hosts", "sticky", "port", "selector"]],
  ["scales", ["cpu", "memory", "instances"]],
  ["routes", ["weight", "condition_strength", "rewrites", "balance"]],
  ["templates", ["def"]],
  ["conditions", ["condition"]],
  ["rewrites", ["path"]],
];

/**
 * The kind of an artifact: the one it says, or the one that its keys are of. A `kind` that there is not is a problem, and
 * what has no key to be known by is taken for a blueprint.
 */
export function kindOf(node: Node, problems: Problems): Kind | undefined {
  if (node.kind !== "map") return "blueprints";
  const said = node.entries.find((entry) => entry.key === "kind");
  const word = asText(said?.value);
  if (said === undefined || word === undefined) return guessKind(node);
  const kind = kindNamed(word);
  if (kind === undefined)
    problems.error("InconsistentArtifactKind", said.value.location, `there is no kind \`${word}\``, {
      expected: quoted(kinds),
      nearest: nearestKind(word),
    });
  return kind;
}

function guessKind(map: MapNode): Kind {
  const definition = map.entries.find((entry) => entry.key === "definition");
  if (definition !== undefined) return definition.value.kind === "map" ? "templates" : "conditions";
  const type = asText(map.entries.find((entry) => entry.key === "type")?.value) ?? "";
  if (/^(to_all|to_one|scale_instances|scale_cpu|scale_memory)$/.test(type)) return "escalations";
  if (has(map, "hosts")) return has(map, "clusters") ? "deployments" : "gateways";
  const known = marks.find(([, keys]) => keys.some((key) => has(map, key)));
  if (known !== undefined) return known[0];
  // A mistyped key is still nearer to the right one than to any other.
  const words = map.entries.filter(({ key }) => key !== "name" && key !== "metadata").map(({ key }) => key);
  return marks.find(([, keys]) => words.some((word) => nearest(word, keys) !== undefined))?.[0] ?? "blueprints";
}
