import { z } from "zod";
import { get, has, type MapNode, mapOf, type Node } from "../reading/node.js";
import { byDefault, doc, fixed, scalarTypes, withRules } from "../reading/rules.js";
import { answer } from "./answer.js";
import { artifactKeys, listOrOne, raw } from "./artifact.js";
import { editKeys } from "./edits.js";
import { gatewayTls } from "./gatewayTls.js";
import { hostPattern, hostText, isHostPattern, mediaType, network } from "./httpLeaves.js";
import { fixedText, integer, port, portNumber, truth } from "./leaves.js";
import { routes } from "./route.js";
import { trafficKeys } from "./traffic.js";

const sticky = fixed<"route" | "instance" | "none">({
  read: (scalar) => {
    const value = scalar.text.toLowerCase();
    if (value === "route" || value === "instance" || value === "none") return { value };
    return {
      problem: `\`${scalar.text}\` is not a stickiness`,
      expected: "`route`, `instance` or `none`",
      code: "IllegalGatewayStickyValue",
    };
  },
  json: { type: scalarTypes, pattern: "^([rR][oO][uU][tT][eE]|[iI][nN][sS][tT][aA][nN][cC][eE]|[nN][oO][nN][eE])$" },
  called: "`route`, `instance` or `none`",
});

const virtualHost = () =>
  doc(
    "A host name, or `*.` and the end of host names.",
    withRules(hostText(), { mistyped: "IllegalGatewayVirtualHosts" }),
    "shop.example.com",
  );

const virtualHosts = withRules(listOrOne(virtualHost()), { mistyped: "IllegalGatewayVirtualHosts" });

/** A host with routes of its own. */
export const host = withRules(
  z.strictObject({
    routes: doc("Where its requests may go.", routes.optional(), { "shop/web": { weight: "100%" } }),
    sticky: byDefault("none", doc("Whether a client stays with its `route` or its `instance`.", sticky.optional())),
    otherwise: doc("What a request gets that no route takes. Default: the gateway's.", answer.optional()),
  }),
  {
    expand: (node) => (node.kind === "map" ? node : mapOf(node.location, { routes: node })),
    forms: () => [fixedText(), z.array(fixedText())],
  },
);

const hosts = withRules(z.record(z.string(), host), {
  key: (text) =>
    isHostPattern(text) ? undefined : { code: "InvalidValue", problem: `\`${text}\` is not ${hostPattern}` },
});

/** A way in: a port, and the routes that its requests may take. Vamp's gateway. */
export const gateway = withRules(
  z.strictObject({
    kind: artifactKeys("gateways").kind,
    name: doc("Its name, in up to four parts: `edge`, `deployment/port`.", fixedText().optional(), "edge"),
    metadata: artifactKeys("gateways").metadata,
    port: doc(
      "The port it listens on, then `/http` (default) or `/tcp`. In a blueprint the key says it, unless this does.",
      port(0, "InvalidGatewayPortError").optional(),
      "8080/http",
    ),
    sticky: byDefault("none", doc("Whether a client stays with its `route` or its `instance`.", sticky.optional())),
    virtualHosts: doc("Host names under which it answers.", virtualHosts.optional()),
    selector: doc("Which workloads or Services its routes are made from.", fixedText().optional(), "label(app)(shop)"),
    routes: doc("Where its requests may go.", routes.optional(), { "shop/web": { weight: "100%" } }),
    ports: doc("Further ports on which it does the same.", listOrOne(portNumber()).optional(), [8080]),
    hosts: doc("Hosts that have routes of their own, by name or `*.` and the end of names.", hosts.optional(), {
      "shop.example.com": { routes: "shop/web" },
    }),
    otherwise: doc("What a request gets that no route takes. Default: 503.", answer.optional(), { status: 404 }),
    tls: doc("Ends TLS on its port. Default: what comes is plain text.", gatewayTls.optional(), {
      certificates: [{ secret: "shop-tls" }],
    }),
    acceptProxy: doc("True when a load balancer sends the PROXY protocol. Default: `false`.", truth().optional()),
    trustedProxies: doc(
      "Networks of proxies that tell the client's address by `X-Forwarded-For`, and its scheme by `X-Forwarded-Proto`; of others these are replaced. Default: none at a gateway that is reached from outside of the cluster, so that both are replaced; at one that other agents reach (`ClusterIP`) both are passed on.",
      listOrOne(network()).optional(),
      ["198.51.100.0/24"],
    ),
    maxClients: doc(
      "Open connections of clients at the same time; more wait.",
      integer(1, 1_000_000).optional(),
      10_000,
    ),
    compression: doc("Media types of answers that are compressed. Default: none.", listOrOne(mediaType()).optional(), [
      "text/html",
    ]),
    ...editKeys,
    ...trafficKeys,
    // What Vamp wrote back when it exported a gateway.
    service: raw().optional(),
    deployed: raw().optional(),
    proxy: raw().optional(),
    internal: raw().optional(),
    lookupName: fixedText().optional(),
  }),
  {
    expand: (node) => (node.kind === "map" ? node : mapOf(node.location, { routes: node })),
    collapse: collapseGateway,
    forms: () => [fixedText(), z.array(fixedText())],
  },
);

/** A gateway with one route and nothing to say about it is written as the route. */
function collapseGateway(node: Node): Node {
  if (node.kind !== "map" || node.entries.length !== 1) return node;
  const only = get(node, "routes");
  if (only?.kind !== "map" || only.entries.length !== 1) return node;
  const [route] = only.entries;
  if (route?.value.kind !== "map" || route.value.entries.length > 0) return node;
  return { kind: "scalar", location: route.keyLocation, value: route.key, text: route.key };
}

/** The key of a cluster's gateway that names no port, because the cluster has only one. */
export const anonymousPort = "";

/** A cluster's gateways by the name of the port; `routes` or `sticky` directly mean its only port. */
export const clusterGateways = withRules(z.record(z.string(), gateway), {
  expand: (node) => (node.kind === "map" && isGateway(node) ? mapOf(node.location, { [anonymousPort]: node }) : node),
  collapse: (node) => {
    const only = node.kind === "map" && node.entries.length === 1 ? get(node, anonymousPort) : undefined;
    return only?.kind === "map" && isGateway(only) ? only : node;
  },
  forms: () => [gateway],
});

function isGateway(node: MapNode): boolean {
  return has(node, "routes") || has(node, "sticky");
}

/** A host of a gateway, with routes of its own. */
export type GatewayHost = z.output<typeof host>;

/** See {@link gateway}. */
export type Gateway = z.output<typeof gateway>;
