import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { agentNodes, deleteAgents, drain, killAgent, restartKubelet } from "../end-to-end/disturbances.js";
import { readTrace, setDns, startLoad } from "../end-to-end/lab.js";
import { deploy, echoImage, echoService } from "../end-to-end/programs.js";
import { Stack } from "../end-to-end/stack.js";
import { type Certificate, certificateOf } from "./certificate.js";
import { startClientPod } from "./clientPod.js";

const seconds = 1000;
const wanted = Number(process.env.VAMP_SOAK_REQUESTS ?? 1_000_000);

/** What an update may change. */
interface State {
  /** Percent by version. */
  readonly weights: Readonly<Record<string, number>>;
  /** Versions that a condition sends some requests to, with its strength in percent. */
  readonly conditions: Readonly<Record<string, number>>;
  readonly instances: number;
  readonly image: string;
  readonly certificate: Certificate;
}

const certificates = { one: certificateOf("one"), two: certificateOf("two") };
const first: State = {
  weights: { "1.0.0": 90, "1.1.0": 10 },
  conditions: {},
  instances: 2,
  image: echoImage,
  certificate: certificates.one,
};

/** The updates, one after the other: each adds to the one before. */
const updates: readonly (readonly [string, Partial<State>])[] = [
  ["weights", { weights: { "1.0.0": 50, "1.1.0": 50 } }],
  ["a condition", { conditions: { "1.1.0": 30 } }],
  ["a route more", { weights: { "1.0.0": 40, "1.1.0": 40, "1.2.0": 20 } }],
  ["a certificate", { certificate: certificates.two }],
  ["other pods", { image: `docker.io/${echoImage}` }],
  ["more pods", { instances: 3 }],
  ["a condition less", { conditions: {} }],
  ["a route less", { weights: { "1.0.0": 20, "1.1.0": 80 } }],
  ["fewer pods, other pods, a certificate", { instances: 2, image: echoImage, certificate: certificates.one }],
  ["weights", { weights: { "1.0.0": 90, "1.1.0": 10 } }],
];

function program({ weights, conditions, instances, image, certificate }: State): string {
  const versions = Object.keys(weights);
  const routes = Object.fromEntries(
    versions.map((version) => {
      const strength = conditions[version];
      const condition =
        strength === undefined ? {} : { condition: "user-agent == Go-http-client", conditionStrength: `${strength}%` };
      return [`shop:${version}`, { weight: `${weights[version]}%`, ...condition }];
    }),
  );
  const blueprint = {
    gateways: { 9050: "shop/web", 9443: { routes: "shop/web", tls: { certificates: [certificate] } } },
    clusters: { shop: { services: versions.map((version) => echoService(version, instances)), gateways: { routes } } },
  };
  return deploy(blueprint, { images: { [echoImage]: image } });
}

describe(`${wanted.toLocaleString("en")} requests as fast as they are answered`, () => {
  const stack = new Stack("soak");
  const say = (text: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
  let client: number | undefined;
  beforeAll(async () => {
    setDns("real");
    await stack.up(program(first));
    client = startClientPod(stack.namespace);
  });
  afterAll(() => {
    stack.dispose();
    setDns("fast");
  });

  it("do not fail while weights, conditions, routes, certificates and pods change, agents go, and nodes do", async () => {
    const allow = ["--allow", "1.0.0,1.1.0,1.2.0"];
    const load = startLoad(client, await stack.serviceUrl("shop-9050"), "--requests", String(wanted), ...allow);
    const secure = (await stack.serviceUrl("shop-9443")).replace("http:", "https:");
    const tls = startLoad(client, secure, "--connections", "4", "--rate", "50", "--seconds", "7200", ...allow);
    const done = { updates: 0, deleted: 0, drained: 0, kubelets: 0 };
    let state = first;
    const steps = [
      ...updates.map(([what, change]) => ({
        what: `an update changes ${what}`,
        work: async () => {
          state = { ...state, ...change };
          await stack.up(program(state));
          done.updates++;
        },
      })),
      {
        what: "agents are deleted",
        work: async () => {
          done.deleted += await deleteAgents(stack);
        },
      },
      {
        what: "a kubelet is killed",
        work: async () => {
          // Kubernetes takes the pods of a kubelet that comes back for not ready until it has asked them: with all agents
          // there, their Service would lead nowhere meanwhile.
          expect(agentNodes(stack).size).toBe(2);
          await restartKubelet(1);
          done.kubelets++;
        },
      },
      { what: "a node is drained", work: () => drain("node2").then(() => done.drained++) },
    ];
    let failure: unknown;
    try {
      for (let turn = 0; turn === 0 || !load.ended(); turn++)
        for (const { what, work } of steps) {
          if (turn > 0 && load.ended()) break;
          say(what);
          await work();
          await sleep(2 * seconds);
        }
    } catch (error) {
      failure = error;
    }
    const summary = await load.stop();
    const overTls = await tls.stop();
    if (failure !== undefined) throw failure;
    console.log(JSON.stringify({ ...summary, pods: undefined, ...done, tls: { ...overTls, pods: undefined } }));
    expect(summary.failures).toEqual([]);
    expect(summary.requests).toBeGreaterThanOrEqual(wanted);
    expect(overTls.failures).toEqual([]);
    expect(overTls.requests).toBeGreaterThan(1000);
    expect(overTls.certificates).toMatchObject({ one: expect.any(Number), two: expect.any(Number) });
  });

  it("fail only between an agent's being killed and its endpoint's being withdrawn", async () => {
    const trace = join(mkdtempSync(join(tmpdir(), "vamp-trace-")), "requests");
    const load = startLoad(client, await stack.serviceUrl("shop-9050"), "--seconds", "120", "--trace", trace);
    await sleep(5 * seconds);
    const { killed, withdrawn } = await killAgent(stack, "shop-9050");
    await sleep(5 * seconds);
    const { requests, failed } = await load.stop();
    const lost = readTrace(trace).filter(({ version }) => version.startsWith("!"));
    const last = Math.max(killed, ...lost.map(({ sent }) => sent));
    console.log(JSON.stringify({ requests, failed, withdrawnAfter: withdrawn - killed, lastAfter: last - killed }));
    expect(lost.filter(({ answered }) => answered < killed)).toEqual([]);
    expect(last).toBeLessThanOrEqual(withdrawn + 1 * seconds);
    expect(lost).toHaveLength(failed);
  });
});
