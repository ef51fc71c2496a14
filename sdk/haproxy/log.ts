import { format, quote } from "./quote.js";
import type { Rules } from "./rules.js";

/** Variable with what the tables decided, as members of a JSON object, each behind a comma. */
export const choiceVariable = "txn.choice";

/** What a table decided, for the log. */
export interface Choice {
  /** Vamp's name of the gateway. */
  readonly gateway: string;
  /** Vamp's path of the route. Absent: none was taken. */
  readonly route?: string;
  readonly reason: "condition" | "strength" | "weight" | "sticky" | "only" | "otherwise" | "preflight";
}

/** The action that keeps a choice in {@link choiceVariable}. Of gateways in a row the last one stands in the log. */
export function setChoice(choice: Choice): string {
  return `set-var-fmt(${choiceVariable}) ${format(choiceText(choice))}`;
}

/**
 * The action that makes a choice one of a preflight, where that is answered on the way to a backend: its gateway and its
 * route stay, and the reason behind them (see {@link choiceText}) is another.
 */
export const preflightChoice = `set-var(${choiceVariable}) ${quote(`var(${choiceVariable}),regsub("[a-z]+.$","preflight\\"")`)}`;

/** A choice as {@link choiceVariable} has it. */
export function choiceText({ gateway, route, reason }: Choice): string {
  return `,${JSON.stringify({ gateway, ...(route !== undefined && { route }), reason }).slice(1, -1)}`;
}

/** Variable with what a person calls the backend. */
export const titleVariable = "txn.backend";

/** Length of a line of the log. What clients may send is cut, so that a line with it is never longer. */
const longestLine = 16_384;

const texts = { host: 256, method: 32, path: 1_024 } as const;

/** Writes what the log will say of a request as it was sent. */
export function logFacts(rules: Rules): void {
  rules.rule(`set-var(txn.log_host) req.fhdr(host),bytes(0,${texts.host})`);
  rules.rule(`set-var(txn.log_method) method,bytes(0,${texts.method})`);
  rules.rule(`set-var(txn.log_path) path,bytes(0,${texts.path})`);
}

/**
 * Writes how a frontend logs: one JSON object a line, whatever clients send. Times are in milliseconds, -1 for what did not
 * come to pass.
 */
export function accessLog(mode: "http" | "tcp"): readonly string[] {
  const members = mode === "http" ? [...common, ...http] : [...common, ...tcp];
  const object = members.map(([name, value]) => `"${name}":${value}`).join(",");
  return [
    "  no log",
    `  log stdout len ${longestLine} format raw local0`,
    // The choice is a part of an object already. HAProxy writes `-` where there is nothing, so a space is always there.
    `  log-format '{${object}%[str(" "),concat(,${choiceVariable})]}'`,
  ];
}

/** A variable as a JSON text; `-` for one that was never set. */
function text(variable: string): string {
  return `"%[var(${variable}),json(utf8s)]"`;
}

const common = [
  ["time", '"%[date,utime(%Y-%m-%dT%H:%M:%SZ)]"'],
  ["client", '"%[src]"'],
  ["backend", text(titleVariable)],
  ["server", '"%s"'],
  ["end", '"%ts"'],
  ["bytes", "%B"],
] as const;

const http = [
  ["host", text("txn.log_host")],
  ["method", text("txn.log_method")],
  ["path", text("txn.log_path")],
  ["status", "%ST"],
  ["bytesIn", "%U"],
  ["waited", "%Tw"],
  ["connected", "%Tc"],
  ["answered", "%Tr"],
  ["total", "%Ta"],
] as const;

const tcp = [
  ["waited", "%Tw"],
  ["connected", "%Tc"],
  ["total", "%Tt"],
] as const;
