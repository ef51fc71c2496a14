import { z } from "zod";
import { raw } from "../artifacts/artifact.js";
import { fixedText, integer, portNumber, truth } from "../artifacts/leaves.js";
import type { Problems } from "../diagnostics/problem.js";
import { asText, get, type MapNode, type Node } from "../reading/node.js";
import { locationOf } from "../reading/places.js";
import { asSchema, unwrap, withRules } from "../reading/rules.js";
import { readShape } from "../reading/shape.js";

/** The API group of what is translated. */
export const gatewayGroup = "gateway.networking.k8s.io";

/** A part of a manifest: keys as Kubernetes spells them, and more of them than are looked at. */
function part<S extends z.ZodRawShape>(shape: S) {
  return withRules(z.looseObject(shape), { aliases: Object.fromEntries(Object.keys(shape).map((key) => [key, key])) });
}

const text = () => fixedText().optional();
const texts = () => z.array(fixedText()).optional();
const labels = () => z.record(z.string(), fixedText()).optional();

const metadata = part({ name: fixedText(), namespace: text(), labels: labels(), creationTimestamp: text() });

const objectReference = part({ group: text(), kind: text(), name: fixedText(), namespace: text() });

const allowedRoutes = part({
  namespaces: part({
    from: text(),
    selector: part({
      matchLabels: labels(),
      matchExpressions: z.array(part({ key: fixedText(), operator: fixedText(), values: texts() })).optional(),
    }).optional(),
  }).optional(),
});

const listener = part({
  name: fixedText(),
  hostname: text(),
  port: portNumber(),
  protocol: fixedText(),
  allowedRoutes: allowedRoutes.optional(),
  tls: part({ mode: text(), certificateRefs: z.array(objectReference).optional() }).optional(),
});

const gateway = part({ metadata, spec: part({ gatewayClassName: text(), listeners: z.array(listener) }) });

const values = () => z.array(part({ name: fixedText(), value: fixedText() })).optional();
const headerEdits = part({ set: values(), add: values(), remove: texts() });
const newPath = part({ type: fixedText(), replaceFullPath: text(), replacePrefixMatch: text() });

const filter = part({
  type: fixedText(),
  requestHeaderModifier: headerEdits.optional(),
  responseHeaderModifier: headerEdits.optional(),
  requestRedirect: part({
    scheme: text(),
    hostname: text(),
    path: newPath.optional(),
    port: portNumber().optional(),
    statusCode: integer(300, 399).optional(),
  }).optional(),
  urlRewrite: part({ hostname: text(), path: newPath.optional() }).optional(),
  cors: part({
    allowOrigins: texts(),
    allowMethods: texts(),
    allowHeaders: texts(),
    exposeHeaders: texts(),
    allowCredentials: truth().optional(),
    maxAge: integer(1, 2_147_483_647).optional(),
  }).optional(),
  // What is said of these is said where they are translated.
  requestMirror: raw().optional(),
  externalAuth: raw().optional(),
  extensionRef: raw().optional(),
});

const backendReference = part({
  group: text(),
  kind: text(),
  name: fixedText(),
  namespace: text(),
  port: portNumber().optional(),
  weight: text(),
  filters: z.array(filter).optional(),
});

const named = part({ type: text(), name: fixedText(), value: fixedText() });

const match = part({
  path: part({ type: text(), value: text() }).optional(),
  headers: z.array(named).optional(),
  queryParams: z.array(named).optional(),
  method: text(),
});

const rule = part({
  name: text(),
  matches: z.array(match).optional(),
  filters: z.array(filter).optional(),
  backendRefs: z.array(backendReference).optional(),
  timeouts: part({ request: text(), backendRequest: text() }).optional(),
});

const parentReference = part({
  group: text(),
  kind: text(),
  namespace: text(),
  name: fixedText(),
  sectionName: text(),
  port: portNumber().optional(),
});

const httpRoute = part({
  metadata,
  spec: part({
    parentRefs: z.array(parentReference).optional(),
    hostnames: texts(),
    rules: z.array(rule).optional(),
  }),
});

const referenceGrant = part({
  metadata,
  spec: part({
    from: z.array(part({ group: fixedText(), kind: fixedText(), namespace: fixedText() })),
    to: z.array(part({ group: fixedText(), kind: fixedText(), name: text() })),
  }),
});

