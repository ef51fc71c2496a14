import { z } from "zod";
import { asList, asText, type Entry, listOf, type MapNode, type Node, nothing, textOf } from "../reading/node.js";
import { withRules } from "../reading/rules.js";
import { fixedText, text } from "./leaves.js";

/** One argument for the container's runtime. */
const argument = withRules(
  z.strictObject({ name: fixedText(), value: withRules(text(), { mistyped: "InvalidArgumentError" }) }),
  { mistyped: "InvalidArgumentError", forms: () => [z.record(z.string(), text())], onlyForms: true },
);

/** Arguments for the container's runtime: a map, or a list of maps with one key each. */
export const argumentList = withRules(z.array(argument), {
  forms: () => [z.record(z.string(), text())],
  expand: (node, problems) => {
    const items = asList(node.kind === "map" ? listOf(node.location, node.entries.map(mapOfEntry)) : node).items;
    const expanded = items.map((item): Node => {
      if (item.kind !== "map") return item;
      const [entry, second] = item.entries;
      if (entry === undefined || second !== undefined) {
        problems.error("InvalidArgumentError", item.location, "an argument has one key and one value", {
          expected: "a list of maps with one key each",
        });
        return nothing(item.location);
      }
      if (entry.key === "privileged" && !/^(true|false)$/.test(asText(entry.value) ?? ""))
        problems.error("InvalidArgumentValueError", entry.value.location, "`privileged` is either true or false", {
          expected: "`true` or `false`",
        });
      const { key, keyLocation, value, comments } = entry;
      const name = { key: "name", keyLocation, value: textOf(keyLocation, key), comments };
      return { ...item, entries: [name, { key: "value", keyLocation, value }] };
    });
    return listOf(node.location, expanded);
  },
  collapse: (node) => {
    if (node.kind !== "list") return node;
    return listOf(
      node.location,
      node.items.map((item) => (item.kind === "map" ? collapseArgument(item) : item)),
    );
  },
});

function mapOfEntry(entry: Entry): Node {
  return { kind: "map", location: entry.keyLocation, entries: [entry] };
}

function collapseArgument(item: MapNode): Node {
  const [name, value] = item.entries;
  if (name === undefined || value === undefined) return item;
  return { ...item, entries: [{ ...name, key: asText(name.value) ?? "", value: value.value }] };
}
