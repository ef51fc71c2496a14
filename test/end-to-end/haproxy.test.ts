import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderFiles } from "../../sdk/haproxy/config.js";
import { type Known, Later, whenKnown } from "../../sdk/later.js";
import type { Listener } from "../../sdk/routing/table.js";
import { backend, listener, settings, table, way, when } from "../sdk/haproxy/listeners.js";
import { validPlan } from "../sdk/planning/plan.js";
import { complaints, freePort, Stage } from "./agent.js";
import { type Asking, count, expectShares, sum } from "./shares.js";

const seed = Number(process.env.VAMP_SEED ?? Date.now() % 1_000_000_000);

describe("a real HAProxy takes", () => {
  it(`the configuration of any blueprint, without a warning (seed ${seed})`, () => {
    const refused = fc.sample(blueprints, { seed, numRuns: 40 }).flatMap((blueprint, index) => {
      const agent = validPlan(blueprint, { hop: index % 2 === 0 ? "always" : "auto" }).agent;
      const files = agent && whenKnown(agent.listeners, (listeners) => renderFiles(listeners, settings));
      if (files === undefined) return [];
      if (files instanceof Later) throw new Error("all of the blueprint is known");
      const said = complaints(files);
      return said === "" ? [] : [`${said}\n${JSON.stringify(blueprint)}`];
    });
    expect(refused.slice(0, 3)).toEqual([]);
  });
});

/** Blueprints with up to three clusters of up to four versions, weights, conditions and gateways. */
const blueprints = (() => {
  const name = fc.constantFrom(
    "a",
    "shop:1.0.0",
    "Cart",
    "a-cluster-with-a-very-long-name",
    "x_y.z",
    "9",
    "it's #1$",
    "Zürich",
  );
  const condition = fc.constantFrom(
    "has cookie beta",
    "user-agent is Safari or user-agent is IE",
    "not (host == a.example.com and header X-A contains 'it''s #1 $x')",
    "path starts with /api and method == POST",
    'header a contains "b"',
  );
  const percent = (hundredths: number) => `${hundredths / 100}%`;
  const cluster = fc
    .record({
      versions: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
      tcp: fc.boolean(),
      cuts: fc.array(fc.nat(10_000), { minLength: 3, maxLength: 3 }),
      conditions: fc.array(fc.option(fc.tuple(condition, fc.nat(10_000))), { minLength: 4, maxLength: 4 }),
    })
    .map(({ versions, tcp, cuts, conditions }) => (number: number) => {
      const names = versions.map((version) => `${version}-${number}`.replaceAll(" ", ""));
      const bounds = [...cuts.slice(0, names.length - 1).sort((one, other) => one - other), 10_000];
      const routes = names.map((version, index) => {
        const [text, strength] = conditions[index] ?? [];
        const conditional =
          text === undefined || tcp ? {} : { condition: text, conditionStrength: percent(strength ?? 0) };
        return [version, { weight: percent((bounds[index] ?? 0) - (bounds[index - 1] ?? 0)), ...conditional }];
      });
      const ports = { web: tcp ? "5432/tcp" : 8080 };
      return {
        type: tcp ? "tcp" : "http",
        services: names.map((version) => ({ breed: { name: version, deployable: "i", ports } })),
        gateways: { web: { routes: Object.fromEntries(routes) } },
      };
    });
  return fc.array(cluster, { minLength: 1, maxLength: 3 }).map((make) => {
    const made = make.map((one, number) => one(number));
    const clusters = Object.fromEntries(
      made.map(({ services, gateways }, number) => [`c${number}`, { services, gateways }]),
    );
    const single = made.map(({ type }, number) => [
      `g${number}`,
      { port: `${9000 + number}/${type}`, routes: `c${number}/web` },
    ]);
    const http = made.flatMap(({ type }, number) => (type === "http" ? [`c${number}/web`] : []));
    const all = http.length > 1 ? [["all", { port: 80, routes: http }]] : [];
    return { gateways: Object.fromEntries([...single, ...all]), clusters };
  });
})();

