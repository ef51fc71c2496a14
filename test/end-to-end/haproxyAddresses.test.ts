import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { podVariables } from "../../sdk/haproxy/addresses.js";
import { backend, listener, table, way, when } from "../sdk/haproxy/listeners.js";
import { findHaproxies, freePort, Stage, versionOf } from "./agent.js";
import { NameServer } from "./nameServer.js";

const stage = new Stage();
/** A name with addresses of one kind each, and one with both. */
const names = new NameServer(
  new Map([
    ["four.test", ["127.0.0.1"]],
    ["six.test", ["::1"]],
    ["both.test", ["::1", "127.0.0.1"]],
  ]),
);
/** By what the pod knows of its addresses. */
const pods = {
  "no addresses": {},
  "an address of IPv4": { first: "127.0.0.1", all: "127.0.0.1" },
  "addresses of both": { first: "127.0.0.1", all: "127.0.0.1,::1" },
  "an address of IPv6": { first: "::1", all: "::1" },
} as const;
type Pod = keyof typeof pods;
/** Of an agent. */
interface AgentPorts {
  readonly web: number;
  readonly health: number;
  /** One for each name. */
  readonly names: readonly number[];
  /** One that leads to an address. */
  readonly address: number;
}
const ports = new Map<Pod, AgentPorts>();
const all = Object.keys(pods) as Pod[];
const hosts = ["four.test", "six.test", "both.test"];
/** HAProxy 2.6 cannot tell that a pod has addresses of both kinds. */
const old = versionOf(findHaproxies()[0] ?? "").startsWith("2.6.");
const hasIpv6 = (pod: Pod) => pod === "an address of IPv6" || (pod === "addresses of both" && !old);

beforeAll(async () => {
  const four = await stage.echo("four");
  const six = await stage.echo("six", "::1", four);
  const mapped = await stage.echo("mapped");
  const nameServer = await names.listen();
  for (const pod of all) {
    const { first, all: addresses } = { first: undefined, all: undefined, ...pods[pod] };
    const decided = table(
      "t/web",
      [way(backend("four", four), 100)],
      [when("source in 127.0.0.0/8", backend("mapped", mapped))],
    );
    const web = await freePort();
    const own = await Promise.all(hosts.map(() => freePort()));
    const address = await freePort();
    const listeners = [
      { ...listener("web", decided, web), trustedProxies: ["127.0.0.0/8", "10.0.0.0/8"] },
      ...hosts.map((host, index) =>
        listener(host, table(host, [way({ ...backend(host, six), host }, 100)]), own[index] ?? 0),
      ),
      listener("address", table("address", [way({ ...backend("address", six), host: "::1" }, 100)]), address),
    ];
    const environment = {
      ...(first === undefined ? {} : { [podVariables.first]: first }),
      ...(addresses === undefined ? {} : { [podVariables.all]: addresses }),
    };
    const { healthPort } = await stage.agent(listeners, {}, { nameServer, environment });
    ports.set(pod, { web, health: healthPort, names: own, address });
  }
});
afterAll(() => {
  names.close();
  stage.stop();
});

const portsOf = (pod: Pod) => ports.get(pod) ?? { web: 0, health: 0, names: [], address: 0 };

describe.each(all)("an agent whose pod has %s", (pod) => {
  it("listens on IPv4, and its clients have addresses of that", async () => {
    const { web, health } = portsOf(pod);
    const { seen } = await stage.ask(web);
    expect([seen?.server, seen?.headers["x-forwarded-for"]]).toEqual(["mapped", ["127.0.0.1"]]);
    const behind = await stage.ask(web, { headers: { "x-forwarded-for": "192.0.2.1" } });
    expect([behind.seen?.server, behind.seen?.headers["x-forwarded-for"]?.join(", ")]).toEqual([
      "four",
      "192.0.2.1, 127.0.0.1",
    ]);
    expect((await stage.ask(health, { path: "/alive" })).status).toBe(200);
  });

  it(`listens on IPv6${hasIpv6(pod) ? "" : " not"}`, async () => {
    const { web, health } = portsOf(pod);
    const asked = [stage.ask(web, { to: "::1" }), stage.ask(health, { path: "/alive", to: "::1" })] as const;
    if (!hasIpv6(pod)) {
      for (const one of asked) await expect(one).rejects.toThrow("ECONNREFUSED");
      return;
    }
    const [{ seen }, { status }] = await Promise.all(asked);
    expect([status, seen?.server, seen?.headers["x-forwarded-for"]]).toEqual([200, "four", ["::1"]]);
  });

  it("reaches what is named by its address of IPv6", async () => {
    expect((await stage.ask(portsOf(pod).address)).seen?.server).toBe("six");
  });

  it("finds what has addresses of one kind, and of those with both what the pod itself has", async () => {
    const preferred = pod === "an address of IPv6" && !old ? "six" : "four";
    for (const [index, server] of ["four", "six", preferred].entries()) {
      const port = portsOf(pod).names[index] ?? 0;
      await expect
        .poll(async () => (await stage.ask(port)).seen?.server, { timeout: 10_000, interval: 200 })
        .toBe(server);
    }
  });
});
