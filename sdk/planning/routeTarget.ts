import type { AnswerRules } from "../artifacts/answer.js";
import type { Route } from "../artifacts/route.js";
import { proxyName } from "../kubernetes/names.js";
import { overlay } from "../overlay.js";
import type { Edits } from "../routing/edits.js";
import type { Answer, Backend, Instances, Redirect, RoutingTable, Target } from "../routing/table.js";
import type { Traffic } from "../routing/traffic.js";

/** What a route does that leads to nothing; undefined for one that leads somewhere. */
export function ownTarget({ redirect, answer }: Pick<Route, "redirect" | "answer">): Answer | Redirect | undefined {
  if (answer !== undefined) return planAnswer(answer);
  if (redirect === undefined) return undefined;
  const { status = 302, scheme, host, port, path, prefix } = redirect;
  const given =
    path === undefined ? prefix && ({ kind: "prefix", ...prefix } as const) : ({ kind: "whole", path } as const);
  return { kind: "redirect", status, scheme, host, port, path: given };
}

/** An answer of the agent's own. */
export function planAnswer({ status = 200, body, contentType, headers }: AnswerRules): Answer {
  return { kind: "answer", status, body, contentType, headers };
}

/** Where the instances of a backend are found; undefined for one of which nobody knows. */
export type InstancesOf = (backend: Backend) => Instances | undefined;

/** What a route says about all backends that it leads to. */
export interface BackendRules {
  readonly traffic?: Traffic | undefined;
  /** Cookie that keeps a client with its instance. */
  readonly cookie?: string | undefined;
  readonly instancesOf: InstancesOf;
  /** Who says it, in parts: what it makes unlike others is named by it. Absent: what only this table leads to keeps its name. */
  readonly owner?: readonly string[] | undefined;
}

/**
 * A target as one route has it: with what happens on that route, and how the agent gets along with what it leads to.
 * What a table below says about its backends itself counts first.
 */
export function targetOnRoute(target: Target, edits: Edits | undefined, rules: BackendRules): Target {
  if (target.kind === "answer" || target.kind === "redirect") return target;
  if (target.kind === "backend") return backendOnRoute(target, edits, rules);
  const inner = rules.traffic === undefined && rules.cookie === undefined ? target : tableOnRoute(target, rules);
  return edits === undefined ? inner : { ...inner, edits };
}

function backendOnRoute(backend: Backend, edits: Edits | undefined, rules: BackendRules): Backend {
  const { owner, instancesOf } = rules;
  const traffic = overlay<Traffic>(rules.traffic ?? {}, backend.traffic ?? {});
  const cookie = backend.instances?.cookie ?? rules.cookie;
  const found = cookie !== undefined || tellsInstancesApart(traffic) ? instancesOf(backend) : undefined;
  const instances = found && { ...found, cookie };
  const said = rules.traffic !== undefined;
  if (edits === undefined && instances === undefined && !said) return backend;
  return {
    ...backend,
    ...(owner && { name: proxyName(...owner, ...backend.name.split(".")) }),
    ...(edits && { edits }),
    ...(said && { traffic }),
    ...(instances && { instances }),
  };
}

/** True for what is about one instance among others: for a Service as a whole it would mean something else. */
function tellsInstancesApart({ balance, outlier, slowStart, healthCheck }: Traffic): boolean {
  return [balance, outlier, slowStart, healthCheck?.path].some((one) => one !== undefined);
}

function tableOnRoute(table: RoutingTable, rules: BackendRules): RoutingTable {
  const changed = new Map<Target, Target>();
  const change = <R extends { readonly target: Target }>(route: R): R => {
    const target = changed.get(route.target) ?? targetOnRoute(route.target, undefined, rules);
    changed.set(route.target, target);
    return { ...route, target };
  };
  return { ...table, conditions: table.conditions.map(change), pool: table.pool.map(change) };
}
