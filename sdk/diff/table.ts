import type { Affected, EndBounds, EndChange, Grouped } from "./affected.js";
import type { Diff, GatewayDiff } from "./diff.js";
import {
  alike,
  boundsInWords,
  changeInWords,
  endInShort,
  groupsInWords,
  namesOf,
  refusalsInWords,
  requestInWords,
  routeInWords,
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
  const verb = { "+": " comes", "-": " goes", "~": "" }[sign(first)];
  const width = Math.max(0, ...first.routes.map(({ route }) => route.length));
  const routes = first.routes.map((route) =>
    hanging(`  ${sign(route)} ${route.route.padEnd(width)}  `, routeInWords(route), wrap),
  );
  const order = first.routes.length === 0 ? "  conditions are asked in another order\n" : "";
  const effects = first.affected.map((one) => `\n${effectLines(one, one.ends.map(changed), wrap)}`);
  const groups = first.grouped.map((one) => `\n${effectLines(one, one.ends.map(bounded), wrap)}`);
  const heading = groups.length === 0 ? "" : `\n${wrap(groupsInWords(first), 2)}`;
  return [`${namesOf(gateways, diff)}${verb}\n`, ...routes, order, ...effects, heading, ...groups].join("");
}

const changed = (end: EndChange) => [endInShort(end), changeInWords(end)] as const;
const bounded = (end: EndBounds) => [endInShort(end), boundsInWords(end)] as const;

function effectLines(effect: Affected | Grouped, ends: readonly (readonly [string, string])[], wrap: Wrap): string {
  const width = Math.max(...ends.map(([end]) => end.length));
  const lines = ends.map(([end, change]) => `      ${end.padEnd(width)}  ${change}\n`);
  const example = effect.example === undefined ? "" : wrap(`such as ${requestInWords(effect.example)}`, 4);
  return [wrap(whoInWords(effect), 2), example, ...lines].join("");
}

function workloadLines({ workloads }: Diff, wrap: Wrap): string {
  if (workloads.length === 0) return "";
  const width = Math.max(...workloads.map(({ service }) => service.length));
  const lines = workloads.map((one) =>
    hanging(`  ${sign(one)} ${one.service.padEnd(width)}  `, workloadInWords(one), wrap),
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