describe("a real HAProxy shares", () => {
  const stage = new Stage();
  const ports = new Map<string, number>();
  let leavingPort = 0;
  afterAll(() => stage.stop());

  beforeAll(async () => {
    const names = ["a", "b", "c", "d", "e"];
    const servers = await Promise.all(names.map((name) => stage.echo(name)));
    const [a, b, c, d, e] = names.map((name, index) => backend(name, servers[index]));
    if (!a || !b || !c || !d || !e) throw new Error("there are five backends");
    leavingPort = await stage.echo("leaving");
    const leaving = { ...backend("leaving", leavingPort), traffic: { healthCheck: { failures: 1 } } };
    const split = (...percents: number[]) =>
      percents.map((percent, index) => way([a, b, c, d, e][index] ?? a, percent));
    const cluster = table("shop/cluster/web", split(90, 10));
    const beta = when("has cookie beta", b, 50);
    const tables = {
      "90-10": table("t/1", split(90, 10)),
      "1-99": table("t/2", split(1, 99)),
      thirds: table("t/3", split(33, 33, 34)),
      "one-in-10000": table("t/4", split(0.01, 99.99)),
      five: table("t/5", split(40, 30, 15, 10, 5)),
      strength: table("t/6", split(80, 20), [beta]),
      first: table("t/7", split(90, 10)),
      second: table("t/8", split(90, 10)),
      nested: table("t/9", [way(cluster, 50), way(c, 50)]),
      sites: table("t/10", split(100)),
      tcp: table("t/11", split(75, 25)),
      emptied: table("t/15", [way(a, 50), way(leaving, 50)], [when("has cookie beta", leaving)]),
    };
    const listeners: Known<Listener>[] = [];
    for (const [name, decided] of Object.entries(tables)) {
      const port = await freePort();
      ports.set(name, port);
      listeners.push(listener(`gw-${name}`, decided, port, name === "tcp" ? "tcp" : "http"));
    }
    const sites = [
      { hosts: ["one.test"], table: table("t/12", split(90, 10), [beta]) },
      { hosts: ["two.test"], table: table("t/13", split(1, 99)) },
      { hosts: ["three.test"], table: table("t/14", split(33, 0, 33, 34)) },
    ];
    // With so many sites, those that only share stand in a map.
    const more = Array.from({ length: 40 }, (_, index) => ({
      hosts: [`more-${index}.test`],
      table: table(`m/${index}`, split(60, 40)),
    }));
    for (const [name, all] of Object.entries({ edge: sites, "wide edge": [...more, ...sites] })) {
      const port = await freePort();
      ports.set(name, port);
      listeners.push({ ...listener(name.replace(" ", "-"), table("edge", []), port), sites: all });
    }
    await stage.agent(listeners);
  });

  const ask = async (name: string, requests: number, asking: Asking = {}) =>
    sum(await count(stage, [ports.get(name) ?? 0], requests, asking));

  it.each([
    ["90-10", { a: 0.9, b: 0.1 }],
    ["1-99", { a: 0.01, b: 0.99 }],
    ["thirds", { a: 0.33, b: 0.33, c: 0.34 }],
    ["one-in-10000", { a: 0.0001, b: 0.9999 }],
    ["five", { a: 0.4, b: 0.3, c: 0.15, d: 0.1, e: 0.05 }],
  ])(
    "%s: one after another, on new connections, 32 at once; within 2 of 500, of 1000 and of 10 000",
    async (name, shares) => {
      const alone = await ask(name, 500, { clients: 1 });
      expectShares(alone, shares);
      const thousand = sum([alone, await ask(name, 500, { clients: 4, fresh: true })]);
      expectShares(thousand, shares);
      expectShares(sum([thousand, await ask(name, 9000)]), shares);
    },
  );

  it("strength 50 % beside weights 80/20: 60 % of those that match, 20 % of the others", async () => {
    expectShares(await ask("strength", 10_000, { headers: { cookie: "beta=1" } }), { a: 0.4, b: 0.6 }, 4);
    expectShares(await ask("strength", 1000), { a: 0.8, b: 0.2 }, 4);
  });

  it("two gateways that are busy at once, neither disturbing the other", async () => {
    const both = await Promise.all([ask("first", 5000), ask("second", 5000)]);
    for (const answers of both) expectShares(answers, { a: 0.9, b: 0.1 });
  });

  it.each(["edge", "wide edge"])(
    "sites of one %s that are busy at once, each with counters of its own",
    async (name) => {
      const [one, two, three, matching] = await Promise.all([
        ask(name, 3000, { headers: { host: "one.test" }, clients: 16 }),
        ask(name, 3000, { headers: { host: "two.test" }, clients: 16 }),
        ask(name, 1000, { headers: { host: "three.test" }, clients: 4 }),
        ask(name, 1000, { headers: { host: "one.test", cookie: "beta=1" }, clients: 4 }),
      ]);
      expectShares(two, { a: 0.01, b: 0.99 });
      expectShares(three, { a: 0.33, c: 0.33, d: 0.34 });
      // Half of those that match are shared in one line with the others.
      const shared = 3000 + 500;
      expect(Math.abs((one.a ?? 0) + (matching.a ?? 0) - 0.9 * shared)).toBeLessThanOrEqual(4);
    },
  );

  it("a gateway in front of another", async () => {
    expectShares(await ask("nested", 10_000), { a: 0.45, b: 0.05, c: 0.5 }, 4);
  });

  it("connections without HTTP, 75/25", async () => {
    expectShares(await ask("tcp", 400, { clients: 8, fresh: true }), { a: 0.75, b: 0.25 });
  });

  it("nothing anew when a version is emptied: its share gets 503, and the other one keeps exactly its own", async () => {
    // Requests with the cookie take no part in the counting.
    const headers = { cookie: "beta=1" };
    const leavers = () => ask("emptied", 1, { headers }).catch(() => ({}));
    expectShares(await ask("emptied", 1000), { a: 0.5, leaving: 0.5 });
    await stage.hush(leavingPort);
    // Who is answered on a connection that is cut sees that.
    await expect.poll(leavers, { timeout: 10_000 }).toEqual({ "503 no-instance": 1 });
    expect(await ask("emptied", 20, { headers })).toEqual({ "503 no-instance": 20 });
    expectShares(await ask("emptied", 1000), { a: 0.5, "503 no-instance": 0.5 });
    await stage.echo("leaving", "127.0.0.1", leavingPort);
    await expect.poll(leavers, { timeout: 10_000 }).toEqual({ leaving: 1 });
    expectShares(await ask("emptied", 1000), { a: 0.5, leaving: 0.5 });
  });
});
