import { isIPv6 } from "node:net";
import { z } from "zod";
import type { Leaf } from "../later.js";
import { get, mapOf, without } from "../reading/node.js";
import { byDefault, doc, withRules } from "../reading/rules.js";
import { answer, redirect } from "./answer.js";
import { artifactKeys, isNamed, listOrOne, namedItems, namedMap, raw, reference, refuseName } from "./artifact.js";
import { conditionUse } from "./condition.js";
import { editKeys } from "./edits.js";
import { isHost } from "./httpLeaves.js";
import { fixedText, name, percentage } from "./leaves.js";
import { rewriteUse } from "./rewrite.js";
import { backendTls, trafficKeys } from "./traffic.js";

const settings = {
  weight: doc(
    "Share of the requests that no condition took. Routes without one share what is left.",
    percentage().optional(),
    "90%",
  ),
  condition: doc("Which requests this route takes before the weights are asked.", conditionUse.optional()),
  conditionStrength: byDefault("100%", doc("Share of those requests that it takes.", percentage().optional(), "50%")),
  rewrites: doc("How requests are changed on this route, one after the other.", listOrOne(rewriteUse).optional()),
  balance: doc(
    "How instances share the requests of a route: a way that HAProxy knows, `default` for none. Default: as Kubernetes does.",
    fixedText().optional(),
    "leastconn",
  ),
  redirect: doc("Sends clients elsewhere, instead of leading to anything.", redirect.optional(), { scheme: "https" }),
  answer: doc("Answers instead of leading to anything.", answer.optional(), { status: 503, body: "closed" }),
  ...editKeys,
  ...trafficKeys,
  tls: doc("Encrypts the way to what it leads to. Default: plain text.", backendTls.optional(), { verify: true }),
  selector: doc("Which workloads or Services it leads to.", fixedText().optional(), "label(app)(shop)"),
  lookupName: fixedText().optional(),
  targets: raw().optional(),
};

/** What stands beside the settings of a route by its name. */
const useKeys = {
  ref: reference().optional(),
  reference: reference().optional(),
  kind: artifactKeys("routes").kind,
  metadata: artifactKeys("routes").metadata,
};

/** A route with some settings. */
function routeWith<S extends z.ZodRawShape>(more: S) {
  const { kind, metadata } = artifactKeys("routes");
  const schema = z.strictObject({
    path: doc("What it leads to: a service, a port of a cluster, or `[host:port]` for something outside.", fixedText()),
    reference: doc("The name of a route that says the rest.", name().optional()),
    kind,
    metadata,
    ...more,
  });
  return withRules(schema, {
    refers: { kind: "routes", put: (use, found) => ({ ...found, ...use, reference: undefined }) },
    expand: (node, problems) => {
      if (node.kind !== "map") return node;
      const named = get(node, "ref");
      if (named !== undefined && isNamed(named, problems))
        return {
          ...node,
          entries: [...without(node, "ref").entries, ...mapOf(named.location, { reference: named }).entries],
        };
      refuseName(node, problems);
      return without(node, "name");
    },
  });
}

/** Routes with some settings: one path, a list of paths and maps, or a map of paths. */
function routesWith<R extends z.ZodType>(route: R, ...forms: readonly [z.ZodType, z.ZodType]) {
  return withRules(z.array(route), {
    expand: (node) => namedItems(node, "path"),
    collapse: (node) => namedMap(node, "path"),
    onlyForms: true,
    forms: () => {
      const map = z.record(z.string(), z.union([...forms, reference(), z.null()]));
      return [fixedText(), map, z.array(z.union([fixedText(), map]))];
    },
  });
}

/** Routes among which another one shares its requests. They share no further. */
export const innerRoutes = routesWith(
  routeWith(settings),
  z.strictObject({ ...artifactKeys("routes"), ...settings }),
  z.strictObject({ ...useKeys, ...settings }),
);

const allSettings = {
  ...settings,
  routes: doc("Routes among which it shares its requests, instead of leading to one thing.", innerRoutes.optional(), {
    "[new.example.com:80]": { weight: "10%" },
    "[old.example.com:80]": { weight: "90%" },
  }),
};

/** What a route does, under a name. Vamp's route. */
export const routeArtifact = z.strictObject({ ...artifactKeys("routes"), ...allSettings });

/** Where requests may go, and which share of them does. */
export const route = routeWith(allSettings);

/** Routes: one path, a list of paths and maps, or a map of paths. */
export const routes = routesWith(route, routeArtifact, z.strictObject({ ...useKeys, ...allSettings }));

/** The text of a route's condition; undefined when it has none (Vamp takes an empty text for none). */
export function conditionOf(route: Route): string | undefined {
  const text = route.condition?.definition;
  return text === undefined || text.trim() === "" ? undefined : text;
}

/** False for a route whose path is only its name: it answers, sends elsewhere, or shares among others. */
export function leadsSomewhere({ redirect, answer, routes }: Route): boolean {
  return redirect === undefined && answer === undefined && routes === undefined;
}

/** Some routes, and those among which they share. */
export function allRoutes(routes: readonly Route[]): readonly Route[] {
  return routes.flatMap((route) => [route, ...(route.routes ?? [])]);
}

/** True when a route's text leads to something outside, or is meant to: `[host:port]`. */
export function isExternal(path: string): boolean {
  return path.startsWith("[") && path.endsWith("]");
}

/** What a path of something outside names: `[host:port]`, or `[[address]:port]` with an address of IPv6. */
export function externalAddress(path: string): { readonly host: string; readonly port: number } | undefined {
  const [, address, name, digits] = /^\[(?:\[([^[\]%]+)\]|([^[\]:]+)):(\d{1,5})\]$/.exec(path) ?? [];
  const port = Number(digits);
  const host = address ?? name;
  if (host === undefined || !(address === undefined ? isHost(host) : isIPv6(host))) return undefined;
  return port >= 1 && port <= 65535 ? { host, port } : undefined;
}

/** A path in its parts, between `/`; something outside is one part. */
export function segmentsOf(path: string): readonly string[] {
  return isExternal(path) ? [path] : path.split("/");
}

/** See {@link route}. */
export type Route = z.output<typeof route>;

/** See {@link routeArtifact}. */
export type RouteArtifact = z.output<typeof routeArtifact>;

/**
 * The weight that a route says, in hundredths of a percent. One with a condition whose path is only its name takes what
 * matches, and no share of the rest, unless it says so.
 */
export function ownWeight(route: Route): Leaf<number> | undefined {
  const takesByCondition = !leadsSomewhere(route) && conditionOf(route) !== undefined;
  return route.weight ?? (takesByCondition ? 0 : undefined);
}
