import type { Problems } from "../diagnostics/problem.js";
import { asText, get, listOf, type MapNode, mapOf, type Node, textOf } from "../reading/node.js";
import { interpolated } from "./interpolation.js";

/** What docker-compose calls what a container is started with, and what a breed calls it. */
const names = [
  ["entrypoint", "command"],
  ["command", "args"],
] as const;

/** The arguments of a breed that say how its container is started. */
export function startArguments(service: MapNode, problems: Problems): Readonly<Record<string, Node>> {
  const items = names.flatMap(([key, argument]) => {
    const given = get(service, key);
    const words = given && wordsOf(given, problems);
    return given === undefined || words === undefined || words === ""
      ? []
      : [mapOf(given.location, { [argument]: textOf(given.location, words) })];
  });
  return items.length === 0 ? {} : { arguments: listOf(service.location, items) };
}

/** Words as a shell reads them: a text says them so, and those of a list are put in quotes where they have to be. */
function wordsOf(node: Node, problems: Problems): string | undefined {
  const text = (part: Node) => {
    const written = asText(part);
    return written === undefined ? undefined : interpolated(written, part.location, problems);
  };
  if (node.kind !== "list") return text(node);
  return node.items.map((item) => inQuotes(text(item) ?? "")).join(" ");
}

function inQuotes(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
