import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { Source } from "../../../sdk/reading/source.js";
import { readYaml } from "../../../sdk/reading/yaml.js";
import { readProgram, readText } from "./read.js";

const clusters = { s: { breed: { name: "a", deployable: "x" } } };
const written = "clusters: {s: {breed: {name: a, deployable: x}}}";

describe("objects without an end are one problem", () => {
  const circle: Record<string, unknown> = {};
  circle.x = circle;
  circle.y = circle;
  const doubled = Array.from({ length: 30 }).reduce((inner) => [inner, inner], "x" as unknown);

  it.each([
    ["an object that holds itself", { a: circle }, ["UnexpectedTypeError metadata.a.x"]],
    ["a list of lists, each twice", { a: doubled }, [expect.stringMatching(/^UnexpectedTypeError metadata\.a\[0\]/)]],
  ])("%s", (_, metadata, problems) => {
    expect(readProgram({ metadata, clusters }).problems).toEqual(problems);
  });
});

describe("aliases without an end are one problem", () => {
  it.each([
    ["a map that holds itself", "metadata: &m {a: [*m, *m, *m], b: *m}", "1:19"],
    ["a list that holds itself many times", `metadata: {x: &m [${Array(200).fill("*m").join(",")}]}`, "1:19"],
  ])("%s", (_, metadata, place) => {
    expect(readText(`${metadata}\n${written}\n`).problems).toEqual([`YamlParsingError ${place}`]);
  });
});

it.each([
  ["maps", Array.from({ length: 5_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
  ["lists", "[".repeat(20_000)],
])("%s that lie in each other thousands deep are one problem, in plain words", (_, text) => {
  const problems = new Problems();
  readYaml(new Source("deep.yml", text), problems);
  expect(problems.list.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    "YamlParsingError: maps and lists lie in each other more than 100 deep",
  ]);
});

it("what was refused is not missing too", () => {
  expect(readProgram({ clusters: new Map() }).problems).toEqual(["UnexpectedTypeError clusters"]);
  expect(readProgram({ clusters: { s: new Date() } }).problems).toEqual(["UnexpectedTypeError clusters.s"]);
});

it("a getter that fails is a problem at its place", () => {
  const failing = Object.defineProperty({ clusters }, "metadata", {
    enumerable: true,
    get: () => {
      throw new Error("no");
    },
  });
  expect(readProgram(failing).problems).toEqual(["UnexpectedTypeError metadata"]);
});

it("a missing breed is asked for in the words of the language", () => {
  const { list } = readProgram({ clusters: { s: null } });
  expect(list).toMatchObject([{ code: "MissingPathValueError", expected: "a breed, or the name of one" }]);
});
