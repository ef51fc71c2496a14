import type { Gateway } from "../artifacts/gateway.js";
import type { Route } from "../artifacts/route.js";
import { routesOf } from "../checks/gateway.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { type Labels, objectLabels } from "../kubernetes/labels.js";
import { objectName, proxyName, serviceHost } from "../kubernetes/names.js";
import { locationOf } from "../reading/places.js";
import { within } from "../reading/source.js";
import type { Backend, Target } from "../routing/table.js";
import { type Target as Candidate, selectTargets } from "../selectors/evaluate.js";
import { toKubernetes } from "../selectors/kubernetes.js";
import { parseSelector } from "../selectors/parse.js";
import type { Selector } from "../selectors/tree.js";
import { knownTargets, versionsIn } from "./knownTargets.js";
import type { DeploymentPlan, SelectedService } from "./plan.js";
import { planTable } from "./table.js";

/** Where a gateway that selects is. */
export interface SelectionHome {
  /** Vamp's name of the gateway. */
  readonly name: string;
  readonly namespace: string;
  readonly clusterDomain: string;
  readonly deployments: readonly DeploymentPlan[];
}

/**
 * Plans what a route with a selector leads to: a Service of the gateway's own, which selects the pods by their labels.
 * @returns undefined when Kubernetes cannot select so, which the problems tell.
 */
export function planRouteSelector(
  route: Route,
  { name, namespace, clusterDomain }: SelectionHome,
  problems: Problems,
): { readonly service: SelectedService; readonly target: Backend } | undefined {
  const { selector = "", path } = route;
  const at = locationOf(route, "selector");
  const { tree } = parseSelector(selector);
  if (tree === undefined) return undefined;
  const { ports, rest } = withoutPorts(tree);
  const [port, ...others] = new Set(ports);
  if (port === undefined || others.length > 0) {
    problems.error("InvalidSelectorError", at, "a route leads to one port of the pods that it selects", {
      expected: "`port(8080)`, with `&&` between it and the rest",
    });
    return undefined;
  }
  const found = toKubernetes(rest);
  const refuse = (reason: string, offset = 0, length = selector.length) => {
    problems.error("InvalidSelectorError", within(at, selector, offset, length), `no Service can select so: ${reason}`);
    return undefined;
  };
  if ("reason" in found) return refuse(found.reason, found.span?.offset, found.span?.length);
  const { matchLabels, matchExpressions, namespace: where } = found.selector;
  const [expression] = matchExpressions;
  if (expression !== undefined) return refuse(`it takes one value of a label, not \`${expression.operator}\``);
  if (typeof where === "object" && where.name !== namespace)
    return refuse(`it looks in its Namespace, \`${namespace}\``);
  if (Object.keys(matchLabels).length === 0) return refuse("it names no label");
  const service = { name: objectName(name, path), key: objectName("route", path), selector: matchLabels, port };
  const host = serviceHost(service.name, namespace, clusterDomain);
  const backend = { kind: "backend", name: proxyName(name, path), title: path, host, port, awaited: false } as const;
  return { service, target: backend };
}

/** The ports that must be, and the rest of a selector. */
function withoutPorts(selector: Selector): { readonly ports: readonly number[]; readonly rest: Selector } {
  if (selector.kind === "atom" && selector.atom.kind === "port")
    return { ports: [selector.atom.number], rest: { kind: "constant", value: true } };
  if (selector.kind !== "and") return { ports: [], rest: selector };
  const parts = selector.operands.map(withoutPorts);
  return { ports: parts.flatMap(({ ports }) => ports), rest: { ...selector, operands: parts.map(({ rest }) => rest) } };
}

/**
 * Plans what the selector of a gateway makes: a target for each group of versions in `deployments`, by the texts that it
 * captures from them: `(1.0.0)`, or `()` where it captures nothing. Versions of one group share its requests alike.
 */
export function planGatewaySelector(
  gateway: Gateway,
  { name, namespace, clusterDomain, deployments }: SelectionHome,
  problems: Problems,
): ReadonlyMap<string, Target> {
  const { tree } = parseSelector(gateway.selector ?? "");
  if (tree === undefined) return new Map();
  const known = knownTargets(deployments, clusterDomain);
  const candidates = new Map(deployments.flatMap(candidatesIn).map(({ path, candidate }) => [candidate, path]));
  const groups = new Map<string, Map<string, Target>>();
  for (const { target, groups: texts } of selectTargets(tree, [...candidates.keys()], namespace)) {
    const group = texts.length === 0 ? "()" : texts.map((text) => `(${text})`).join(",");
    const path = candidates.get(target) ?? "";
    const backend = known.get(path);
    if (backend !== undefined) groups.set(group, (groups.get(group) ?? new Map()).set(path, backend));
  }
  if (groups.size === 0)
    problems.error("InvalidSelectorError", locationOf(gateway, "selector"), "no version of `deployments` is selected", {
      expected: "something that is true of one",
    });
  for (const route of routesOf(gateway))
    if (groups.size > 0 && !groups.has(route.path))
      problems.error(
        "UnsupportedRoutePathError",
        locationOf(route, "path"),
        `the selector makes no \`${route.path}\``,
        {
          expected: `one of ${[...groups.keys()].join(", ")}`,
          nearest: nearest(route.path, groups.keys()),
        },
      );
  return new Map(
    [...groups].map(([group, members]) => {
      const [only, ...others] = members.values();
      return [group, only !== undefined && others.length === 0 ? only : planTable(`${name}/${group}`, {}, members)];
    }),
  );
}

/** The ports of the versions of a deployment as selectors see them: as those of their pods. */
function candidatesIn(deployment: DeploymentPlan): readonly { readonly path: string; readonly candidate: Candidate }[] {
  const { namespace } = deployment;
  return versionsIn(deployment).map(({ path, version, port }) => ({
    path,
    candidate: {
      name: version.objectName,
      kind: "container",
      namespace,
      labels: knownLabels(
        objectLabels({
          role: "deployment-service",
          deployment: deployment.name,
          cluster: version.cluster,
          service: version.name,
        }),
      ),
      image: typeof version.image === "string" ? version.image : undefined,
      ip: "",
      port: version.ports.find(({ name }) => name === port.name)?.number ?? port.number,
      containerPort: port.number,
      portIndex: version.ports.findIndex(({ name }) => name === port.name),
    },
  }));
}

function knownLabels(labels: Labels): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
}
