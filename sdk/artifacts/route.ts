import { z } from "zod";
import { get, mapOf, without } from "../reading/node.js";
import { byDefault, doc, withRules } from "../reading/rules.js";
import { artifactKeys, isNamed, listOrOne, namedItems, namedMap, raw, reference, refuseName } from "./artifact.js";
import { conditionUse } from "./condition.js";
import { fixedText, name, percentage } from "./leaves.js";
import { rewriteUse } from "./rewrite.js";

const settings = {
  weight: doc(
    "Share of the requests that no condition took. Routes without one share what is left.",
    percentage().optional(),
    "90%",
  ),
  condition: doc("Which requests this route takes before the weights are asked.", conditionUse.optional()),
  conditionStrength: byDefault("100%", doc("Share of those requests that it takes.", percentage().optional(), "50%")),
  rewrites: doc("How paths are changed on this route.", listOrOne(rewriteUse).optional()),
  balance: doc(
    "How the requests of a route are shared by its instances: an algorithm of HAProxy. Default: `roundrobin`, for TCP `leastconn`.",
    fixedText().optional(),
    "leastconn",
  ),
  selector: doc("Which workloads or Services it leads to.", fixedText().optional(), "label(app)(shop)"),
  lookupName: fixedText().optional(),
  targets: raw().optional(),
};

/** What a route does, under a name. Vamp's route. */
export const routeArtifact = z.strictObject({ ...artifactKeys("routes"), ...settings });

/** A route by its name, with settings of its own. */
const routeUse = z.strictObject({
  ref: reference().optional(),
  reference: reference().optional(),
  kind: artifactKeys("routes").kind,
  metadata: artifactKeys("routes").metadata,
  ...settings,
});

/** Where requests may go, and which share of them does. */
export const route = withRules(
  z.strictObject({
    path: doc("What it leads to: a service, a port of a cluster, or `[host:port]` for something outside.", fixedText()),
    reference: doc("The name of a route that says the rest.", name().optional()),
    kind: artifactKeys("routes").kind,
    metadata: artifactKeys("routes").metadata,
    ...settings,
  }),
  {
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
  },
);

/** Routes: one path, a list of paths and maps, or a map of paths. */
export const routes = withRules(z.array(route), {
  expand: (node) => namedItems(node, "path"),
  collapse: (node) => namedMap(node, "path"),
  onlyForms: true,
  forms: () => {
    const map = z.record(z.string(), z.union([routeArtifact, routeUse, reference(), z.null()]));
    return [fixedText(), map, z.array(z.union([fixedText(), map]))];
  },
});

/** The text of a route's condition; undefined when it has none (Vamp takes an empty text for none). */
export function conditionOf(route: Route): string | undefined {
  const text = route.condition?.definition;
  return text === undefined || text.trim() === "" ? undefined : text;
}

/** True when a route's text leads to something outside: `[host:port]`. */
export function isExternal(path: string): boolean {
  return path.startsWith("[") && path.endsWith("]");
}

/** A path in its parts, between `/`; something outside is one part. */
export function segmentsOf(path: string): readonly string[] {
  return isExternal(path) ? [path] : path.split("/");
}

/** See {@link route}. */
export type Route = z.output<typeof route>;

/** See {@link routeArtifact}. */
export type RouteArtifact = z.output<typeof routeArtifact>;
