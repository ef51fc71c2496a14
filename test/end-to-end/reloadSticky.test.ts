import { afterAll, expect, it } from "vitest";
import { backend, listener, table, way } from "../sdk/haproxy/listeners.js";
import { freePort, Stage } from "./agent.js";
import { NameServer } from "./nameServer.js";
import { Script } from "./reloading.js";

const stage = new Stage();
const script = new Script();
const pods = new Map([2, 3, 4].map((number) => [`pod-${number}`, `127.0.0.${number}`]));
const names = new NameServer(new Map([["pods.test", [...pods.values()]]]), 150);

afterAll(async () => {
  script.signal("SIGTERM");
  await script.ended();
  script.remove();
  names.close();
  stage.stop();
});

it("clients stay with their instances while HAProxy reads its files again and again", async () => {
  const pod = await freePort();
  for (const [name, address] of pods) await stage.echo(name, address, pod);
  const kept = {
    ...backend("kept", await stage.echo("service")),
    instances: { host: "pods.test", port: pod, most: 5, cookie: "pod" },
  };
  const [port, healthPort, nameServer] = [await freePort(), await freePort(), await names.listen()];
  const declare = (title: string) =>
    script.declareAgent([listener("gw-80", table("t", [way(kept, 100)]), port)], { title, healthPort }, nameServer);
  const ask = (cookie?: string) => stage.ask(port, { headers: cookie === undefined ? {} : { cookie } }, true);
  declare("one");
  script.start();
  const cookies = new Map<string, string>();
  const find = async () => {
    const { seen, headers } = await ask();
    const [cookie] = headers["set-cookie"]?.[0]?.split(";") ?? [];
    if (seen !== undefined && pods.has(seen.server) && cookie !== undefined) cookies.set(seen.server, cookie);
    return cookies.size;
  };
  await expect.poll(() => find().catch(() => 0), { timeout: 20_000, interval: 50 }).toBe(pods.size);

  let going = true;
  let answers = 0;
  const wrong: unknown[] = [];
  const clients = [...cookies].map(async ([server, cookie]) => {
    while (going) {
      const { seen, headers } = await ask(cookie);
      answers++;
      if (seen?.server !== server || headers["set-cookie"] !== undefined)
        wrong.push([server, seen?.server, headers["set-cookie"]]);
    }
  });
  for (const title of ["two", "three", "four"]) {
    script.said = "";
    declare(title);
    await expect.poll(() => script.said, { timeout: 20_000 }).toContain("agent: serves");
    const sofar = answers;
    await expect.poll(() => answers, { timeout: 10_000 }).toBeGreaterThan(sofar + 500);
  }
  going = false;
  await Promise.all(clients);
  expect(wrong).toEqual([]);
}, 90_000);
