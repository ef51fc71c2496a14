import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backend, listener, table, way } from "../sdk/haproxy/listeners.js";
import { freePort, Stage } from "./agent.js";
import { NameServer } from "./nameServer.js";

const stage = new Stage();
const count = 200;
const lost = new Set<string>();
const names = new NameServer({ get: () => ["127.0.0.1"] }, 0, ({ name }) => {
  const first = !lost.has(name);
  lost.add(name);
  return first;
});
let healthPort = 0;

/** How many backends have an address that answers. */
async function found(): Promise<number> {
  const { body } = await stage.ask(healthPort, { path: "/metrics" }, true);
  return body.match(/^haproxy_backend_status\{proxy="b\d+",state="UP"\} 1$/gm)?.length ?? 0;
}

beforeAll(async () => {
  const echo = await stage.echo("a");
  const backends = Array.from({ length: count }, (_, index) => ({
    ...backend(`b${index}`, echo),
    host: `b${index}.test`,
  }));
  const all = table(
    "many",
    backends.map((one, index) => way(one, index === 0 ? 100 : 0)),
  );
  const nameServer = await names.listen();
  ({ healthPort } = await stage.agent([listener("gw-80", all, await freePort())], {}, { nameServer }));
});
afterAll(() => {
  names.close();
  stage.stop();
});

describe(`an agent of ${count} names`, () => {
  it("finds all within seconds, also when the first question for each is lost", async () => {
    await expect.poll(found, { timeout: 5_000, interval: 200 }).toBe(count);
    expect(lost.size).toBe(count);
  });

  it("asks for a hundred of them in a second from then on, and for each again and again", async () => {
    const [seconds, before] = [12, names.asked.length];
    await sleep(1_000 * seconds);
    const later = names.asked.slice(before);
    expect(new Set(later.map(({ name }) => name)).size).toBe(count);
    // All are asked for at once, so there may be one time more in so many seconds.
    expect(later.length).toBeLessThanOrEqual(100 * seconds + count);
  });
});
