import type { Affected } from "./affected.js";
import type { Diff, GatewayDiff } from "./diff.js";
import {
  alike,
  changeInWords,
  endInShort,
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
  const effects = first.affected.map((one) => `\n${affectedLines(one, wrap)}`);
  const incomplete = first.complete
    ? ""
    : wrap(`There are more than ${first.classes} classes of requests; others may be affected too.`, 2);
  return [`${namesOf(gateways, diff)}${verb}\n`, ...routes, order, ...effects, incomplete].join("");
}

function affectedLines(affected: Affected, wrap: Wrap): string {
  const width = Math.max(...affected.ends.map((end) => endInShort(end).length));
  const ends = affected.ends.map((end) => `      ${endInShort(end).padEnd(width)}  ${changeInWords(end)}\n`);
  const example = affected.example === undefined ? "" : wrap(`such as ${requestInWords(affected.example)}`, 4);
  return [wrap(whoInWords(affected), 2), example, ...ends].join("");
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
