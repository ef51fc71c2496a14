import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { kinds, schemas } from "../../../sdk/reading/kinds.js";
import type { Node } from "../../../sdk/reading/node.js";
import { readPlainYaml } from "../../../sdk/reading/plainYaml.js";
import { formatPath, Source } from "../../../sdk/reading/source.js";
import { readYamlDocuments } from "../../../sdk/reading/yaml.js";
import { artifactNode } from "../../../sdk/writing/node.js";
import { printYaml } from "../../../sdk/writing/yaml.js";
import { corpusFiles } from "../../corpusTable.js";
import { arbitraryOf } from "../artifacts/arbitraries.js";

/** All that a node says and where, comments aside. */
function told(node: Node): unknown {
  const { offset, length, path } = node.location;
  const at = `${offset}+${length} ${formatPath(path)}`;
  if (node.kind === "scalar") return [at, node.value, node.text];
  if (node.kind === "list") return [at, node.items.map(told)];
  return [
    at,
    node.entries.map(({ key, keyLocation, value }) => [
      key,
      `${keyLocation.offset}+${keyLocation.length} ${formatPath(keyLocation.path)}`,
      told(value),
    ]),
  ];
}

/** What the library says of a text. */
function byLibrary(text: string) {
  const problems = new Problems();
  const nodes = readYamlDocuments(new Source("test.yml", text), problems);
  return { nodes: nodes?.map(told), problems: problems.list.map(({ message }) => message) };
}

function byUs(text: string): Node | undefined {
  return readPlainYaml(new Source("test.yml", text));
}

/** Both agree, or we leave the text to the library. */
function agree(text: string): void {
  const plain = byUs(text);
  if (plain !== undefined) expect({ text, ...byLibrary(text) }).toEqual({ text, nodes: [told(plain)], problems: [] });
}

describe("what is plain is read as the library reads it:", () => {
  it.each([
    "a: 1",
    "a: 1\nb:\n  c: x # hi\n\n  d:\n\ne: [1, 2]  \nf:\n- x\n-\n- y: 1\n  z: 2\n\n# end\n",
    "a:\nb: {x: y, z: {w: [a, b: c]}}\n",
    "- a\n- b:\n    c: d\n-   - e\n    - f\n",
    "a:   \n  # c\n  b: 1\n# x\nc:",
    "a: 'b c'  # d\n'e': \"f\"\n",
    "a: yes\nb: 012\nc: 1e3\nd: ~\ne: 0x1F\nf: 1:20\ng: -1\nh: .5\ni: e0\n",
    "9050: shop/web\nshop:1.0.0: {weight: 50%}\n",
    "{a: 1, b: [c, d,], 'e': f:g}",
    "a: b\n   \n \nc: d",
    "a: http://x.y/z?a=b&c#d\n",
    "---\na: 1\n",
    "---\n\n# c\n- a\n",
  ])("%j", (text) => {
    agree(text);
  });

  it("files of the corpus, most of them", () => {
    const texts = corpusFiles().map(({ text }) => text);
    for (const text of texts) agree(text);
    expect(texts.filter((text) => byUs(text) !== undefined).length).toBeGreaterThan(texts.length / 2);
  });

  it("pieces of the corpus, put together anyhow", () => {
    const lines = corpusFiles().flatMap(({ text }) => text.split("\n"));
    const line = fc
      .tuple(fc.constantFrom("", " ", "  ", "    ", "- ", "  - "), fc.constantFrom(...lines))
      .map(([indent, rest]) => indent + rest);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (some) => agree(some.join("\n"))),
      { numRuns: 5000 },
    );
  });

  it("signs of all kinds, put together anyhow", () => {
    const piece = fc.constantFrom(
      ..."a b: : , [ ] { } - - ' \" # | > & * ! % @ ` ? ~ \\ \n \n \n   1 0x1 yes null .5 e0 << : :".split(/(?<= )/),
      "\n  ",
      "\n- ",
      "\n",
      "a: ",
      "b:\n",
      "'x'",
      '"y"',
      "[a]",
      "{a: b}",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (some) => agree(some.join(""))),
      { numRuns: 10_000 },
    );
  });

  it.each(kinds)("any of %s, as it is written", (kind) => {
    fc.assert(
      fc.property(arbitraryOf(schemas[kind]), (value) => agree(printYaml(artifactNode(schemas[kind], value)))),
      { numRuns: 50 },
    );
  });
});

describe("what is not plain is left to the library:", () => {
  it.each([
    ["nothing", ""],
    ["a single text", "a"],
    ["an anchor", "a: &x 1\nb: *x"],
    ["a tag", "a: !!str 1"],
    ["a block of text", "a: |\n  b"],
    ["a text of two lines", "a: b\n  c"],
    ["a tab", "a:\tb"],
    ["two documents", "a: 1\n---\nb: 2"],
    ["a key twice", "a: 1\na: 2"],
    ["a merge", "a: {<<: b}"],
    ["an escape", 'a: "b\\n"'],
    ["brackets over two lines", "a: [b,\n  c]"],
    ["a wrong indentation", "a:\n    b: 1\n  c: 2"],
    ["a list as a key", "[a]: b"],
    ["a date", "a: 2001-01-01"],
    ["a colon in a text", "a: b: c"],
  ])("%s", (_, text) => {
    expect(byUs(text)).toBeUndefined();
  });
});
