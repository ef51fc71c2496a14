import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { Later } from "../../../sdk/later.js";
import { toValue } from "../../../sdk/reading/node.js";
import { readObject } from "../../../sdk/reading/object.js";
import { formatPath, Source } from "../../../sdk/reading/source.js";
import { placeOf } from "./read.js";

function read(value: unknown) {
  const problems = new Problems();
  const node = readObject(value, new Source("blueprint"), problems);
  return { node, value: JSON.parse(JSON.stringify(toValue(node))), problems: problems.list.map(placeOf) };
}

describe("readObject", () => {
  it("reads what an object holds, without what is undefined", () => {
    const value = { a: 1, b: undefined, c: [true, null, "x"], d: { 8080: "y" } };
    expect(read(value)).toMatchObject({ value: { a: 1, c: [true, null, "x"], d: { 8080: "y" } }, problems: [] });
  });

  it("gives every part its property path", () => {
    const { node } = read({ clusters: { "a b": [{ breed: "x" }] } });
    const paths: string[] = [];
    const visit = (part: typeof node): void => {
      paths.push(formatPath(part.location.path));
      if (part.kind === "map") for (const entry of part.entries) visit(entry.value);
      if (part.kind === "list") part.items.forEach(visit);
    };
    visit(node);
    expect(paths).toEqual(["", "clusters", 'clusters["a b"]', 'clusters["a b"][0]', 'clusters["a b"][0].breed']);
  });

  it("keeps what is known only later", () => {
    const later = Later.of({ path: "blueprint.a" });
    expect(readObject({ a: later }, new Source("blueprint"), new Problems())).toMatchObject({
      entries: [{ key: "a", value: { kind: "scalar", value: later, text: "" } }],
    });
  });

  it.each([
    ["a function", { a: { b: () => 1 } }],
    ["a symbol", { a: { b: Symbol("x") } }],
    ["a bigint", { a: { b: 1n } }],
  ])("refuses %s", (_, value) => {
    expect(read(value)).toMatchObject({ value: { a: { b: null } }, problems: ["UnexpectedTypeError a.b"] });
  });

  it("refuses a key `__proto__`, and takes `constructor` as any other", () => {
    expect(read(JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}'))).toMatchObject({
      value: { constructor: 2 },
      problems: ["IllegalName __proto__"],
    });
  });

  it("takes 100 levels and no more", () => {
    const nested = (levels: number) => Array.from({ length: levels }).reduce((inner) => [inner], "x" as unknown);
    expect(read(nested(100)).problems).toEqual([]);
    expect(read(nested(101)).problems).toEqual([`UnexpectedTypeError ${"[0]".repeat(100)}`]);
  });

  it("ends at an object that holds itself", () => {
    const circular: Record<string, unknown> = {};
    circular.a = circular;
    const { problems } = read(circular);
    expect(problems).toEqual(["UnexpectedTypeError a"]);
  });
});

it("takes no longer for objects that are there many times", () => {
  const repeated = Array.from({ length: 20 }).reduce((inner) => [inner, inner], "x" as unknown);
  const circular: Record<string, unknown> = {};
  for (const key of ["a", "b"]) circular[key] = repeated;
  const problems = new Problems();
  readObject(circular, new Source("blueprint"), problems);
  expect(problems.list).toHaveLength(1);
});

it.each([
  ["a Map", new Map([["s", 1]])],
  ["a Date", new Date(0)],
  ["a class's object", new Source("x")],
])("refuses %s, which is no plain object", (_, value) => {
  expect(read({ a: value }).problems).toEqual(["UnexpectedTypeError a"]);
});
