import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { Known } from "../../sdk/later.js";
import { type Listener, type Site, tableFor } from "../../sdk/routing/listener.js";
import { type RoutingTable, unknownHost } from "../../sdk/routing/table.js";
import { listener, table, way } from "../sdk/haproxy/listeners.js";
import { freePort, Stage } from "./agent.js";

const seed = Number(process.env.VAMP_SEED ?? Date.now() % 1_000_000_000);

/** A table whose answer is its name; two in three have to be decided. */
function named(name: string, index: number): Known<RoutingTable> {
  const answer = { kind: "answer", status: 200, body: name } as const;
  return index % 3 !== 1 ? table(name, [way(answer, 60), way(answer, 40)]) : table(name, [way(answer, 100)]);
}

const label = fc.constantFrom("a", "b", "shop", "x-1", "www");
// Among them are names of few labels that are longer than those of many.
const long = fc.constantFrom("a-very-long-name-of-a-single-label", "another-very-long-name.example");
const short = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
const name = fc.oneof({ weight: 9, arbitrary: short }, { weight: 1, arbitrary: long });
const pattern = fc.tuple(fc.boolean(), name).map(([wild, host]) => (wild ? `*.${host}` : host));
const sitesOf = (count: number) =>
  fc.array(fc.array(pattern, { minLength: 1, maxLength: 3 }), { minLength: count, maxLength: count });
const asked = fc.tuple(name, fc.constantFrom("", "", ".", "..a", "x."), fc.constantFrom("", ":80", ":8443"));

describe("a real HAProxy finds the table of a host", () => {
  const stage = new Stage();
  afterAll(() => stage.stop());

  it.each([
    ["in rules", 4],
    ["in map files", 60],
  ])(`%s, as the routing table says (seed ${seed})`, async (_, count) => {
    const listeners: Known<Listener>[] = [];
    for (const hosts of fc.sample(sitesOf(count), { seed, numRuns: 3 })) {
      const sites = hosts.map(
        (patterns, index): Known<Site> => ({ hosts: patterns, table: named(`site/${index}`, index) }),
      );
      const otherwise = { ...table("edge", []), otherwise: unknownHost };
      listeners.push({ ...listener(`gw-${listeners.length}`, otherwise, await freePort()), sites });
    }
    await stage.agent(listeners);
    for (const one of listeners)
      for (const [host, prefix, port] of fc.sample(asked, { seed, numRuns: 150 })) {
        const sent = `${prefix}${host}${port}`;
        const answered = await stage.ask(one.port, { headers: { host: sent.toUpperCase() } });
        const expected = tableFor(one, `${prefix}${host}`);
        expect([sent, answered.body], JSON.stringify(one.sites?.map(({ hosts }) => hosts))).toEqual([
          sent,
          expected === one.table ? unknownHost.body : expected.gateway,
        ]);
      }
  });
});
