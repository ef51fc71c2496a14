import type { RequestFacts } from "../conditions/request.js";
import { Later, type Leaf } from "../later.js";
import type { Range } from "../routing/bounds.js";
import { endInShort } from "../routing/ends.js";
import { formatShare } from "../routing/weights.js";
import type { Affected, EndBounds, EndChange, Grouped } from "./affected.js";
import type { Diff, GatewayDiff } from "./diff.js";
import type { RouteChange, RouteState } from "./routes.js";
import type { WorkloadChange } from "./workloads.js";

/** `+` for what is added, `-` for what is removed, `~` for what changes. */
export function sign({ before, after }: { readonly before: unknown; readonly after: unknown }): "+" | "-" | "~" {
  if (before === undefined) return "+";
  return after === undefined ? "-" : "~";
}

/** How a route changes, behind its name: `weight 90 % → 50 %`. */
export function routeInWords({ before, after }: RouteChange): string {
  const only = before ?? after;
  if (before === undefined || after === undefined) return only === undefined ? "" : stateInWords(only);
  const words: string[] = [];
  const [was, is] = [share(before.weight ?? 0), share(after.weight ?? 0)];
  if (was !== is) words.push(`weight ${was} → ${is}`);
  const [gone, come] = [before, after].map((state) => state.conditions.map(conditionInWords));
  for (const one of gone ?? []) if (!come?.includes(one)) words.push(`no longer ${one}`);
  for (const one of come ?? []) if (!gone?.includes(one)) words.push(one);
  if (before.target !== after.target) words.push("leads elsewhere, or edits requests in another way");
  const settings = new Set([before, after].flatMap(({ traffic }) => Object.keys(traffic)));
  const others = [...settings].filter((name) => before.traffic[name] !== after.traffic[name]);
  if (others.length > 0) words.push(`other ${others.map(settingInWords).join(", ")}`);
  return words.join("; ") || "conditions in another order";
}

/** `rateLimit` as people write it: `rate limit`. */
function settingInWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function stateInWords({ weight, conditions }: RouteState): string {
  return [...(weight === undefined ? [] : [`weight ${share(weight)}`]), ...conditions.map(conditionInWords)].join("; ");
}

function conditionInWords({ condition, strength }: RouteState["conditions"][number]): string {
  return `${share(strength)} of \`${condition}\``;
}

function share(hundredths: Leaf<number>): string {
  return hundredths instanceof Later ? "(known later)" : formatShare(hundredths);
}

/** A share for people, which may be known only later. */
export function shareInWords(hundredths: Leaf<number>): string {
  return hundredths instanceof Later ? "a share that is known only later" : formatShare(hundredths);
}

/** How many classes of requests are named; of more, how many more there are. */
const mostNamed = 3;

/** Who is affected, in words. */
export function whoInWords({ who }: Affected | Grouped): string {
  const named = who.slice(0, mostNamed).join("; or ");
  const more = who.length - mostNamed;
  return more > 0 ? `${named}; or ${more} more` : named;
}

/** A request as one writes it down: `GET example.com/x, Cookie: beta=1`. */
export function requestInWords({ method, path, query, headers, sourceAddress }: RequestFacts): string {
  const host = headers.find(([name]) => name.toLowerCase() === "host")?.[1] ?? "";
  const target = `${method} ${host}${path}${query === undefined ? "" : `?${query}`}`;
  const others = headers.filter(([name]) => name.toLowerCase() !== "host").map(([name, value]) => `${name}: ${value}`);
  return [target, ...others, ...(sourceAddress === undefined ? [] : [`from ${sourceAddress}`])].join(", ");
}

/** The ends of some requests for people: the version alone, where it is one and no other is called so. */
export function endsInShort({ ends }: Affected | Grouped): readonly string[] {
  const short = ends.map(({ end }) => endInShort(end));
  return ends.map(({ end }, index) => {
    const own = short[index] ?? end;
    return short.indexOf(own) === short.lastIndexOf(own) ? own : end;
  });
}

/** How many requests end somewhere: `90 % → 50 %`. */
export function changeInWords({ before, after }: EndChange): string {
  return `${before ?? "(known later)"} → ${after ?? "(known later)"}`;
}

/** How many requests end somewhere, where only bounds are known: `0 % to 50 % → 25 %`. */
export function boundsInWords({ before, after }: EndBounds): string {
  const words = ({ least, most }: Range) => (least.equals(most) ? String(least) : `${least} to ${most}`);
  return `${words(before)} → ${words(after)}`;
}

/** What stands over groups of requests of which only bounds are told. */
export function groupsInWords({ classes }: GatewayDiff): string {
  return `There are more than ${classes} classes of requests. Of others only this is certain, whether they change or not:`;
}

/** How a version changes, behind its name. */
export function workloadInWords({ before, after, differs, restarted }: WorkloadChange): string {
  if (before === undefined) return after === undefined ? "" : `added, with ${instances(after.instances)}`;
  if (after === undefined) return `removed, with ${instances(before.instances)}`;
  const changes = differs.map((property) => {
    const [was, is] = [before[property], after[property]].map((value) =>
      value instanceof Later ? "(known later)" : value,
    );
    return `${property} ${was} → ${is}`;
  });
  return [...changes, ...(restarted ? ["its pods restart"] : [])].join("; ");
}

function instances(number: Leaf<number>): string {
  if (number instanceof Later) return "a number of instances that is known later";
  return `${number} instance${number === 1 ? "" : "s"}`;
}

/** Gateways that change in the same way, such as one in front of a cluster and the cluster's own. */
export function alike(diff: Diff): readonly (readonly GatewayDiff[])[] {
  const groups = new Map<string, GatewayDiff[]>();
  for (const gateway of diff.gateways) {
    const { routes, settings, affected, grouped } = gateway;
    const key = JSON.stringify([
      sign(gateway),
      settings,
      routes.map((route) => [sign(route), route.route, routeInWords(route)]),
      affected.map((one) => [one.who, one.ends.map((end) => [end.end, changeInWords(end)])]),
      grouped.map((one) => [one.who, one.ends.map((end) => [end.end, boundsInWords(end)])]),
    ]);
    groups.set(key, [...(groups.get(key) ?? []), gateway]);
  }
  return [...groups.values()];
}

/** What changes of a gateway beside its routes, a line each: at least what is behind it, where it has effects. */
export function settingsInWords({ before, after, routes, settings }: GatewayDiff): readonly string[] {
  if (before === undefined || after === undefined || routes.length > 0 || settings.length > 0) return settings;
  return ["its own routes stay as they are; what they lead to changes"];
}

/** The names of some gateways, with their Namespaces where there are several. */
export function namesOf(gateways: readonly GatewayDiff[], diff: Diff): string {
  const several = new Set(diff.gateways.map(({ namespace }) => namespace)).size > 1;
  return gateways.map(({ name, namespace }) => (several ? `${name} in ${namespace}` : name)).join(", ");
}

/** Why the change is refused, gateways that are for the same reason together. */
export function refusalsInWords({ refusals }: Diff): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { gate, gateway, message } of refusals) {
    const what = `${message} (${gate})`;
    groups.set(what, [...(groups.get(what) ?? []), gateway]);
  }
  return [...groups].map(([what, gateways]) => `${gateways.join(", ")}: ${what}`);
}
