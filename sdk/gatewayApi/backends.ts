import type { Problems } from "../diagnostics/problem.js";
import { serviceHost } from "../kubernetes/names.js";
import { locationOf } from "../reading/places.js";
import { whole } from "../routing/weights.js";
import { formatPercentage } from "../units/percentage.js";
import { type FilterContext, failed, settingsOf } from "./filters.js";
import { type BackendReference, gatewayGroup, type HttpRoute, type Manifests, namespaceOf } from "./manifests.js";

/** What backends are translated with. */
export interface BackendContext extends FilterContext {
  readonly route: HttpRoute;
  readonly manifests: Manifests;
  /** Name of the cluster in its DNS: `cluster.local`. */
  readonly clusterDomain: string;
}

/** Routes by what they lead to, in the language of gateways. */
export type InnerRoutes = Readonly<Record<string, object>>;

/**
 * The routes to the backends of a rule, weights as shares. A reference that leads nowhere keeps its share, which gets 500.
 * @returns undefined when no request gets to a backend.
 */
export function backendsOf(
  references: readonly BackendReference[],
  context: BackendContext,
  problems: Problems,
): InnerRoutes | undefined {
  const shares = sharesOf(references.map(({ weight = "1" }) => Number(weight) || 0));
  if (shares === undefined) return undefined;
  const refused = new Set<BackendReference>();
  for (const reference of references) {
    const wrong = whyRefused(reference, context);
    if (wrong === undefined) continue;
    refused.add(reference);
    problems.warn("DroppedByImport", locationOf(reference), `${wrong}: its requests get 500`);
  }
  if (refused.size === references.length) return undefined;
  const backends = new Map<string, Backend>();
  for (const [index, reference] of references.entries()) {
    const does = refused.has(reference) ? { answer: failed } : whatBackendDoes(reference, context, problems);
    const path = does.answer === undefined ? pathOf(reference, context) : nameFor("unresolved", backends);
    const before = backends.get(path);
    if (before !== undefined && JSON.stringify(before.does) !== JSON.stringify(does))
      problems.error("DuplicateKey", locationOf(reference), `\`${reference.name}\` is a backend of this rule already`, {
        expected: "the same filters for each time that it is named",
      });
    backends.set(path, { does, share: (before?.share ?? 0) + (shares[index] ?? 0) });
  }
  const routes = [...backends].map(([path, { does, share }]) => {
    const weight = backends.size === 1 ? {} : { weight: formatPercentage(share) };
    return [path, { ...weight, ...does }] as const;
  });
  return Object.fromEntries(routes);
}

interface Backend {
  /** Settings of its route. */
  readonly does: object;
  /** In hundredths of a percent. */
  readonly share: number;
}

function nameFor(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let number = 1; ; number++) {
    const one = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(one)) return one;
  }
}

function whatBackendDoes(
  reference: BackendReference,
  context: BackendContext,
  problems: Problems,
): { readonly answer?: object; readonly protocol?: string } {
  const { redirect, ...settings } = settingsOf(reference.filters ?? [], context, problems);
  if (redirect !== undefined)
    problems.error("InvalidValue", locationOf(reference), "a redirect stands at a rule, not at one of its backends");
  const { services } = context.manifests;
  const service = services.find(
    (one) => one.metadata.name === reference.name && namespaceOf(one) === namespaceIn(reference, context),
  );
  const { appProtocol } = service?.spec.ports?.find(({ port }) => port === reference.port) ?? {};
  return { ...settings, ...(appProtocol === "kubernetes.io/h2c" && { protocol: "h2" }) };
}

function namespaceIn({ namespace }: BackendReference, { route }: BackendContext): string {
  return namespace ?? namespaceOf(route);
}

function pathOf(reference: BackendReference, context: BackendContext): string {
  const host = serviceHost(reference.name, namespaceIn(reference, context), context.clusterDomain);
  return `[${host}:${reference.port ?? 0}]`;
}

/** Why a reference leads nowhere; undefined when it does lead somewhere. */
function whyRefused(reference: BackendReference, context: BackendContext): string | undefined {
  const { group = "", kind = "Service", name, port } = reference;
  if (group !== "" || kind !== "Service") return `the ${kind} \`${name}\` is no Service`;
  if (port === undefined) return `the Service \`${name}\` is named without a port`;
  const namespace = namespaceIn(reference, context);
  const from = namespaceOf(context.route);
  const granted = context.manifests.grants.some(
    (grant) =>
      namespaceOf(grant) === namespace &&
      grant.spec.from.some((one) => one.group === gatewayGroup && one.kind === "HTTPRoute" && one.namespace === from) &&
      grant.spec.to.some((one) => one.group === "" && one.kind === "Service" && (one.name ?? name) === name),
  );
  return namespace === from || granted
    ? undefined
    : `no ReferenceGrant lets routes of \`${from}\` use the Service \`${name}\` of \`${namespace}\``;
}

/**
 * Relative weights as hundredths of a percent that sum to 100 %: what does not divide goes to the largest remainders.
 * @returns undefined when all are 0
 */
export function sharesOf(weights: readonly number[]): readonly number[] | undefined {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return undefined;
  const exact = weights.map((weight) => (weight * whole) / sum);
  const shares = exact.map(Math.floor);
  const left = whole - shares.reduce((total, share) => total + share, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((one, other) => other.remainder - one.remainder || one.index - other.index)
    .slice(0, left);
  for (const { index } of byRemainder) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}
