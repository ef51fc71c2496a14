import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../sdk/conditions/compile.js";
import { evaluate } from "../../sdk/conditions/evaluate.js";
import type { RequestFacts } from "../../sdk/conditions/request.js";
import { allOf, anyOf, atom, type Condition, not, type RequestTest } from "../../sdk/conditions/tree.js";
import { conditions, requests, requestTests } from "../sdk/conditions/arbitraries.js";
import { writeCondition } from "../sdk/conditions/write.js";

/*
 * The compiled conditions in a real HAProxy against evaluate(). One frontend asks all conditions about each request
 * and answers which of them took it. The peer's address comes in a PROXY line, so that any can be tried.
 */

const seed = Number(process.env.VAMP_SEED ?? Date.now() % 1_000_000_000);
const numberOfRequests = Number(process.env.VAMP_REQUESTS ?? 400);

/** An `and` of `or`s of two, of which the disjunction has 2^pairs alternatives. */
const pairs = (count: number, tests: readonly Condition[]): Condition =>
  allOf(
    ...Array.from({ length: count }, (_, index) =>
      anyOf(...[0, 1].map((side) => tests[(2 * index + side) % tests.length] ?? allOf<RequestTest>())),
    ),
  );

function tried(): Condition[] {
  const single = fc.sample(requestTests, { seed, numRuns: 300 }).map((test) => atom(test));
  const random = fc.sample(conditions, { seed, numRuns: 150 });
  const wide = single.slice(0, 130);
  const constants = [allOf<RequestTest>(), anyOf<RequestTest>()];
  return [
    ...single,
    ...random,
    ...constants,
    anyOf(...wide),
    allOf(...wide.map((test) => not(test))),
    pairs(6, single),
    pairs(20, single.slice(40)),
    not(pairs(20, single.slice(80))),
  ];
}

describe("conditions in HAProxy", () => {
  const all = tried();
  const folder = mkdtempSync(join(tmpdir(), "conditions-"));
  const socket = join(folder, "haproxy.sock");
  let haproxy: ChildProcess;

  beforeAll(async () => {
    const file = join(folder, "haproxy.cfg");
    writeFileSync(file, configuration(all, socket));
    const binary = findHaproxy();
    execFileSync(binary, ["-c", "-dW", "-f", file], { stdio: "pipe" });
    haproxy = spawn(binary, ["-db", "-f", file], { stdio: "ignore" });
    for (let attempt = 0; !existsSync(socket) && attempt < 100; attempt += 1)
      await new Promise((wake) => setTimeout(wake, 50));
  });
  afterAll(() => {
    haproxy?.kill();
    rmSync(folder, { recursive: true });
  });

  it(`answer as evaluate() does (seed ${seed})`, async () => {
    const disagreements: string[] = [];
    let taken = 0;
    for (const request of fc.sample(requests, { seed, numRuns: numberOfRequests })) {
      const answers = await ask(socket, request);
      expect(answers).toHaveLength(all.length);
      all.forEach((condition, index) => {
        const expected = evaluate(condition, request);
        if (expected) taken += 1;
        if (answers[index] !== expected)
          disagreements.push(
            `${writeCondition(condition)}: HAProxy ${answers[index]}, evaluate ${expected}, for ${JSON.stringify(request)}`,
          );
      });
    }
    expect(disagreements.slice(0, 10)).toEqual([]);
    // Conditions that take nothing or everything would prove little.
    expect(taken / (numberOfRequests * all.length)).toBeGreaterThan(0.05);
  });
});

function configuration(all: readonly Condition[], socket: string): string {
  const questions = all.flatMap((condition, index) => {
    // Both forms of a condition, in turn.
    const compiled = compile(condition, { asConjunction: index % 2 === 1 });
    return [...compiled.statements, `http-request set-var(txn.answer${index}) bool(true) if ${compiled.condition}`];
  });
  return `defaults
  mode http
  timeout client 10s
  timeout connect 10s
  timeout server 10s
frontend conditions
  bind ${socket} accept-proxy
  ${questions.join("\n  ")}
  http-request return status 200 content-type text/plain lf-string ${all.map((_, index) => `%[var(txn.answer${index})]`).join(",")}
`;
}

/** Which conditions took a request, according to HAProxy. */
async function ask(socket: string, request: RequestFacts): Promise<boolean[]> {
  const { method, path, query, headers, sourceAddress = "" } = request;
  const proxy = sourceAddress.includes(":") ? `TCP6 ${sourceAddress} ::1` : `TCP4 ${sourceAddress} 127.0.0.1`;
  const target = query === undefined ? path : `${path}?${query}`;
  const lines = [
    `PROXY ${proxy} 1000 80`,
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    "Connection: close",
    "",
    "",
  ];
  const response = await new Promise<string>((resolve, reject) => {
    let received = "";
    connect(socket)
      .setEncoding("utf8")
      .on("data", (data: string) => {
        received += data;
      })
      .on("error", reject)
      .on("end", () => resolve(received))
      .write(lines.join("\r\n"));
  });
  const [head = "", body = ""] = response.split("\r\n\r\n");
  if (!head.startsWith("HTTP/1.1 200")) throw new Error(`${head} for ${JSON.stringify(request)}`);
  return body.split(",").map((answer) => answer === "1");
}

/** HAProxy of the lab, or else of the machine. */
function findHaproxy(): string {
  const cache = process.env.VAMP_LAB_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "vamp-lab");
  const folders = [join(cache, "bin"), ...(process.env.PATH ?? "").split(delimiter)];
  const found = folders.map((folder) => join(folder, "haproxy")).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`haproxy is neither in ${cache}/bin (make the lab) nor on PATH`);
  return found;
}
