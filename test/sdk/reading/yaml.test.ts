import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import type { Node } from "../../../sdk/reading/node.js";
import { toValue } from "../../../sdk/reading/node.js";
import { formatPath, Source } from "../../../sdk/reading/source.js";
import { readYaml } from "../../../sdk/reading/yaml.js";
import { placeOf } from "./read.js";

function read(text: string) {
  const problems = new Problems();
  const node = readYaml(new Source("test.yml", text), problems);
  return { node, value: node && JSON.parse(JSON.stringify(toValue(node))), problems: problems.list.map(placeOf) };
}

/** Every scalar with its place and its property path. */
function leavesOf(node: Node): string[] {
  if (node.kind === "map") return node.entries.flatMap((entry) => leavesOf(entry.value));
  if (node.kind === "list") return node.items.flatMap(leavesOf);
  const { source, offset, length, path } = node.location;
  const { line, column } = source.position(offset);
  return [`${line}:${column}+${length} ${formatPath(path)} = ${node.text}`];
}

describe("scalars", () => {
  it.each([
    ["1.0", 1, "1.0"],
    ["1.10", 1.1, "1.10"],
    ["1_000", 1000, "1_000"],
    ["0x1F", 31, "0x1F"],
    ["012", 10, "012"],
    ["yes", true, "yes"],
    ["On", true, "On"],
    ["off", false, "off"],
    ["no", false, "no"],
    ["'yes'", "yes", "yes"],
    ['"1.0"', "1.0", "1.0"],
    ["2001-01-01", "2001-01-01", "2001-01-01"],
    ["1:20", 80, "1:20"],
    ["~", null, "~"],
    ["", null, ""],
    ["null", null, "null"],
    ["1e400", Number.POSITIVE_INFINITY, "1e400"],
    ["a # b", "a", "a"],
    ['"a\\nb"', "a\nb", "a\nb"],
  ])("%s is %j and keeps its text", (text, value, kept) => {
    const { node, problems } = read(text);
    expect(problems).toEqual([]);
    expect(node).toMatchObject({ kind: "scalar", value, text: kept });
  });
});

