import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { backend, listener, table, way } from "../sdk/haproxy/listeners.js";
import { freePort, Stage } from "./agent.js";
import { Script } from "./reloading.js";
import { type Answers, count, expectShares, sum } from "./shares.js";

const stage = new Stage();
/** Shares in percent, by gateway: from the start, and after an update. */
const gateways: Readonly<Record<string, readonly [readonly number[], readonly number[]]>> = {
  "0.01/99.99": [
    [99.99, 0.01],
    [0.01, 99.99],
  ],
  "33/33/34": [
    [34, 33, 33],
    [33, 33, 34],
  ],
  "five routes": [
    [20, 20, 20, 20, 20],
    [40, 30, 15, 10, 5],
  ],
};
const names = ["a", "b", "c", "d", "e"];
const all = Object.keys(gateways);
/** Two agents of one configuration, which differ in their ports only. */
const agents: { readonly script: Script; readonly ports: readonly number[]; readonly healthPort: number }[] = [];
let servers: readonly number[] = [];

function declare(update: 0 | 1): void {
  for (const { script, ports, healthPort } of agents) {
    const listeners = Object.entries(gateways).map(([name, shares], index) => {
      const routes = shares[update].map((share, at) => way(backend(names[at] ?? "", servers[at]), share));
      return listener(`gw-${index}`, table(name, routes), ports[index]);
    });
    script.declareAgent(listeners, { healthPort });
  }
}

/** The name of what an agent serves to new connections, when nobody is left who serves what it served before. */
async function served(healthPort: number, before?: string): Promise<string> {
  const ask = () => stage.ask(healthPort, { path: "/config" }, true);
  return vi.waitFor(
    async () => {
      const told = new Set<string>();
      for (let time = 0; time < 20; time++) told.add((await ask()).body);
      const [name = "", ...others] = told;
      expect([others, name === before]).toEqual([[], false]);
      return name;
    },
    { timeout: 20_000, interval: 100 },
  );
}

beforeAll(async () => {
  servers = await Promise.all(names.map((name) => stage.echo(name)));
  for (const script of [new Script(), new Script()]) {
    const ports = [];
    for (const _ of all) ports.push(await freePort());
    agents.push({ script, ports, healthPort: await freePort() });
  }
});
afterAll(async () => {
  for (const { script } of agents) {
    script.signal("SIGTERM");
    await script.ended();
    script.remove();
  }
  stage.stop();
});

const portsOf = (gateway: string) => agents.map(({ ports }) => ports[all.indexOf(gateway)] ?? 0);
const sharesOf = (gateway: string, update: 0 | 1): Answers =>
  Object.fromEntries((gateways[gateway]?.[update] ?? []).map((share, index) => [names[index], share / 100]));

/** Holds that each agent is within 2 of exact, and so both together within twice that. */
function expectEach(answers: readonly Answers[], shares: Answers): void {
  for (const one of answers) expectShares(one, shares);
  expectShares(sum(answers), shares, 2 * agents.length);
}

describe("two agents that are asked in turn share exactly", () => {
  describe("from the start", () => {
    beforeAll(async () => {
      declare(0);
      for (const { script } of agents) script.start();
      for (const { healthPort } of agents) await served(healthPort);
    });

    it.each(all)("%s", async (gateway) => {
      // Their connections end with them, so that none is left to who serves before the update.
      expectEach(await count(stage, portsOf(gateway), 2_000, { fresh: true }), sharesOf(gateway, 0));
    });
  });

  describe("after an update", () => {
    beforeAll(async () => {
      const before = await Promise.all(agents.map(({ healthPort }) => served(healthPort)));
      declare(1);
      for (const [index, { healthPort }] of agents.entries()) await served(healthPort, before[index]);
    });

    it.each(all)("%s", async (gateway) => {
      expectEach(await count(stage, portsOf(gateway), 20_000), sharesOf(gateway, 1));
    });
  });
});
