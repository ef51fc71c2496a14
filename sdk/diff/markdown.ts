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

/** A diff as Markdown, for a comment of a pull request. */
export function diffMarkdown(diff: Diff): string {
  const refusals = refusalsInWords(diff);
  const sections = [
    ...alike(diff).map((gateways) => gatewaySection(gateways, diff)),
    diff.workloads.length === 0
      ? ""
      : table(
          ["", "version", "change"],
          diff.workloads.map((one) => [sign(one), code(one.service), workloadInWords(one)]),
        ),
    refusals.length === 0 ? "" : `**Refused**\n\n${refusals.map((refusal) => `- ${text(refusal)}\n`).join("")}`,
  ].filter((section) => section !== "");
  return sections.length === 0 ? "Traffic does not change.\n" : sections.join("\n");
}

function gatewaySection(gateways: readonly GatewayDiff[], diff: Diff): string {
  const [first] = gateways;
  if (first === undefined) return "";
  const verb = { "+": " (comes)", "-": " (goes)", "~": "" }[sign(first)];
  const routes = first.routes.map((route) => [sign(route), code(route.route), text(routeInWords(route))]);
  const effects = first.affected.flatMap((affected) =>
    affected.ends.map((end, index) => [
      index === 0 ? text(whoInWords(affected)) : "",
      index === 0 && affected.example !== undefined ? code(requestInWords(affected.example)) : "",
      code(endInShort(end)),
      text(changeInWords(end)),
    ]),
  );
  return [
    `### ${text(namesOf(gateways, diff))}${verb}\n`,
    routes.length === 0 ? "" : table(["", "route", "change"], routes),
    effects.length === 0 ? "" : table(["who", "such as", "ends at", "share"], effects),
    first.complete ? "" : `There are more than ${first.classes} classes of requests; others may be affected too.\n`,
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
