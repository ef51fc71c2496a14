import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backend, listener, table, way } from "../sdk/haproxy/listeners.js";
import { findHaproxies, freePort, Stage, versionOf } from "./agent.js";
import { NameServer } from "./nameServer.js";

/** Where nobody listens, while a port that is free may be taken meanwhile. */
const closedPort = 1;

const stage = new Stage();
const addresses = new Map<string, readonly string[]>();
const names = new NameServer(addresses);
let echo = 0;
let nameServer = 0;

beforeAll(async () => {
  [echo, nameServer] = [await stage.echo("there"), await names.listen()];
});
afterAll(() => {
  names.close();
  stage.stop();
});

/** Longer than every backend has to answer before an agent is ready: a check, and three seconds. */
const longEnough = 6_000;
const patient = { timeout: 30_000, interval: 100 };
const limit = "date(),sub(proc.started) ge 60 ";

/** An agent of one listener with a backend that is there and others; how it says that it is, and what its clients get. */
async function agentOf(haproxy: string, others: readonly ReturnType<typeof backend>[], shortLimit = false) {
  const port = await freePort();
  const all = [backend("there", echo), ...others];
  const sites = all.map((one) => ({ hosts: [`${one.name}.test`], table: table(one.name, [way(one, 100)]) }));
  const rewrite = (text: string) => {
    expect(text).toContain(limit);
    // A test does not wait for a minute.
    return shortLimit ? text.replace(limit, limit.replace("60", "8")) : text;
  };
  const listeners = [{ ...listener("gw-80", table("edge", []), port), sites }];
  const { healthPort } = await stage.agent(listeners, {}, { nameServer, haproxy, rewrite });
  const ready = async () => (await stage.ask(healthPort, { path: "/ready" })).status;
  return {
    ready,
    ask: async (name: string) => (await stage.ask(port, { headers: { host: `${name}.test` } })).status,
    /** Everything that it says in some milliseconds, once each. */
    readyFor: async (milliseconds: number) => {
      const said = new Set<number>();
      for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(200)) said.add(await ready());
      return [...said];
    },
  };
}

describe.concurrent.each(findHaproxies().map((file) => [versionOf(file), file] as const))(
  "an agent of HAProxy %s",
  (version, haproxy) => {
    it("is ready when every backend has answered for some seconds, and from then on for good", async ({ expect }) => {
      const late = await freePort();
      // One check that fails is enough, so that the agent knows as soon as its clients do.
      const backends = [{ ...backend("late", late), traffic: { healthCheck: { failures: 1 } } }];
      const { ready, ask, readyFor } = await agentOf(haproxy, backends);
      expect(await readyFor(longEnough)).toEqual([503]);
      expect(await ask("there")).toBe(200);

      await stage.echo("late", "127.0.0.1", late);
      await expect.poll(() => ask("late"), patient).toBe(200);
      // Nobody asked since the backend is there: the time begins now.
      expect(await ready()).toBe(503);
      await stage.hush(late);
      await expect.poll(() => ask("late"), patient).toBe(503);
      expect(await readyFor(longEnough)).toEqual([503]);

      await stage.echo("late", "127.0.0.1", late);
      await expect.poll(() => ask("late"), patient).toBe(200);
      expect(await ready()).toBe(503);
      await expect.poll(ready, patient).toBe(200);

      await stage.hush(late);
      await expect.poll(() => ask("late"), patient).toBe(503);
      expect(await readyFor(longEnough)).toEqual([200]);
    });

    it("waits for a name that the DNS does not know yet", async ({ expect }) => {
      const name = `named-${version}.test`;
      const { ready, ask, readyFor } = await agentOf(haproxy, [{ ...backend("named", echo), host: name }]);
      expect(await readyFor(longEnough)).toEqual([503]);
      addresses.set(name, ["127.0.0.1"]);
      await expect.poll(() => ask("named"), patient).toBe(200);
      expect(await ready()).toBe(503);
      await expect.poll(ready, patient).toBe(200);
    });

    it("does not wait for a backend that is not awaited", async ({ expect }) => {
      const nobody = { ...backend("nobody", closedPort), awaited: false };
      const { ready, ask } = await agentOf(haproxy, [nobody]);
      await expect.poll(ready, patient).toBe(200);
      expect(await ask("nobody")).toBe(503);
    });

    it("is ready after a time though a backend never answers (a minute, here eight seconds)", async ({ expect }) => {
      const { ready, ask } = await agentOf(haproxy, [backend("never", closedPort)], true);
      expect(await ready()).toBe(503);
      await expect.poll(ready, patient).toBe(200);
      expect(await ask("never")).toBe(503);
      expect(await ask("there")).toBe(200);
    });
  },
);
