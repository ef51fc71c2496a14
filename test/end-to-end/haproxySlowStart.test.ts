import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { renderFiles } from "../../sdk/haproxy/config.js";
import type { Known } from "../../sdk/later.js";
import type { Backend } from "../../sdk/routing/table.js";
import { backend, listener, settings, table, way } from "../sdk/haproxy/listeners.js";
import { complaints, findHaproxies, freePort, Stage, versionOf } from "./agent.js";
import { NameServer } from "./nameServer.js";
import { statistics } from "./runtime.js";
import { count, sum } from "./shares.js";

const stage = new Stage();
const names = new NameServer(new Map([["pods.test", ["127.0.0.2", "127.0.0.3"]]]));
let nameServer = 0;
let service = 0;
beforeAll(async () => {
  [nameServer, service] = [await names.listen(), await stage.echo("service")];
});
afterAll(() => {
  names.close();
  stage.stop();
});

/** Long enough for a test to see it. */
const slowStart = 10_000;

/** A backend with instances that start slowly and keep their clients. */
function slow(name: string, balance: string, port = 8080): Known<Backend> {
  const instances = { host: "pods.test", port, most: 2, cookie: "pod" };
  return { ...backend(name, service), instances, traffic: { balance, slowStart } };
}

describe("instances that start slowly and keep their clients", () => {
  it.each([
    "roundrobin",
    "static-rr",
    "leastconn",
    "first",
    "source",
    "uri",
    "hdr(x-user)",
    "url_param(user)",
    "random",
    "random(3)",
  ])("are taken without a warning with balance: %s", (balance) => {
    const outlier = { errors: 3, interval: 1_000 };
    const backends = [
      slow("plain", balance),
      { ...slow("watched", balance), traffic: { balance, slowStart, outlier } },
    ];
    const decided = table(
      "t",
      backends.map((one) => way(one, 50)),
    );
    for (const reloads of [false, true])
      expect(complaints(renderFiles([listener("gw", decided)], { ...settings, reloads }))).toBe("");
  });
});

describe.concurrent.each(findHaproxies().map((file) => [versionOf(file), file] as const))(
  "an instance behind HAProxy %s that comes back",
  (_, haproxy) => {
    it.for(["roundrobin", "leastconn"])(
      "starts slowly and gets requests again, with balance: %s",
      async (balance, { expect }) => {
        const [port, pod] = [await freePort(), await freePort()];
        await Promise.all([stage.echo("pod-2", "127.0.0.2", pod), stage.echo("pod-3", "127.0.0.3", pod)]);
        const decided = table("t", [way(slow("pods", balance, pod), 100)]);
        const { folder } = await stage.agent([listener("gw", decided, port)], {}, { nameServer, haproxy });
        const asked = async (requests: number, cookie = "none=1") =>
          sum(await count(stage, [port], requests, { clients: 4, headers: { cookie } }));
        /** The cookie of a client of the instance that goes. */
        const cookieOf = async () => {
          const { seen, headers } = await stage.ask(port);
          expect(seen?.server).toBe("pod-2");
          return headers["set-cookie"]?.[0]?.split(";")[0];
        };
        /** How much of its share an instance has, in percent, of those that have not all of it yet. */
        const starting = async () => {
          const all = await statistics(join(folder, "s.sock"));
          return all.flatMap((value) => (value("throttle") === "" ? [] : [Number(value("throttle"))]));
        };
        const patient = { timeout: 20_000, interval: 100 };
        await expect.poll(async () => Object.keys(await asked(10)).sort(), patient).toEqual(["pod-2", "pod-3"]);
        // All of them start slowly when the agent finds them, and so share alike.
        await expect.poll(starting, patient).toEqual([]);

        const cookie = await vi.waitFor(cookieOf, patient);
        await stage.hush(pod, "127.0.0.2");
        await expect.poll(() => asked(10), patient).toEqual({ "pod-3": 10 });
        await stage.echo("pod-2", "127.0.0.2", pod);
        await expect.poll(starting, patient).toHaveLength(1);
        expect((await starting())[0]).toBeLessThan(100);
        const answers = await asked(200);
        expect(Object.keys(answers).sort()).toEqual(["pod-2", "pod-3"]);
        expect(await asked(20, cookie)).toEqual({ "pod-2": 20 });
        // Who has fewest connections may be asked first whatever its share is.
        if (balance === "roundrobin") expect(answers["pod-2"]).toBeLessThan(100);
      },
    );
  },
);
