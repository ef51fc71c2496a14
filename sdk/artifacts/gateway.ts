import { z } from "zod";
import { asList, get, type MapNode, mapOf } from "../reading/node.js";
import { fixed, withRules } from "../reading/shape.js";
import { artifactKeys, namedItems } from "./artifact.js";
import { fixedText, name, percentage, port } from "./leaves.js";

/** A condition in place, or the name of one. Plain text is always a condition, never a name. */
const conditionUse = withRules(z.strictObject({ reference: name().optional(), definition: fixedText().optional() }), {
  expand: (node) => {
    if (node.kind !== "map") return mapOf(node.location, { definition: node });
    if (node.entries.length > 1) return node;
    const reference = get(node, "ref") ?? get(node, "reference");
    if (reference !== undefined) return mapOf(node.location, { reference });
    const definition = get(node, "condition") ?? get(node, "definition");
    return definition === undefined ? node : mapOf(node.location, { definition });
  },
});

/** Where requests may go, and which share of them does. */
export const route = z.strictObject({
  ...artifactKeys("routes"),
  /** What it leads to: a service or a port of a deployment, or `[host:port]` for something outside. */
  path: fixedText(),
  /** Share of the requests that no condition took, in hundredths of a percent. Filled when not given. */
  weight: percentage().optional(),
  /** Which requests this route takes before the weights are asked. */
  condition: conditionUse.optional(),
  /** Share of the matching requests that the condition takes. Default: all, 10000. */
  conditionStrength: percentage().optional(),
  rewrites: z.unknown().optional(),
  balance: fixedText().optional(),
  selector: fixedText().optional(),
  lookupName: fixedText().optional(),
  targets: z.unknown().optional(),
});

/** Routes: one path, a list, or a map of paths. */
const routes = withRules(z.array(route), { expand: (node) => namedItems(node, "path") });

const sticky = fixed<"route" | "instance" | "none">((scalar) => {
  const value = scalar.text.toLowerCase();
  if (value === "route" || value === "instance" || value === "none") return { value };
  return {
    problem: `\`${scalar.text}\` is not a stickiness`,
    expected: "`route`, `instance` or `none`",
    code: "IllegalGatewayStickyValue",
  };
});

/** A way in: a port, and the routes that its requests may take. Vamp's gateway. */
export const gateway = withRules(
  z.strictObject({
    ...artifactKeys("gateways"),
    name: fixedText().optional(),
    /** The port it listens on. 0 or absent: assigned, or the key in a blueprint. */
    port: port(0, "InvalidGatewayPortError").optional(),
    sticky: sticky.optional(),
    virtualHosts: withRules(z.array(withRules(fixedText(), { mistyped: "IllegalGatewayVirtualHosts" })), {
      expand: asList,
    }).optional(),
    selector: fixedText().optional(),
    routes: routes.optional(),
    // What Vamp wrote back when it exported a gateway.
    service: z.unknown().optional(),
    deployed: z.unknown().optional(),
    proxy: z.unknown().optional(),
    internal: z.unknown().optional(),
    lookupName: fixedText().optional(),
  }),
  { expand: (node) => (node.kind === "map" ? node : mapOf(node.location, { routes: node })) },
);

/** The key of a cluster's gateway that names no port, because the cluster has only one. */
export const anonymousPort = "";

/** A cluster's gateways by the name of the port; `routes` or `sticky` directly mean its only port. */
export const clusterGateways = withRules(z.record(z.string(), gateway), {
  expand: (node) => (node.kind === "map" && isGateway(node) ? mapOf(node.location, { [anonymousPort]: node }) : node),
});

function isGateway(node: MapNode): boolean {
  return node.entries.some((entry) => entry.key === "routes" || entry.key === "sticky");
}

/** See {@link gateway}. */
export type Gateway = z.output<typeof gateway>;
/** See {@link route}. */
export type Route = z.output<typeof route>;
