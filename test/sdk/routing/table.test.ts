import { describe, expect, it } from "vitest";
import { type Backend, backendsOf, decides, type RoutingTable } from "../../../sdk/routing/table.js";

const backend = (name: string): Backend => ({
  kind: "backend",
  name,
  title: name,
  host: name,
  port: 80,
  awaited: true,
});
const a = backend("a");
const b = backend("b");
const c = backend("c");
const table = (gateway: string, pool: RoutingTable["pool"], conditions: RoutingTable["conditions"] = []) =>
  ({ kind: "table", gateway, conditions, pool }) as const;
const to = (target: Backend | RoutingTable, weight = 5000) => ({ route: "r", weight, target });

it("backendsOf finds every backend once, conditions first, tables inside tables too", () => {
  const inner = table("inner", [to(b), to(a)]);
  const outer = table("outer", [to(inner), to(a)], [{ route: "r", condition: "x", strength: 1, target: c }]);
  expect(backendsOf([outer, inner, table("other", [to(b, 0)])])).toEqual([c, b, a]);
  expect(backendsOf([])).toEqual([]);
});

describe("decides", () => {
  it.each([
    ["one route does not", table("t", [to(a, 10_000)]), false],
    ["two routes do", table("t", [to(a), to(b)]), true],
    ["two routes do, whatever their weights", table("t", [to(a, 10_000), to(b, 0)]), true],
    ["a condition does", table("t", [to(a)], [{ route: "r", condition: "x", strength: 1, target: a }]), true],
  ])("%s", (_, given, expected) => {
    expect(decides(given)).toBe(expected);
  });
});
