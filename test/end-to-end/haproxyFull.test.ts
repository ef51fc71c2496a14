import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backend, listener, table, way } from "../sdk/haproxy/listeners.js";
import { freePort, Stage } from "./agent.js";

const stage = new Stage();
const connections = 200;
const idle: Socket[] = [];
const ports = { web: 0, sql: 0, few: 0, health: 0 };

beforeAll(async () => {
  const to = table("t/web", [way(backend("a", await stage.echo("a")), 100)]);
  for (const name of ["web", "sql", "few"] as const) ports[name] = await freePort();
  const listeners = [
    listener("web", to, ports.web),
    listener("sql", to, ports.sql, "tcp"),
    { ...listener("few", to, ports.few), maxConnections: 10 },
  ];
  ({ healthPort: ports.health } = await stage.agent(listeners, {}, { maxConnections: connections }));
});
afterAll(() => {
  for (const socket of idle) socket.destroy();
  stage.stop();
});

const request = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

/** Connects, asks, and keeps the connection; gives what came within a time, in milliseconds. */
async function answered(
  port: number,
  patience: number,
): Promise<{ readonly said: () => string; readonly socket: Socket }> {
  const socket = connect(port, "127.0.0.1");
  let said = "";
  const came = new Promise<void>((resolve) => {
    socket.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      resolve();
    });
    setTimeout(resolve, patience);
  });
  socket.on("error", () => undefined).write(request);
  await came;
  return { said: () => said, socket };
}

async function fill(port: number, count: number): Promise<void> {
  const all = await Promise.all(Array.from({ length: count }, () => answered(port, 10_000)));
  idle.push(...all.map(({ socket }) => socket));
  expect(all.filter(({ said }) => said().startsWith("HTTP/1.1 200"))).toHaveLength(count);
}

async function probe(path: string): Promise<number> {
  const begun = Date.now();
  const { status } = await stage.ask(ports.health, { path }, true);
  expect(Date.now() - begun).toBeLessThan(900);
  return status;
}

describe("an agent with as many connections of clients as it may have", () => {
  it("is ready and alive at once, tells its metrics, and lets more clients wait until others go", async () => {
    await expect.poll(() => probe("/ready"), { timeout: 20_000, interval: 500 }).toBe(200);
    await fill(ports.web, connections);
    const waiting = await answered(ports.web, 1_000);
    expect(waiting.said()).toBe("");
    // Another gateway of the agent has room of its own, and then has none either.
    await fill(ports.sql, connections);
    await fill(ports.few, 10);
    const others = await Promise.all([answered(ports.sql, 1_000), answered(ports.few, 1_000)]);
    expect(others.map(({ said }) => said())).toEqual(["", ""]);

    for (let time = 0; time < 20; time++) expect([await probe("/ready"), await probe("/alive")]).toEqual([200, 200]);
    expect(await probe("/metrics")).toBe(200);

    idle.shift()?.destroy();
    await expect.poll(waiting.said, { timeout: 5_000 }).toContain("HTTP/1.1 200");
    idle.push(waiting.socket, ...others.map(({ socket }) => socket));
  });
});
