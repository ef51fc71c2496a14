import { describe, expect, it } from "vitest";
import { allOf } from "../../../sdk/conditions/tree.js";
import { groupTargets, selectTargets, type Target } from "../../../sdk/selectors/evaluate.js";
import { parseSelector } from "../../../sdk/selectors/parse.js";
import type { Selector } from "../../../sdk/selectors/tree.js";
import { corpusTable } from "../../corpusTable.js";

/** The inventory of the corpus's table, written out in its first row. */
function inventory(text: string): readonly Target[] {
  const group = /\{name=(\S+) kind=(\S+) ns=(\S+) labels\{(\S*)\} image=(\S+) inst\[([^\]]*)\]\}/g;
  return [...text.matchAll(group)].flatMap(
    ([, name = "", kind = "", namespace = "", labels = "", image, instances = ""]) =>
      instances.split(";").flatMap((instance) => {
        const [, ip = "", ports = ""] = /^(\S+) ports\((.*)\)$/.exec(instance) ?? [];
        return ports.split(",").map((port, portIndex): Target => {
          const [outer = 0, inner = 0] = port.split("->").map(Number);
          const named = Object.fromEntries(labels.split(",").map((label) => label.split("=")));
          return { name, kind, namespace, labels: named, image, ip, port: outer, containerPort: inner, portIndex };
        });
      }),
  );
}

function selectorOf(text: string): Selector {
  const { tree, problems } = parseSelector(text);
  if (tree === undefined) throw new Error(problems[0]?.message);
  return tree;
}

const rows = corpusTable("selectors-eval.tsv");
const targets = inventory(rows[0]?.[2] ?? "");

const choose = (text: string) => selectTargets(selectorOf(text), targets, "default");
const addresses = (text: string) => [...groupTargets(choose(text)).values()].flat().sort();

describe("the corpus's table of chosen targets", () => {
  it("has an inventory of eight", () => expect(targets).toHaveLength(8));

  it.each(rows.filter(([text = ""]) => !text.startsWith("GROUPS")))("%s chooses %s", (text = "", wanted = "") => {
    expect(addresses(text)).toEqual(
      wanted
        .split(" ")
        .filter((address) => address !== "")
        .sort(),
    );
  });

  it.each(rows.filter(([text = ""]) => text.startsWith("GROUPS")))("%s makes %s", (text = "", wanted = "") => {
    const routes = [...groupTargets(choose(text.slice("GROUPS ".length)))];
    const shown = routes.map(([route, list]) => `${route}=>${[...list].sort().join(" ")}`).sort();
    expect(shown).toEqual(wanted.split(" | ").sort());
  });
});

describe("a selector's answer", () => {
  it("names both halves of a label that captures in both", () => {
    expect(choose("label(io.vamp.(deploy.*))(sava:1.(1))")[0]?.groups).toEqual(["deployment=1"]);
  });
  it("has no group from what did not take part", () => {
    expect(choose("name(sava:1.0|(x))")[0]?.groups).toEqual([]);
  });
  it("has no group from what was ruled out, and one from every alternative that matches", () => {
    expect(choose("not name(x(.*))")[0]?.groups).toEqual([]);
    expect(choose("name(sava:(.*)) or kind((app))")[0]?.groups).toEqual(["1.0", "app"]);
  });
  it("knows the Namespace of who asks", () => {
    expect(choose("namespace($namespace)")).toEqual(choose("namespace(default)"));
  });
  it("matches all of a text, not a part of it", () => expect(choose("name(sava)")).toEqual([]));
  it("needs an image where one is asked for, also of what has none", () => {
    const [first] = targets;
    if (first === undefined) throw new Error("no targets");
    const service = { ...first, image: undefined };
    expect(selectTargets(selectorOf("image(.*)"), [service], "default")).toEqual([]);
    expect(selectTargets(selectorOf("not image(.*)"), [service], "default")).toHaveLength(1);
  });
  it("can be narrowed by another selector, as a platform's rule does", () => {
    const both = allOf(selectorOf("namespace(vamp)"), selectorOf("index(0)"));
    expect(selectTargets(both, targets, "x").map(({ target }) => target.containerPort)).toEqual([8380, 8480]);
  });
});