describe("keys", () => {
  it.each([
    ["8080: x", { "8080": "x" }],
    ["8080.0: x", { "8080.0": "x" }],
    ["yes: x", { yes: "x" }],
    ["~: x", { "~": "x" }],
    ["'a b': x", { "a b": "x" }],
    ["[external/1/2]: x", { "[external/1/2]": "x" }],
    ["[10.0.0.1:80]: x", { "[10.0.0.1:80]": "x" }],
    ["'[external/1/2]': x", { "[external/1/2]": "x" }],
    ["? [external/1/2]\n: x", { "[external/1/2]": "x" }],
    ["{a: 1}: x", { "{a: 1}": "x" }],
    ["constructor: x", { constructor: "x" }],
    ["toString: x\nhasOwnProperty: z", { toString: "x", hasOwnProperty: "z" }],
  ])("%s is a key as it is written", (text, value) => {
    expect(read(text)).toMatchObject({ value, problems: [] });
  });

  it("are there once", () => {
    expect(read("a: 1\nb:\n  c: 2\n  d: 3\n  c: 4\na: 5\n")).toMatchObject({
      value: { a: 1, b: { c: 2, d: 3 } },
      problems: ["DuplicateKey 5:3", "DuplicateKey 6:1"],
    });
  });

  it("are there once, however they are written", () => {
    expect(read('a: 1\n"a": 2\n').problems).toEqual(["DuplicateKey 2:1"]);
  });

  it("are never `__proto__`", () => {
    expect(read("a: 1\n__proto__:\n  b: 2\n")).toMatchObject({ value: { a: 1 }, problems: ["IllegalName 2:1"] });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("positions", () => {
  it("of every leaf are line, column, length and property path", () => {
    const { node } = read(
      'clusters:\n  sava: # one\n    services:\n      - breed: "x"\n      - {breed:   yy}\n  a b: 1.0\n',
    );
    expect(node && leavesOf(node)).toEqual([
      "4:16+3 clusters.sava.services[0].breed = x",
      "5:19+2 clusters.sava.services[1].breed = yy",
      '6:8+3 clusters["a b"] = 1.0',
    ]);
  });

  it("count lines that end as on Windows", () => {
    const { node } = read("a:\r\n  b: 1\r\nc: 2\r\n");
    expect(node && leavesOf(node)).toEqual(["2:6+1 a.b = 1", "3:4+1 c = 2"]);
  });

  it("of a missing value are where it would stand", () => {
    const { node } = read("a: 1\nb:\nc: 2\n");
    expect(node && leavesOf(node)[1]).toBe("2:3+0 b = ");
  });
});

describe("aliases", () => {
  it("repeat what the anchor stands on", () => {
    expect(read("a: &x {b: 1}\nc: *x\n")).toMatchObject({ value: { a: { b: 1 }, c: { b: 1 } }, problems: [] });
  });

  it("merge maps, what is written in the map itself first", () => {
    expect(read("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n").value).toEqual({
      a: { b: 1, c: 2 },
      d: { b: 1, c: 3 },
    });
    expect(read("a: [&x {b: 1}, &y {b: 2, c: 3}]\nd: {<<: [*x, *y]}\n").value.d).toEqual({ b: 1, c: 3 });
  });

  it("need an anchor", () => {
    expect(read("a: 1\nb: *nobody\n").problems).toEqual(["YamlParsingError 2:4"]);
  });

  it.each([
    ["that lead back to themselves", "a: &a [*a]\n"],
    ["that lead back twice", "a: &a [*a, *a]\n"],
    ["that lead back through a map", "a: &a {b: {c: *a}}\n"],
    ["that merge a map into itself", "a: &a {<<: *a}\n"],
    ["that are each nine of the one before", bomb(40)],
  ])("%s are refused", (_, text) => {
    const { node, problems } = read(text);
    expect(node).toBeDefined();
    expect(new Set(problems.map((problem) => problem.split(" ")[0]))).toEqual(new Set(["YamlParsingError"]));
  });
});

function bomb(levels: number): string {
  const lines = Array.from({ length: levels }, (_, level) => {
    const item = level === 0 ? "x" : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array(9).fill(item).join(", ")}]`;
  });
  return `${lines.join("\n")}\n`;
}

describe("bounds", () => {
  it("takes 100 levels and no more", () => {
    const nested = (levels: number) => `${"[".repeat(levels)}x${"]".repeat(levels)}`;
    expect(read(nested(100)).problems).toEqual([]);
    expect(read(nested(101)).problems).toEqual(["YamlParsingError 1:102"]);
    expect(read(nested(3000)).problems).toEqual([expect.stringMatching(/^YamlParsingError 1:/)]);
  });

  it("lets aliases repeat 1,000 values and one more for each character, and no more", () => {
    const repeated = (count: number) =>
      `a: &a [${Array(100).fill("x").join(", ")}]\nb: [${Array(count).fill("*a").join(", ")}]\n`;
    const values = (count: number) => 101 * count;
    const most = (count: number) => 1000 + repeated(count).length;
    expect([values(13) <= most(13), values(14) <= most(14)]).toEqual([true, false]);
    expect(read(repeated(13)).problems).toEqual([]);
    expect(read(repeated(14)).problems).not.toEqual([]);
  });

  it("lets a large text repeat much", () => {
    const check = "{port: web, initial_delay: 10s, timeout: 5s, interval: 10s, failures: 3}";
    const services = Array.from({ length: 2000 }, (_, index) => `- {breed: shop:${index}, health_checks: *check}`);
    expect(read(`a: &check ${check}\nb:\n${services.join("\n")}\n`).problems).toEqual([]);
  });

  it("tells once that aliases repeat too much", () => {
    const items = Array(20_000).fill("x").join(", ");
    expect(read(`a: &a [${items}]\nb: [*a, *a, *a, *a, *a, *a]\n`).problems).toHaveLength(1);
  });

  it("looks for the anchor of each of many aliases once", () => {
    expect(read(`a: &a x\nb: [${Array(9000).fill("*a").join(", ")}]\n`).problems).toEqual([]);
  });
});

describe("documents", () => {
  it("is one", () => {
    expect(read("a: 1\n---\nb: 2\n")).toEqual({
      node: undefined,
      value: undefined,
      problems: ["UnexpectedTypeError 3:1"],
    });
  });

  it("may be marked, and may be empty", () => {
    expect(read("---\na: 1\n...\n").value).toEqual({ a: 1 });
    expect(read("").value).toBeNull();
    expect(read("# nothing\n").value).toBeNull();
  });

  it.each([
    ["a: [1\nb: 2\n", "2:1"],
    ["a: 'x\n", "2:1"],
    ["\ta: 1\n", "1:1"],
    ["a: b: c\n", "1:4"],
    ["a: %\n  - x\n b\n", "3:2"],
  ])("that is no YAML is refused at its place: %j", (text) => {
    const { node, problems } = read(text);
    expect(node).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(/^YamlParsingError [1-3]:\d+$/);
  });

  it("that is JSON is YAML", () => {
    const plain = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes("__proto__"));
    fc.assert(
      fc.property(plain, (value) => {
        // YAML reads numbers by their text, which is that of JSON for all but -0.
        expect(JSON.stringify(read(JSON.stringify(value)).value)).toBe(JSON.stringify(value));
      }),
    );
  });
});

it("answers whatever the text is", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ..."{}[]:,-?&*!|>%@`#'\"\n\t ~<",
      "&a ",
      "*a ",
      "<<: ",
      "- ",
      "a: ",
      "---\n",
      "...\n",
      "!!set ",
      "\n  ",
    ),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      const problems = new Problems();
      const node = readYaml(new Source("test.yml", text), problems);
      expect(node !== undefined || problems.hasErrors).toBe(true);
      for (const { location } of problems.list) expect(location.offset).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 2000 },
  );
});
