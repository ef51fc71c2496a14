import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RequestFacts } from "../../../sdk/conditions/request.js";
import { readGateways } from "../../../sdk/planning/gateways.js";
import { classesOf, exampleIn, isInClass } from "../../../sdk/routing/classes.js";
import { Share } from "../../../sdk/routing/share.js";
import { type Entrance, simulator } from "../../../sdk/routing/simulate.js";
import { Random } from "../../fuzz/mutations.js";
import { runVamp } from "../cli/world.js";

/*
 * Pairs of blueprints, and what `vamp diff` says of them. `UPDATE_GOLDEN=true` writes it anew, to be read.
 */
const folder = join(__dirname, "golden");
const read = (name: string, file: string) => readFileSync(join(folder, name, file), "utf8");
const names = readdirSync(folder);

it("there are twenty pairs", () => {
  expect(names.length).toBeGreaterThanOrEqual(20);
});

describe.each(names)("%s", (name) => {
  const files = { "before.yml": read(name, "before.yml"), "after.yml": read(name, "after.yml") };

  it("is told as it was", () => {
    const [options = "", code = ""] = read(name, "arguments.txt").trimEnd().split("\n");
    const run = runVamp(
      files,
      ["diff", ...options.split(" ").filter((word) => word !== ""), "before.yml", "after.yml"].join(" "),
    );
    if (process.env.UPDATE_GOLDEN === "true") writeFileSync(join(folder, name, "diff.txt"), run.out);
    expect({ code: `exit ${run.code}`, said: run.said, out: run.out }).toEqual({
      code,
      said: "",
      out: read(name, "diff.txt"),
    });
    for (const line of run.out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("agrees with the simulator about 1,000 requests", () => {
    const [before, after] = [files["before.yml"], files["after.yml"]].map((text) =>
      readGateways([{ name: "shop.yml", text }]),
    );
    const shared = (before?.all ?? []).flatMap(({ name: gateway, entrance }) => {
      const other = after?.all.find((one) => one.name === gateway)?.entrance;
      return other === undefined ? [] : [[entrance, other] as const];
    });
    expect(shared).not.toEqual([]);
    for (const pair of shared) agrees(pair, Math.ceil(1_000 / shared.length));
  });
});

/** Holds the classes of a gateway before and after against the simulator. */
function agrees(pair: readonly [Entrance, Entrance], count: number): void {
  const { classes, groups } = classesOf(pair);
  expect(groups).toEqual([]);
  const examples = classes.map((one) => exampleIn(one));
  // Every class can be shown.
  expect(examples).not.toContain(undefined);
  const known = examples.filter((one) => one !== undefined);
  const simulators = pair.map((entrance) => simulator(entrance));
  const random = new Random(1);
  for (let index = 0; index < count; index++) {
    const request = mixed(known, random);
    const [own, ...others] = classes.filter((one) => isInClass(one, request));
    expect(others).toEqual([]);
    const told = own?.ends.map((ends) =>
      Object.fromEntries([...(ends ?? [])].map(([end, share]) => [end, share?.fraction])),
    );
    const simulated = simulators.map((simulate) => {
      const ends = new Map<string, Share>();
      for (const { end, share = Share.none } of simulate(request).ways) {
        if (end.kind !== "backend") throw new Error("these blueprints have backends only");
        ends.set(end.backend.title, (ends.get(end.backend.title) ?? Share.none).plus(share));
      }
      return Object.fromEntries([...ends].map(([end, share]) => [end, share.fraction]));
    });
    expect(told).toEqual(simulated);
  }
}

/** A request of parts of some others. */
function mixed(examples: readonly RequestFacts[], random: Random): RequestFacts {
  const [path, query, method, source, host] = [0, 1, 2, 3, 4].map(() => random.of(examples));
  const isHost = ([name]: readonly [string, string]) => name === "Host";
  const lines = [random.of(examples), random.of(examples)].flatMap(({ headers }) =>
    headers.filter((line) => !isHost(line) && random.below(3) > 0),
  );
  return {
    method: method?.method ?? "GET",
    path: random.below(4) === 0 ? `${path?.path}/below` : (path?.path ?? "/"),
    query: query?.query,
    headers: [...(host?.headers.filter(isHost) ?? []), ...lines],
    sourceAddress: source?.sourceAddress,
  };
}
