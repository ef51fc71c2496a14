import { describe, expect, it } from "vitest";
import type { RequestFacts } from "../../../sdk/conditions/request.js";
import type { Bounds, Range } from "../../../sdk/routing/bounds.js";
import { classesOf, exampleIn, isInClass, type RequestClass } from "../../../sdk/routing/classes.js";
import { endName, preflightAnswered } from "../../../sdk/routing/ends.js";
import type { Outcomes } from "../../../sdk/routing/outcome.js";
import type { Distribution } from "../../../sdk/routing/program.js";
import { Share } from "../../../sdk/routing/share.js";
import { type Entrance, simulator } from "../../../sdk/routing/simulate.js";
import type { RoutingTable } from "../../../sdk/routing/table.js";
import { Random } from "../../fuzz/mutations.js";
import { backend, listener, table, way, when } from "../haproxy/listeners.js";
import { condition, ListenerMaker } from "./generate.js";
import { request } from "./generateRequest.js";

const [a, b, c] = [backend("a"), backend("b"), backend("c")];
const at = (decided: RoutingTable): Entrance => ({ mode: "http", table: decided });

/** The answers of a class, `not` before those that are no. */
const words = ({ answers }: RequestClass) =>
  answers.map(({ question, holds }) => `${holds ? "" : "not "}${question.text}`);
const shares = (ends: Distribution | undefined) =>
  ends && Object.fromEntries([...ends].map(([name, share]) => [name.split("/")[1] ?? name, share?.toString()]));

describe("classesOf", () => {
  it("asks once what is written in two ways", () => {
    const before = table("shop", [way(a, 90), way(b, 10)], [when("has cookie beta", b)]);
    const after = table("shop", [way(a, 90), way(b, 10)], [when("(has  cookie 'beta')", b)]);
    const { classes } = classesOf([at(before), at(after)]);
    expect(classes.map(words)).toEqual([["has cookie beta"], ["not has cookie beta"]]);
  });

  it("tells apart by the first condition that matches, before and after", () => {
    const before = table("shop", [way(a, 90), way(b, 10)], [when("has cookie beta", b)]);
    const after = table(
      "shop",
      [way(a, 50), way(b, 50)],
      [when("has cookie beta", b), when("path starts with /new", c)],
    );
    const { classes, groups } = classesOf([at(before), at(after)]);
    expect(groups).toEqual([]);
    expect(classes.map((one) => [words(one), ...one.ends.map(shares)])).toEqual([
      [["has cookie beta"], { b: "100 %" }, { b: "100 %" }],
      [["not has cookie beta", "path starts with /new"], { a: "90 %", b: "10 %" }, { c: "100 %" }],
      [["not has cookie beta", "not path starts with /new"], { a: "90 %", b: "10 %" }, { a: "50 %", b: "50 %" }],
    ]);
  });

  it("leaves out what no request can be: two paths at once, what was taken before", () => {
    const decided = table(
      "shop",
      [way(a, 100)],
      [when("path == /x", b), when("path == /y", c), when("path starts with /x and path == /x", c)],
    );
    const { classes } = classesOf([at(decided)]);
    expect(classes.map(words)).toEqual([
      ["path == /x"],
      ["not path == /x", "path == /y"],
      ["not path == /x", "not path == /y", "not path starts with /x and path == /x"],
    ]);
  });

  it("asks after edits what they may have changed, and before them what not", () => {
    const inner = {
      ...table("inner", [way(a, 100)], [when("path == /new", b), when("has cookie beta", c)]),
      edits: { rewrites: [{ kind: "path", path: "/new", condition: "path == /old" }] },
    } as const;
    const outer = table("outer", [way(inner, 100)], [when("has cookie beta", c)]);
    expect(classesOf([at(outer)]).classes.map(words)).toEqual([
      ["has cookie beta"],
      ["not has cookie beta", "path == /new (after edits)"],
      ["not has cookie beta", "not path == /new (after edits)"],
    ]);
  });

  it("leaves none out, however many questions are about the same", () => {
    const inner = (name: string) =>
      table(
        name,
        [way(a, 50), way(b, 50)],
        Array.from({ length: 8 }, (_, index) => when(`has cookie ${name}${index} and header x contains ${index}`, c)),
      );
    const { classes, groups } = classesOf([at(table("outer", [way(inner("x"), 50), way(inner("y"), 50)]))]);
    expect(groups).toEqual([]);
    expect(classes).toHaveLength(9 * 9);
    expect(classes.map(exampleIn)).not.toContain(undefined);
  });

  it("keeps the last ones together where there would be too many, with what is certain of them", () => {
    const inner = (name: string) =>
      table(
        name,
        [way(a, 50), way(b, 50)],
        Array.from({ length: 30 }, (_, index) => when(`has cookie ${name}${index}`, c)),
      );
    const outer = table(
      "outer",
      ["x", "y", "z", "w"].map((name) => way(inner(name), 25)),
    );
    const { classes, groups } = classesOf([at(outer)], 500);
    expect(classes.length + groups.length).toBeLessThan(1_000);
    // Of a request without a cookie each of `a` and `b` gets a half, of one with all four `c` gets it.
    const outermost = groups.at(-1)?.bounds[0]?.get(c.title);
    expect([outermost?.least.fraction, outermost?.most.fraction]).toEqual(["0/1", "1/1"]);
  });
});

/** Where the requests of a simulation end, called as classes call it; redirects by their status only. */
function endsOf(outcomes: Outcomes): Record<string, string> {
  return fractions(sharesOf(outcomes));
}

