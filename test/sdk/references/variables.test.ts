import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseReferences, type ReferencePart } from "../../../sdk/references/parse.js";
import type { Lookup } from "../../../sdk/references/resolve.js";
import { resolveVariables } from "../../../sdk/references/variables.js";

const token = { token: true };
const nowhere = { problem: "there is nothing like that" };
const lookup: Lookup<string | typeof token> = {
  local: (name) => (name === "constant" ? { value: "c" } : name === "token" ? { value: token } : nowhere),
  host: (cluster) => ({ value: `${cluster}.local` }),
  trait: () => nowhere,
  global: () => nowhere,
};

function resolve(texts: Readonly<Record<string, string>>) {
  const variables = new Map<string, readonly ReferencePart[]>();
  for (const [name, text] of Object.entries(texts)) {
    const parsed = parseReferences(text);
    if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
    variables.set(name, parsed.parts);
  }
  const { values, problems } = resolveVariables(variables, lookup);
  return { values: Object.fromEntries(values), problems };
}

describe("variables", () => {
  it("may refer to each other in any order, to constants and to clusters", () => {
    expect(resolve({ url: "http://$address/$constant", address: "${db.host}:$port", port: "80", empty: "" })).toEqual({
      values: { url: ["http://db.local:80/c"], address: ["db.local:80"], port: ["80"], empty: [] },
      problems: [],
    });
  });

  it("hand on values that are no texts", () => {
    expect(resolve({ header: "Bearer $token;", copy: "$header$header" }).values).toEqual({
      header: ["Bearer ", token, ";"],
      copy: ["Bearer ", token, ";Bearer ", token, ";"],
    });
  });

  it("name the whole circle they are in, at the place where it closes, once", () => {
    expect(resolve({ a: "$b", b: "x$c", c: "xx${a}", d: "$c", e: "5" })).toEqual({
      values: { e: ["5"] },
      problems: [
        {
          variable: "c",
          offset: 2,
          length: 4,
          message: "these variables need each other: a -> b -> c -> a",
          expected: "a value that does not lead back to itself",
          nearest: undefined,
        },
      ],
    });
  });

  it("of which one refers to itself are a circle of one", () => {
    expect(resolve({ a: "$a" }).problems).toEqual([
      expect.objectContaining({ message: expect.stringContaining("a -> a") }),
    ]);
  });

  it("with a problem say so once, also in a circle", () => {
    const { problems } = resolve({ a: "$b $nothing", b: "$a", c: "$d", d: "$nothing", e: "$c" });
    expect(problems.map(({ variable }) => variable)).toEqual(["b", "d", "a"]);
  });

  it("may form a chain of any length", () => {
    const chain = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`v${index}`, `$v${index + 1}`]));
    expect(resolve({ ...chain, v20000: "end" }).values.v0).toEqual(["end"]);
  });

  it("cannot fill memory by holding each other twice", () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`v${index}`, `$v${index + 1}$v${index + 1}`]),
    );
    const { values, problems } = resolve({ ...doubling, v60: "x" });
    const length = Object.values(values).flat().join("").length;
    expect(length).toBeLessThanOrEqual(1024 * 1024);
    expect(problems).toEqual([
      expect.objectContaining({ message: expect.stringContaining("longer than a Kubernetes object") }),
    ]);
  });

  it("all have a value, or need one with a problem", () => {
    const names = ["a", "b", "c", "d", "__proto__", "constructor"];
    const text = fc.array(
      fc.constantFrom(...names, "nothing").map((name) => `$${name}`),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), text, { noNullPrototype: false }), (given) => {
        const variables = new Map<string, readonly ReferencePart[]>();
        for (const [name, references] of Object.entries(given)) {
          const parsed = parseReferences(references.join("-"));
          if ("parts" in parsed) variables.set(name, parsed.parts);
        }
        const { values, problems } = resolveVariables(variables, lookup);
        const broken = new Set(problems.map(({ variable }) => variable));
        for (const [name, parts] of variables) {
          const needs = parts.flatMap((part) => (part.kind === "local" ? [part.name] : []));
          const leadsToProblem = needs.some((need) => variables.has(need) && !values.has(need));
          expect(values.has(name)).toBe(!broken.has(name) && !leadsToProblem);
        }
        expect(problems.length === 0).toBe(values.size === variables.size);
      }),
    );
  });
});
