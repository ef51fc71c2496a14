import type { Affected, Grouped } from "./affected.js";
import type { Diff, GatewayDiff } from "./diff.js";
import {
  alike,
  boundsInWords,
  changeInWords,
  endsInShort,
  groupsInWords,
  namesOf,
  refusalsInWords,
  requestInWords,
  routeInWords,
  settingsInWords,
  sign,
  whoInWords,
  workloadInWords,
} from "./words.js";

/** Breaks a text into lines that fit, each behind so many spaces. */
export type Wrap = (text: string, indent: number) => string;

/** A diff for a terminal. */
export function diffTable(diff: Diff, wrap: Wrap): string {
  const sections = [
    ...alike(diff).map((gateways) => gatewayLines(gateways, diff, wrap)),
    workloadLines(diff, wrap),
    refusalLines(diff, wrap),
  ].filter((section) => section !== "");
  return sections.length === 0 ? "nothing changes\n" : sections.join("\n");
}

function gatewayLines(gateways: readonly GatewayDiff[], diff: Diff, wrap: Wrap): string {
  const [first] = gateways;
  if (first === undefined) return "";
  const verb = { "+": " added", "-": " removed", "~": "" }[sign(first)];
  const width = Math.max(0, ...first.routes.map(({ route }) => route.length));
  const routes = first.routes.map((route) =>
    hanging(`  ${sign(route)} ${route.route.padEnd(width)}  `, routeInWords(route), wrap),
  );
  const settings = settingsInWords(first).map((one) => wrap(one, 2));
  const effects = first.affected.map((one) => `\n${effectLines(one, one.ends.map(changeInWords), wrap)}`);
  const groups = first.grouped.map((one) => `\n${effectLines(one, one.ends.map(boundsInWords), wrap)}`);
  const heading = groups.length === 0 ? "" : `\n${wrap(groupsInWords(first), 2)}`;
  return [`${namesOf(gateways, diff)}${verb}\n`, ...routes, ...settings, ...effects, heading, ...groups].join("");
}

function effectLines(effect: Affected | Grouped, changes: readonly string[], wrap: Wrap): string {
  const ends = endsInShort(effect);
  const width = Math.max(...ends.map((end) => end.length));
  const lines = ends.map((end, index) => `      ${end.padEnd(width)}  ${changes[index] ?? ""}\n`);
  const example = effect.example === undefined ? "" : wrap(`such as ${requestInWords(effect.example)}`, 4);
  return [wrap(whoInWords(effect), 2), example, ...lines].join("");
}

function workloadLines({ workloads }: Diff, wrap: Wrap): string {
  if (workloads.length === 0) return "";
  const width = Math.max(...workloads.map(({ title }) => title.length));
  const lines = workloads.map((one) =>
    hanging(`  ${sign(one)} ${one.title.padEnd(width)}  `, workloadInWords(one), wrap),
  );
  return ["versions\n", ...lines].join("");
}

function refusalLines(diff: Diff, wrap: Wrap): string {
  const refusals = refusalsInWords(diff);
  return refusals.length === 0 ? "" : ["refused\n", ...refusals.map((refusal) => wrap(refusal, 2))].join("");
}

/** A text behind a heading, its further lines below its first. */
function hanging(heading: string, text: string, wrap: Wrap): string {
  return `${heading}${wrap(text, heading.length).trimStart()}`;
}
