import { describe, expect, it } from "vitest";
import type { Gateway } from "../../../sdk/artifacts/gateway.js";
import { ProblemsError } from "../../../sdk/diagnostics/format.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { Later, type LaterSource } from "../../../sdk/later.js";
import { planTable } from "../../../sdk/planning/table.js";
import { readArtifactObject } from "../../../sdk/reading/artifacts.js";
import type { Target } from "../../../sdk/routing/table.js";
import { placeOf } from "../reading/read.js";

const target = (name: string): Target => ({ kind: "backend", name, title: name, host: name, port: 80, awaited: true });
const targets = (...names: string[]) => new Map(names.map((name) => [name, target(name)]));

function gateway(routes: unknown): Gateway {
  const problems = new Problems();
  const read = readArtifactObject("gateways", { routes }, "gateway", problems);
  if (read === undefined || problems.hasErrors) throw new Error("the gateway of a test is right");
  return read;
}

const shares = (routes: unknown, ...names: string[]) =>
  planTable("t", routes === undefined ? undefined : gateway(routes), targets(...names)).pool.map(
    ({ route, weight }) => `${route} ${weight instanceof Later ? "later" : weight}`,
  );

describe("shares", () => {
  it.each<[string, unknown, string[], string[]]>([
    ["are equal without a gateway", undefined, ["a", "b", "c"], ["a 3300", "b 3300", "c 3400"]],
    ["are all of it for one", undefined, ["a"], ["a 10000"]],
    ["are as given", { a: { weight: "90%" }, b: { weight: "10%" } }, ["a", "b"], ["a 9000", "b 1000"]],
    [
      "are in the order of the routes",
      { b: { weight: "10%" }, a: { weight: "90%" } },
      ["a", "b"],
      ["b 1000", "a 9000"],
    ],
    ["are 0 % for a new service", { a: { weight: "100%" } }, ["a", "b"], ["a 10000", "b 0"]],
    [
      "are 0 % for a new service beside two",
      { a: { weight: "60%" }, b: { weight: "40%" } },
      ["c", "a", "b"],
      ["a 6000", "b 4000", "c 0"],
    ],
    [
      "are equal where only a condition is given",
      { b: { condition: "has cookie x" } },
      ["a", "b"],
      ["b 5000", "a 5000"],
    ],
    ["are 0 % where all are", { a: { weight: "0%" }, b: { weight: "0%" } }, ["a", "b"], ["a 0", "b 0"]],
  ])("%s", (_, routes, names, expected) => {
    expect(shares(routes, ...names)).toEqual(expected);
  });
});

describe("conditions", () => {
  it("are in order, with all of the requests unless a strength is given", () => {
    const routes = {
      b: { condition: "has cookie x", conditionStrength: "12.34%", weight: "0%" },
      a: { condition: "has cookie y", weight: "100%" },
    };
    const { conditions, pool } = planTable("t", gateway(routes), targets("a", "b"));
    expect(conditions).toEqual([
      { route: "b", condition: "has cookie x", strength: 1234, target: target("b") },
      { route: "a", condition: "has cookie y", strength: 10_000, target: target("a") },
    ]);
    expect(pool.map(({ weight }) => weight)).toEqual([0, 10_000]);
  });
});

describe("weights that are known only later", () => {
  const source: LaterSource = { path: "blueprint.weight" };
  const later = () => Later.of(source);
  const weightsOf = (known: unknown) =>
    planTable("t", gateway({ a: { weight: later() }, b: { weight: "30%" }, c: {} }), targets("a", "b", "c")).pool.map(
      ({ weight }) => (weight instanceof Later ? weight.compute(new Map([[source, known]])) : weight),
    );

  it("make all weights of the gateway known later", () => {
    expect(shares({ a: { weight: later() }, b: { weight: "30%" } }, "a", "b")).toEqual(["a later", "b later"]);
  });

  it("are filled when they are known", () => {
    expect(weightsOf("70%")).toEqual([7000, 3000, 0]);
  });

  it.each<[string, unknown, string]>([
    ["do not sum", "60%", "GatewayRouteWeightError routes"],
    ["are no percentage", "many", "UnexpectedTypeError routes.a.weight"],
    ["are a number", 70, "UnexpectedTypeError routes.a.weight"],
    ["are nothing", null, "UnexpectedTypeError routes.a.weight"],
    ["are a list", ["70%"], "UnexpectedTypeError routes.a.weight"],
  ])("are refused by their property when they %s", (_, known, problem) => {
    let thrown: unknown;
    try {
      weightsOf(known);
    } catch (error) {
      thrown = error;
    }
    if (!(thrown instanceof ProblemsError)) throw new Error(`${thrown} is no ProblemsError`);
    expect(thrown.problems.map(placeOf)).toEqual([problem]);
  });

  it("leave the conditions known", () => {
    const routes = { a: { weight: later(), condition: "has cookie x" } };
    expect(planTable("t", gateway(routes), targets("a")).conditions).toMatchObject([{ strength: 10_000 }]);
  });
});
