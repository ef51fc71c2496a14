import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseReferences, type ReferencePart } from "../../../sdk/references/parse.js";
import { type Found, type Lookup, resolveReferences } from "../../../sdk/references/resolve.js";

/** A value that is no text, like an output of another resource. */
const secret = { secret: true };

function found(value: string | typeof secret | undefined, what: string): Found<string | typeof secret> {
  return value === undefined ? { problem: `no ${what}`, candidates: ["port", "db.host", "db.ports.web"] } : { value };
}

const lookup: Lookup<string | typeof secret> = {
  local: (name) => found(name === "port" ? "8080" : name === "password" ? secret : undefined, name),
  host: (cluster) => found(cluster === "mysql" ? "10.0.0.1" : undefined, cluster),
  trait: (cluster, group, name) =>
    found(`${cluster}.${group}.${name}` === "mysql.ports.web" ? "3306" : undefined, name),
  global: (scheme) => (scheme === "env" ? { value: "production" } : { problem: `no ${scheme}` }),
};
const aliases = new Map([["db", "mysql"]]);

function partsOf(text: string): readonly ReferencePart[] {
  const parsed = parseReferences(text);
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return parsed.parts;
}

const resolve = (text: string) => resolveReferences(partsOf(text), lookup, aliases);

describe("a resolved text", () => {
  it.each([
    ["plain", "plain"],
    ["http://$mysql.host:${mysql.ports.web}/", "http://10.0.0.1:3306/"],
    ["$db.host:$db.ports.web", "10.0.0.1:3306"],
    ["$port in ${env://STAGE}, $$port", "8080 in production, $port"],
  ])("of %s is %s", (text, wanted) => {
    const resolved = resolve(text);
    expect("parts" in resolved && resolved.parts.join("")).toBe(wanted);
  });

  it("keeps what is not a text as it is", () => {
    const resolved = resolve("mysql://root:${password}@$db.host");
    expect(resolved).toEqual({ parts: ["mysql://root:", secret, "@", "10.0.0.1"] });
  });
});

it("every reference that leads nowhere is a problem, with the nearest that leads somewhere", () => {
  const expected = "one of `port`, `db.host`, `db.ports.web`";
  expect(resolve("$prot $db.ports.wbe ${x://y}")).toEqual({
    problems: [
      { offset: 0, length: 5, message: "no prot", expected, nearest: "port" },
      { offset: 6, length: 13, message: "no wbe", expected, nearest: "db.ports.web" },
      { offset: 20, length: 8, message: "no x", expected: "a reference that leads somewhere", nearest: undefined },
    ],
  });
});

it("a value is not read for references again", () => {
  const tricky = { ...lookup, local: () => ({ value: "$port" }) };
  expect(resolveReferences(partsOf("$x"), tricky)).toEqual({ parts: ["$port"] });
});

it("every text that can be read resolves or has a problem for each reference", () => {
  const names = fc.constantFrom(
    "$port",
    "$db.host",
    "${db.ports.x}",
    "$__proto__",
    "${env://A.B}",
    "$constructor.host",
    " a ",
  );
  fc.assert(
    fc.property(fc.array(names), (texts) => {
      const parts = partsOf(texts.join("/"));
      const resolved = resolveReferences(parts, lookup, aliases);
      if ("parts" in resolved) expect(resolved.parts).toHaveLength(parts.length);
      else expect(resolved.problems.length).toBeGreaterThan(0);
    }),
  );
});
