import type { RequestFacts } from "../conditions/request.js";
import { Later } from "../later.js";
import { endInShort } from "../routing/ends.js";
import type { Outcomes } from "../routing/outcome.js";
import { shadowedConditions, unreachedRoutes } from "../routing/reachability.js";
import { requestOf } from "../routing/request.js";
import { Share } from "../routing/share.js";
import { type Entrance, simulator } from "../routing/simulate.js";
import { formatShare } from "../routing/weights.js";
import { capacityRefusals } from "./capacity.js";
import type { GatewayDiff, GatewayPair } from "./diff.js";
import type { WorkloadState } from "./state.js";
import { stepRefusals } from "./steps.js";
import { backendsOf, inside } from "./tables.js";
import { isNewRoute, wasThere } from "./versions.js";
import { requestInWords, shareInWords } from "./words.js";

/** What a change may be refused for. */
export const refusable = ["unreachable", "shadowed", "capacity", "removed-with-weight"] as const;

/** What a change has to keep to. */
export interface Gates {
  /** The most that a version may get which was not there before, in hundredths of a percent. Default: no bound. */
  readonly maxFirst?: number | undefined;
  /** The most by which the share of any requests may grow, in hundredths of a percent. Default: no bound. */
  readonly maxStep?: number | undefined;
  readonly failOn: readonly (typeof refusable)[number][];
}

/** Why a change is refused. */
export interface Refusal {
  readonly gate: "max-first" | "max-step" | (typeof refusable)[number];
  /** Name of the gateway. */
  readonly gateway: string;
  readonly message: string;
}

/** What a gate looks at. */
export interface Judged {
  /** Those that change. */
  readonly gateways: readonly GatewayDiff[];
  /** All that there are. */
  readonly pairs: readonly GatewayPair[];
  /** Versions as they will be. */
  readonly after: readonly WorkloadState[];
  readonly before: readonly WorkloadState[];
  /** True where deployments that neither side tells of stay as they are. */
  readonly onlyChanges: boolean;
}

/** Everything for which a change is refused. */
export function refusalsOf(judged: Judged, { maxFirst, maxStep, failOn }: Gates): readonly Refusal[] {
  const own = judged.gateways.flatMap((gateway) => [
    ...(maxFirst === undefined ? [] : firsts(gateway, judged, maxFirst)),
    ...(maxStep === undefined ? [] : stepRefusals(gateway, judged, maxStep)),
    ...failOn.flatMap((gate) => (gate === "capacity" ? [] : checks[gate](gateway))),
  ]);
  // Instances may become fewer where no gateway changes.
  return [...own, ...(failOn.includes("capacity") ? capacityRefusals(judged) : [])];
}

type Check = (gateway: GatewayDiff) => readonly Refusal[];

const checks: Readonly<Record<Exclude<(typeof refusable)[number], "capacity">, Check>> = {
  unreachable: ({ name, tables }) =>
    tables.after.flatMap(({ place, table }) =>
      unreachedRoutes(table)
        // A version that waits for its share is no mistake.
        .filter(({ reason }) => reason !== "idle")
        .map(({ route }) => {
          const message = `no request takes the route ${inside(place, route)}`;
          return { gate: "unreachable", gateway: name, message };
        }),
    ),
  shadowed: ({ name, tables }) =>
    tables.after.flatMap(({ place, table }) =>
      shadowedConditions(table).map(({ route, condition, by }) => ({
        gate: "shadowed",
        gateway: name,
        message: `no request gets to \`${condition}\` of ${inside(place, route)}${by.length === 0 ? "" : `, for ${by.join(", ")} comes before`}`,
      })),
    ),
  "removed-with-weight": ({ name, routes, before, after, ports }) => {
    const gone = routes.flatMap(({ route, before: was, after: is }): readonly string[] => {
      if (was === undefined || is !== undefined) return [];
      const weights = was.weight === undefined || was.weight === 0 ? [] : [shareInWords(was.weight)];
      const taken = was.conditions
        .filter(({ strength }) => strength !== 0)
        .map(({ condition, strength }) => `${shareInWords(strength)} of \`${condition}\``);
      const has = [...weights, ...taken];
      return has.length === 0 ? [] : [`${route} is removed while it has ${has.join(" and ")}`];
    });
    const kept = before === undefined || after === undefined ? undefined : ports.after;
    const left = kept === undefined ? [] : (ports.before ?? []).filter((port) => !kept.includes(port));
    // Whoever knows it by that port is not served any more.
    const closed = left.map((port) => `it no longer listens on ${port}`);
    return [...gone, ...closed].map((message) => ({ gate: "removed-with-weight", gateway: name, message }));
  },
};

function firsts(gateway: GatewayDiff, judged: Judged, most: number): readonly Refusal[] {
  // Where there was no gateway, or no version before, there is nothing to compare with.
  if (gateway.before === undefined) return [];
  const byWeight = gateway.routes.flatMap((change): readonly Refusal[] => {
    const { route, after: is, most: part } = change;
    if (is?.weight === undefined || is.weight instanceof Later || !isNewRoute(change, gateway, judged)) return [];
    const first = Math.round(is.weight * part);
    if (first <= most) return [];
    return [firstRefusal(gateway, `${route} is new and gets ${formatShare(first)}`, most)];
  });
  return byWeight.length > 0 ? byWeight : firstsOfAnybody(gateway, judged, most);
}

/**
 * New versions whose conditions take requests that have nothing special, and so the most: they are shared like a weight.
 * Conditions that name some requests are wanted.
 */
function firstsOfAnybody(gateway: GatewayDiff, judged: Judged, most: number): readonly Refusal[] {
  const { after } = gateway;
  if (gateway.before === undefined || after === undefined) return [];
  const fresh = [...backendsOf(after)].filter((backend) => !wasThere(backend, gateway, judged));
  if (fresh.length === 0) return [];
  const hosts = ["example.com", ...(after.sites ?? []).flatMap((site) => site.hosts)];
  const plain = hosts.map((host) => requestOf({ host: host.replace("*", "www") }));
  const outcomes = outcomesOf(after, plain);
  return fresh.flatMap((backend) => {
    const index = outcomes.findIndex((outcome) => {
      const share = outcome.shareOf(backend);
      return share !== undefined && Share.of(most).isLessThan(share);
    });
    const [outcome, request] = [outcomes[index], plain[index]];
    if (outcome === undefined || request === undefined) return [];
    const what = `${endInShort(backend)} is new and gets ${outcome.shareOf(backend)} of requests like ${requestInWords(request)}`;
    return [firstRefusal(gateway, what, most)];
  });
}

/** What happens to some requests; nothing where that depends on too much that only HAProxy knows. */
function outcomesOf(entrance: Entrance, requests: readonly RequestFacts[]): readonly Outcomes[] {
  try {
    return requests.map(simulator(entrance));
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function firstRefusal({ name }: GatewayDiff, what: string, most: number): Refusal {
  return { gate: "max-first", gateway: name, message: `${what}; at most ${formatShare(most)} at first` };
}
