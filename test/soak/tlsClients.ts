import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TLSSocket } from "node:tls";

/** A certificate that signed itself, with its key, in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate whose subject is a name. */
export function certificateOf(name: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "vamp-certificate-"));
  const [certificate, key] = [join(folder, "crt"), join(folder, "key")];
  const made = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    key,
    "-out",
    certificate,
  ];
  try {
    execFileSync("openssl", ["req", "-x509", ...made, "-days", "2", "-subj", `/CN=${name}`], { stdio: "pipe" });
    return { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What clients that speak TLS counted. */
export interface TlsSummary {
  readonly requests: number;
  readonly failures: readonly string[];
  /** How often a certificate was shown, by the name in it. */
  readonly shown: Readonly<Record<string, number>>;
}

/**
 * Starts some clients that send requests by TLS until they are stopped, half of them on a new connection each time, and
 * check who answers. A connection that the other side has closed before a request was sent is opened again, as usual.
 */
export function startTlsClients(url: string, clients: number) {
  const counted = { requests: 0, failures: [] as string[], shown: {} as Record<string, number> };
  let going = true;
  const one = async (agent: Agent) => {
    while (going) {
      const { failure, shown } = await ask(url, agent);
      counted.requests++;
      if (shown !== "") counted.shown[shown] = (counted.shown[shown] ?? 0) + 1;
      if (failure !== "") counted.failures.push(failure);
      await sleep(50);
    }
    agent.destroy();
  };
  const all = Array.from({ length: clients }, (_, index) =>
    one(new Agent({ keepAlive: index % 2 === 0, maxSockets: 1, rejectUnauthorized: false, maxCachedSessions: 0 })),
  );
  return {
    async stop(): Promise<TlsSummary> {
      going = false;
      await Promise.all(all);
      return counted;
    },
  };
}

interface Asked {
  readonly failure: string;
  readonly shown: string;
}

function ask(url: string, agent: Agent, again = true): Promise<Asked> {
  return new Promise((resolve) => {
    let shown = "";
    const sent = request(url, { agent, timeout: 10_000 }, (answer) => {
      shown = String((answer.socket as TLSSocket).getPeerCertificate().subject?.CN ?? "");
      let body = "";
      answer.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      answer.on("end", () => {
        const well = answer.statusCode === 200 && /"version":"1\.\d\.0"/.test(body);
        resolve({ failure: well ? "" : `${answer.statusCode} ${body.slice(0, 100)}`, shown });
      });
      answer.on("error", (error) => resolve({ failure: String(error), shown }));
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer within 10 s")));
    sent.on("error", (error) => {
      if (again && sent.reusedSocket) ask(url, agent, false).then(resolve);
      else resolve({ failure: String(error), shown });
    });
    sent.end();
  });
}