const service = part({
  metadata,
  spec: part({ ports: z.array(part({ port: portNumber(), appProtocol: text() })).optional() }),
});

const namespace = part({ metadata });

/** Kubernetes' Gateway. */
export type GatewayManifest = z.output<typeof gateway>;
/** A listener of a Gateway. */
export type ListenerManifest = z.output<typeof listener>;
/** Kubernetes' HTTPRoute. */
export type HttpRoute = z.output<typeof httpRoute>;
/** A rule of an HTTPRoute. */
export type HttpRule = z.output<typeof rule>;
/** Which requests a rule is for. */
export type HttpMatch = z.output<typeof match>;
/** What a rule, or one of its backends, does to requests and answers. */
export type HttpFilter = z.output<typeof filter>;
/** How a filter changes headers. */
export type HeaderFilter = z.output<typeof headerEdits>;
/** How a filter changes a path. */
export type NewPath = z.output<typeof newPath>;
/** Where a rule sends requests. */
export type BackendReference = z.output<typeof backendReference>;
/** A Gateway that a route wants to be attached to. */
export type ParentReference = z.output<typeof parentReference>;

/** What is known of some manifests, as far as it says where requests go. */
export interface Manifests {
  readonly gateways: readonly GatewayManifest[];
  readonly routes: readonly HttpRoute[];
  readonly grants: readonly z.output<typeof referenceGrant>[];
  readonly services: readonly z.output<typeof service>[];
  readonly namespaces: readonly z.output<typeof namespace>[];
}

/** True for a manifest of Kubernetes, or a list of them as `kubectl get` prints it. */
export function isManifest(node: Node): node is MapNode {
  return node.kind === "map" && get(node, "apiVersion") !== undefined && get(node, "kind") !== undefined;
}

/** Reads manifests. What belongs to the Gateway API and is not translated is told. */
export function readManifests(nodes: readonly MapNode[], problems: Problems): Manifests {
  const all = nodes.flatMap(itemsOf);
  const ofKind = <S extends z.ZodType>(kind: string, schema: S): readonly z.output<S>[] =>
    all.filter((node) => asText(get(node, "kind")) === kind).flatMap((node) => readShape(schema, node, problems) ?? []);
  for (const node of all) {
    const [group = ""] = (asText(get(node, "apiVersion")) ?? "").split("/");
    const kind = asText(get(node, "kind")) ?? "";
    if (group.endsWith(gatewayGroup) && !["Gateway", "GatewayClass", "HTTPRoute", "ReferenceGrant"].includes(kind))
      problems.warn("DroppedByImport", node.location, `a ${kind} has no equivalent in a gateway, and is left out`);
  }
  const gateways = ofKind("Gateway", gateway);
  const routes = ofKind("HTTPRoute", httpRoute);
  for (const { spec } of gateways) warnOfMore(gateway.shape.spec, spec, problems);
  for (const { spec } of routes) warnOfMore(httpRoute.shape.spec, spec, problems);
  return {
    gateways,
    routes,
    grants: ofKind("ReferenceGrant", referenceGrant),
    services: ofKind("Service", service),
    namespaces: ofKind("Namespace", namespace),
  };
}

/** Tells keys that no schema speaks of, at any depth. */
function warnOfMore(schema: z.ZodType, value: unknown, problems: Problems): void {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodArray && Array.isArray(value))
    for (const item of value) warnOfMore(asSchema(inner.element), item, problems);
  if (!(inner instanceof z.ZodObject) || typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value))
    if (Object.hasOwn(inner.shape, key)) warnOfMore(asSchema(inner.shape[key]), part, problems);
    else
      problems.warn(
        "DroppedByImport",
        locationOf(value, key),
        `\`${key}\` has no equivalent in a gateway, and is left out`,
      );
}

function itemsOf(node: MapNode): readonly MapNode[] {
  const items = get(node, "items");
  if (asText(get(node, "kind"))?.endsWith("List") !== true || items?.kind !== "list") return [node];
  return items.items.flatMap((item) => (isManifest(item) ? itemsOf(item) : []));
}

/** The Namespace of an object; `default` where none is said, as `kubectl` has it. */
export function namespaceOf({ metadata }: { readonly metadata: z.output<typeof namespace>["metadata"] }): string {
  return metadata.namespace ?? "default";
}
