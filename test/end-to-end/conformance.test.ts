import { readFileSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Known } from "../../sdk/later.js";
import { requestOf } from "../../sdk/routing/request.js";
import { simulate } from "../../sdk/routing/simulate.js";
import type { Listener } from "../../sdk/routing/table.js";
import { certificateFor, onThisMachine, serviceOf, wayIn, waysIn } from "../conformance/agent.js";
import { type Case, type ConformanceTest, conformanceTests, type Destination } from "../conformance/cases.js";
import { type Answered, echoBackend, exchange } from "../conformance/exchange.js";
import { type Outcome, pageReport, yamlReport } from "../conformance/report.js";
import { differences } from "../conformance/verdict.js";
import { corpus, ownCorpus } from "../corpusTable.js";
import { freePort, Stage } from "./agent.js";
import { root } from "./lab.js";

const stage = new Stage();
const servers: Server[] = [];
let listeners: ReadonlyMap<string, Known<Listener>> = new Map();
let authority = "";
const outcomes: Outcome[] = [];
/** What came of each case, and what the simulator says that may. */
const answers: { readonly id: string; readonly found: string; readonly simulated: readonly string[] }[] = [];

beforeAll(async () => {
  const echo = (backend: string) => echoBackend(backend, servers);
  listeners = await onThisMachine(conformanceTests.flatMap(waysIn), freePort, echo);
  const all = [...listeners.values()];
  const names = conformanceTests.flatMap(({ cases }) => cases.flatMap(({ to }) => to.map((one) => one.server_name)));
  const certificate = certificateFor([...new Set(names.flatMap((name) => name ?? []))], all);
  authority = certificate.authority;
  await stage.agent(all, certificate.files);
});