function sharesOf({ ways }: Outcomes): ReadonlyMap<string, Share> {
  const sums = new Map<string, Share>();
  for (const { end, share, decisions } of ways) {
    const name =
      end.kind === "backend"
        ? end.backend.title
        : decisions.at(-1)?.reason.kind === "preflight"
          ? preflightAnswered
          : end.kind === "redirect"
            ? `redirected (${end.status})`
            : end.kind === "answer"
              ? endName({
                  kind: "answer",
                  status: end.status,
                  reason: end.headers.find(([one]) => one === "x-vamp-reason")?.[1],
                })
              : end.kind;
    sums.set(name, (sums.get(name) ?? Share.none).plus(share ?? Share.none));
  }
  return sums;
}

/** An end as simulations call it. */
const plainEnd = (name: string) => name.replace(/^(redirected \(\d+\)).*/, "$1");

/** Bounds by the ends as simulations call them: of several that are called alike, the sums. */
function plainBounds(bounds: Bounds): Bounds {
  const sums = new Map<string, Range>();
  for (const [name, { least, most }] of bounds) {
    const sum = sums.get(plainEnd(name)) ?? { least: Share.none, most: Share.none };
    sums.set(plainEnd(name), { least: sum.least.plus(least), most: sum.most.plus(most) });
  }
  return sums;
}

function fractions(ends: Distribution): Record<string, string> {
  const sums = new Map<string, Share>();
  for (const [name, share] of ends) {
    sums.set(plainEnd(name), (sums.get(plainEnd(name)) ?? Share.none).plus(share ?? Share.none));
  }
  return Object.fromEntries([...sums].map(([name, share]) => [name, share.fraction] as const).sort());
}

it("holds every request once, and ends as the simulator says, whatever the gateways", () => {
  let checked = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const random = new Random(seed);
    const maker = new ListenerMaker(random, () => ({ host: "127.0.0.1", port: 1 }));
    const pair = [maker.http(1), maker.http(2)] as const;
    const { classes, groups } = classesOf(pair, 1_000);
    if (groups.length > 0) continue;
    const simulators = pair.map((one) => simulator(one));
    for (let index = 0; index < 40; index++) {
      const facts: RequestFacts = request(random, random.of(pair));
      const found = classes.filter((one) => isInClass(one, facts));
      expect({ seed, index, found: found.length }).toEqual({ seed, index, found: 1 });
      const told = simulators.map((simulate) => endsOf(simulate(facts)));
      expect(found[0]?.ends.map((ends) => fractions(ends ?? new Map()))).toEqual(told);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(800);
});

it("holds every request once, within its bounds, where classes are kept together", () => {
  let [inGroups, room] = [0, 0];
  for (let seed = 1; seed <= 40; seed++) {
    const random = new Random(seed);
    const maker = new ListenerMaker(random, () => ({ host: "127.0.0.1", port: 1 }));
    const pair = [maker.http(1), maker.http(2)] as const;
    const { classes, groups } = classesOf(pair, 4);
    const simulators = pair.map((one) => simulator(one));
    for (let index = 0; index < 40; index++) {
      const facts: RequestFacts = request(random, random.of(pair));
      const found = [...classes, ...groups].filter((one) => isInClass(one, facts));
      expect({ seed, index, found: found.length }).toEqual({ seed, index, found: 1 });
      const group = groups.find((one) => one === found[0]);
      if (group === undefined) continue;
      inGroups++;
      for (const [which, simulate] of simulators.entries()) {
        const told = sharesOf(simulate(facts));
        const bounds = plainBounds(group.bounds[which] ?? new Map());
        if ([...bounds.values()].some(({ least, most }) => !least.equals(most))) room++;
        expect([...told.keys()].filter((end) => !bounds.has(end))).toEqual([]);
        for (const [end, { least, most }] of bounds) {
          const share = told.get(end) ?? Share.none;
          const outside = share.isLessThan(least) || most.isLessThan(share);
          expect({ seed, index, end, outside }).toEqual({ seed, index, end, outside: false });
        }
      }
    }
  }
  expect(inGroups).toBeGreaterThan(300);
  expect(room).toBeGreaterThan(300);
});

it("holds every request once, however many conditions", () => {
  const plain = listener("http", table("shop", [way(a, 100)]));
  for (let seed = 1; seed <= 20; seed++) {
    const random = new Random(seed);
    const conditions = Array.from({ length: 25 }, () => when(condition(random), random.of([a, b, c])));
    const gateway = at(table("shop", [way(a, 50), way(b, 50)], conditions));
    const { classes } = classesOf([gateway]);
    const simulate = simulator(gateway);
    for (let index = 0; index < 60; index++) {
      const facts = request(random, plain);
      const found = classes.filter((one) => isInClass(one, facts));
      expect({ seed, index, found: found.length }).toEqual({ seed, index, found: 1 });
      expect(fractions(found[0]?.ends[0] ?? new Map())).toEqual(endsOf(simulate(facts)));
    }
  }
});

it("finds an example of nearly every class", () => {
  let [all, found] = [0, 0];
  for (let seed = 1; seed <= 30; seed++) {
    const random = new Random(seed);
    const { classes, groups } = classesOf(
      [new ListenerMaker(random, () => ({ host: "127.0.0.1", port: 1 })).http(1)],
      500,
    );
    if (groups.length > 0) continue;
    for (const one of classes) {
      const example = exampleIn(one);
      all++;
      if (example !== undefined) found++;
    }
  }
  expect(found / all).toBeGreaterThan(0.8);
});
