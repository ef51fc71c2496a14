import type { Entrance } from "../routing/simulate.js";
import { type Effect, effectOf } from "./affected.js";
import { type Gates, type Refusal, refusalsOf } from "./gates.js";
import { type RouteChange, routeChanges } from "./routes.js";
import { onlyVersionOf, type TrafficState } from "./state.js";
import { type WorkloadChange, workloadChanges } from "./workloads.js";

/** How a gateway changes. */
export interface GatewayDiff extends Effect {
  readonly name: string;
  readonly namespace: string;
  readonly before: Entrance | undefined;
  readonly after: Entrance | undefined;
  readonly routes: readonly RouteChange[];
}

/** What a change does to traffic, and to what runs. */
export interface Diff {
  /** Those that change. */
  readonly gateways: readonly GatewayDiff[];
  readonly workloads: readonly WorkloadChange[];
  readonly refusals: readonly Refusal[];
}

/** What changes from one state to another, and whether the gates let it through. */
export function diffOf(before: TrafficState, after: TrafficState, gates: Gates, mostClasses?: number): Diff {
  const key = ({ namespace, name }: { readonly namespace: string; readonly name: string }) => `${namespace} ${name}`;
  const all = new Map([...before.gateways, ...after.gateways].map((gateway) => [key(gateway), gateway]));
  const gateways = [...all.values()].flatMap(({ name, namespace }): readonly GatewayDiff[] => {
    const find = (state: TrafficState) =>
      state.gateways.find((one) => one.name === name && one.namespace === namespace)?.entrance ??
      onlyVersionOf(name, namespace, state);
    const [was, is] = [find(before), find(after)];
    const routes = routeChanges(was, is);
    const effect = effectOf(was, is, mostClasses);
    if (was !== undefined && is !== undefined && routes.length === 0 && effect.affected.length === 0) return [];
    return [{ name, namespace, before: was, after: is, routes, ...effect }];
  });
  const workloads = workloadChanges(before, after);
  const refusals = refusalsOf({ gateways, workloads, before: before.workloads, after: after.workloads }, gates);
  return { gateways, workloads, refusals };
}