afterAll(() => {
  stage.stop();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

function listenerOf({ short_name }: ConformanceTest, { after }: Case, to: Destination): Known<Listener> {
  const listener = listeners.get(wayIn(short_name, to.gateway, to.port, after));
  if (listener === undefined) throw new Error(`${short_name} has no way in at ${to.gateway}:${to.port}`);
  return listener;
}

async function failuresOf(test: ConformanceTest): Promise<readonly string[]> {
  const failures: string[] = [];
  // The shares first: they are counted from the first request on.
  if (test.distribution !== undefined) failures.push(...(await wrongShares(test, test.distribution)));
  for (const one of test.cases)
    for (const to of one.to) {
      const listener = listenerOf(test, one, to);
      const answered = await exchange(one.request, to, listener.port, authority);
      answers.push({ id: one.id, found: outcomeOf(answered), simulated: simulatedOutcomes(listener, one) });
      failures.push(...differences(one, answered).map((what) => `${one.id}: ${what}`));
    }
  return failures;
}

/** Shares of 500 requests, 10 at a time, that are wrong by more than two requests, or something where nothing should be. */
async function wrongShares(test: ConformanceTest, shares: Readonly<Record<string, number>>): Promise<string[]> {
  const [one] = test.cases;
  const [to] = one?.to ?? [];
  if (one === undefined || to === undefined) throw new Error(`${test.short_name} has no case`);
  const counts = new Map<string, number>();
  const count = ({ arrived }: Answered) => {
    const name = arrived?.backend.split("/")[1] ?? "nobody";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const { port } = listenerOf(test, one, to);
  const ask = async () => {
    for (let sent = 0; sent < 50; sent++) count(await exchange(one.request, to, port, authority));
  };
  await Promise.all(Array.from({ length: 10 }, ask));
  return [...new Set([...Object.keys(shares), ...counts.keys()])].flatMap((name) => {
    const [found, expected] = [counts.get(name) ?? 0, (shares[name] ?? 0) * 500];
    const within = expected === 0 ? 0 : 2;
    return Math.abs(found - expected) <= within ? [] : [`${name} got ${found} of 500 requests instead of ${expected}`];
  });
}

/** What came of a request, in a line. */
function outcomeOf({ arrived, status, headers }: Answered): string {
  if (arrived !== undefined) return `${arrived.backend} ${arrived.method} ${arrived.path}`;
  return [status, headers.get("location") ?? ""].join(" ");
}

/** The same as the simulator says it, for each way that the request may go. */
function simulatedOutcomes(listener: Known<Listener>, { request: { host, method, path, headers } }: Case) {
  const asked = requestOf({ host: host || "127.0.0.1", method, path, headers });
  return simulate(listener, asked).ways.map(({ end }) => {
    switch (end.kind) {
      case "backend": {
        const { method, path, query } = end.request;
        return `${serviceOf(end.backend.title.slice(1))} ${method} ${path}${query === undefined ? "" : `?${query}`}`;
      }
      case "closed":
        return "closed";
      default:
        return [end.status, end.kind === "redirect" ? end.location : ""].join(" ");
    }
  });
}

function unsupported({ features }: ConformanceTest): string | undefined {
  return features.includes("HTTPRouteRequestMirror")
    ? "HAProxy sends a request to one backend; `vamp import` says so and leaves the copy out"
    : undefined;
}

describe("the Gateway API's conformance test", () => {
  it.each(conformanceTests.map((test) => [test.short_name, test] as const))("%s", async (_, test) => {
    const failures = await failuresOf(test);
    outcomes.push({ test, failures, unsupported: unsupported(test) });
    expect(failures).toEqual([]);
  });

  it("comes to what the simulator says", () => {
    const slow = "HTTPRouteTimeoutRequest/01";
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter(({ id, found, simulated }) => id !== slow && !simulated.includes(found))).toEqual([]);
  });

  it("does not let a connection for one host of TLS ask for another's", async () => {
    const test = conformanceTests.find(({ short_name }) => short_name === "HTTPRouteHTTPSListener");
    const [one] = test?.cases ?? [];
    const [to] = one?.to ?? [];
    if (test === undefined || one === undefined || to === undefined) throw new Error("the cases have changed");
    const request = { ...one.request, host: "second-example.org" };
    expect((await exchange(request, to, listenerOf(test, one, to).port, authority)).status).toBe(421);
  });
});

it.each<[string, Partial<Case["expect"]>, string]>([
  ["status", { status: [201] }, "status 200 instead of 201"],
  ["backend", { backend: "b" }, "backend is a instead of b"],
  ["namespace", { backend_namespace: "m" }, "namespace of the backend is n instead of m"],
  ["method", { backend_request: { method: "PUT" } }, "method at the backend is GET instead of PUT"],
  ["path", { backend_request: { path: "/y" } }, "path at the backend is /x instead of /y"],
  ["host", { backend_request: { host: "d" } }, "host at the backend is c instead of d"],
  ["header", { backend_request: { headers: { A: "2" } } }, "header A at the backend is 1 instead of 2"],
  ["no header", { backend_request: { absent_headers: ["A"] } }, "header A at the backend is 1 instead of absent"],
  ["header", { response_headers: { A: "2" } }, "header A of the answer is 1 instead of 2"],
  ["no header", { response_absent_headers: ["A"] }, "header A of the answer is 1 instead of absent"],
  ["place", { redirect: { host: "e" } }, "host of the Location is c instead of e"],
  ["port", { redirect: { port: "81" } }, "port of the Location is 80 instead of 81"],
  ["scheme", { redirect: { scheme: "https" } }, "scheme of the Location is http: instead of https:"],
  ["path", { redirect: { path: "/y" } }, "path of the Location is /x instead of /y"],
])("another %s is seen: %j", (_, expected, difference) => {
  const arrived = { backend: "n/a", method: "GET", path: "/x", headers: Object.entries({ host: "c", a: "1" }) };
  const answered = { status: 200, headers: new Map(Object.entries({ a: "1", location: "http://c/x" })), arrived };
  const to = [{ gateway: "g", port: 80, scheme: "http" as const }];
  const request = { method: "GET", host: "c", path: "/x" };
  expect(differences({ id: "x/00", to, request, expect: { status: [200], ...expected } }, answered)).toContain(
    difference,
  );
});

it.skipIf(corpus !== ownCorpus).each([
  ["docs/conformance.md", () => pageReport(outcomes)],
  ["docs/conformance.yaml", () => yamlReport(outcomes, version())],
])("%s is what this run came to", (name, write) => {
  const file = join(root, name);
  if (process.env.UPDATE_CONFORMANCE === "true") writeFileSync(file, write());
  expect(readFileSync(file, "utf8")).toBe(write());
});

function version(): string {
  return (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
}
