import type { RequestFacts } from "../../../sdk/conditions/request.js";
import type { Known } from "../../../sdk/later.js";
import type { Listener } from "../../../sdk/routing/listener.js";
import type { Way } from "../../../sdk/routing/outcome.js";
import { simulator } from "../../../sdk/routing/simulate.js";
import { whole } from "../../../sdk/routing/weights.js";
import { Random } from "../../fuzz/mutations.js";
import { ListenerMaker } from "../../sdk/routing/generate.js";
import { request as makeRequest } from "../../sdk/routing/generateRequest.js";
import { Clients } from "./client.js";
import { addressOf, backendOf, instancesName, startBehind } from "./echo.js";
import { expected, observed, passed } from "./expected.js";
import { featureNames, featuresOf } from "./features.js";
import { AgentUnderTest, type Fault } from "./haproxy.js";

/** How much is compared. */
export interface Extent {
  readonly seed: number;
  readonly listeners: number;
  /** Different requests to each listener. */
  readonly requests: number;
  /** How often a request is sent that may go several ways. */
  readonly repeated: number;
  /** Ends after so many disagreements. Default: when all is compared. */
  readonly enough?: number;
}

/** What came of a comparison. */
export interface Comparison {
  readonly pairs: number;
  readonly sent: number;
  readonly disagreements: readonly string[];
  /** In how many pairs each feature was seen. */
  readonly seen: Readonly<Record<string, number>>;
}

/** What listeners there are, one after another. */
const kinds = ["http", "tls", "http", "tcp", "tls", "http", "tls", "http", "http", "http"] as const;

/** How far a count may be off for each decision by counting: less than this for any requests one after another. */
const mostOff = 5;

/** Sends generated requests to generated listeners of a real HAProxy, and holds what comes against the simulator. */
export async function compare(extent: Extent, fault?: Fault): Promise<Comparison> {
  const random = new Random(extent.seed);
  const behind = await startBehind();
  const agent = new AgentUnderTest(behind.dns);
  const clients = new Clients();
  try {
    const maker = new ListenerMaker(random, (number, mode) => ({
      host: addressOf(number),
      port: behind[mode],
      instances: { host: instancesName(number), port: behind[mode], most: 2 },
    }));
    const listeners = Array.from({ length: extent.listeners }, (_, index) => {
      const kind = kinds[index % kinds.length] ?? "http";
      return withClients(maker[kind](20_000 + index));
    });
    await agent.start(listeners, fault);
    const instances = await agent.instanceCookies();
    const ask = async (listener: Known<Listener>, request: RequestFacts) => {
      const socket = agent.socketOf(listener);
      if (listener.mode === "tcp") return passed(backendOf(await clients.begin(socket, request)));
      return observed(await clients.send(socket, request, listener.tls !== undefined));
    };
    const seen = Object.fromEntries(featureNames.map((name) => [name, 0]));
    const disagreements: string[] = [];
    let sent = 0;
    for (const listener of listeners) {
      if (disagreements.length >= (extent.enough ?? Number.POSITIVE_INFINITY)) break;
      const simulate = simulator(listener);
      for (let index = 0; index < extent.requests; index++) {
        const request = makeRequest(random, listener, instances);
        const { ways } = simulate(request);
        for (const name of featuresOf(ways, request, listener)) seen[name] = (seen[name] ?? 0) + 1;
        const times = ways.length > 1 ? extent.repeated : 1;
        const counts = new Map<string, number>();
        for (let time = 0; time < times; time++) {
          const answer = await ask(listener, request);
          counts.set(answer, (counts.get(answer) ?? 0) + 1);
        }
        sent += times;
        disagreements.push(...differences(ways, counts, times, request, listener));
      }
    }
    return { pairs: extent.listeners * extent.requests, sent, disagreements, seen };
  } finally {
    clients.close();
    agent.stop();
    behind.close();
  }
}

/** A listener that, where it believes proxies, shows which clients it takes for some: nothing else depends on that often. */
function withClients(listener: Known<Listener>): Known<Listener> {
  const { table, trustedProxies = [] } = listener;
  if (trustedProxies.length === 0) return listener;
  const some = {
    route: "some",
    condition: "source in 192.0.2.0/24 or source in 2001:db9::/32",
    strength: whole,
    target: { kind: "answer", status: 403 },
  } as const;
  return { ...listener, table: { ...table, conditions: [some, ...table.conditions] } };
}

function differences(
  ways: readonly Way[],
  counts: ReadonlyMap<string, number>,
  times: number,
  request: RequestFacts,
  listener: Known<Listener>,
): readonly string[] {
  const wanted = new Map<string, { share: number; off: number }>();
  for (const way of ways) {
    const what = expected(way, listener);
    const before = wanted.get(what) ?? { share: 0, off: 0 };
    const off = ways.length === 1 ? 0 : mostOff * way.decisions.length;
    wanted.set(what, { share: before.share + (way.share?.number ?? 0), off: before.off + off });
  }
  const told: string[] = [];
  for (const [what, { share, off }] of wanted) {
    const count = counts.get(what) ?? 0;
    const wrong = Math.abs(count - share * times);
    if (wrong > (share === 1 ? 0 : off)) told.push(`${count} of ${times}, not ${share * times}: ${what}`);
  }
  for (const [what, count] of counts) if (!wanted.has(what)) told.push(`${count} of ${times}, not expected: ${what}`);
  if (told.length === 0) return [];
  return [[`request ${JSON.stringify(request)}`, ...told, `listener ${JSON.stringify(listener)}`].join("\n")];
}
