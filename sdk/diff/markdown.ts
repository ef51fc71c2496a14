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

/** A diff as Markdown, for a comment of a pull request. */
export function diffMarkdown(diff: Diff): string {
  const refusals = refusalsInWords(diff);
  const sections = [
    ...alike(diff).map((gateways) => gatewaySection(gateways, diff)),
    diff.workloads.length === 0
      ? ""
      : table(
          ["", "version", "change"],
          diff.workloads.map((one) => [sign(one), code(one.title), workloadInWords(one)]),
        ),
    refusals.length === 0 ? "" : `**Refused**\n\n${refusals.map((refusal) => `- ${text(refusal)}\n`).join("")}`,
  ].filter((section) => section !== "");
  return sections.length === 0 ? "Traffic does not change.\n" : sections.join("\n");
}

function gatewaySection(gateways: readonly GatewayDiff[], diff: Diff): string {
  const [first] = gateways;
  if (first === undefined) return "";
  const verb = { "+": " (added)", "-": " (removed)", "~": "" }[sign(first)];
  const routes = first.routes.map((route) => [sign(route), code(route.route), text(routeInWords(route))]);
  const settings = settingsInWords(first).map((one) => `- ${text(one)}\n`);
  const rows = (effect: Affected | Grouped, changes: readonly string[]) => {
    const ends = endsInShort(effect);
    return effect.ends.map((end, index) => [
      index === 0 ? text(whoInWords(effect)) : "",
      index === 0 && effect.example !== undefined ? code(requestInWords(effect.example)) : "",
      code(ends[index] ?? end.end),
      text(changes[index] ?? ""),
    ]);
  };
  const effects = first.affected.flatMap((one) => rows(one, one.ends.map(changeInWords)));
  const groups = first.grouped.flatMap((one) => rows(one, one.ends.map(boundsInWords)));
  const head = ["who", "such as", "ends at", "share"];
  return [
    `### ${text(namesOf(gateways, diff))}${verb}\n`,
    routes.length === 0 ? "" : table(["", "route", "change"], routes),
    settings.join(""),
    effects.length === 0 ? "" : table(head, effects),
    groups.length === 0 ? "" : `${text(groupsInWords(first))}\n\n${table(head, groups)}`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** A text in which nothing means anything to Markdown. */
function text(plain: string): string {
  return plain.replace(/[\\*_<>[\]|#&]/g, "\\$&").replace(/\s+/g, " ");
}

function code(plain: string): string {
  return `<code>${plain.replace(/[&<>|`*_[\]\\]/g, (sign) => `&#${sign.codePointAt(0)};`).replace(/\s+/g, " ")}</code>`;
}
