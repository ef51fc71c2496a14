import { Problems } from "../diagnostics/problem.js";
import { type Gateways, gatewaysOf, type SimulatedGateway } from "../planning/gateways.js";
import type { Case, Way } from "../routing/outcome.js";
import { nullUnknown, reportOfCase } from "../routing/report.js";
import { type RequestArgs, requestOf } from "../routing/request.js";
import { decisionInWords, editsInWords, endInWords, limitInWords } from "../routing/words.js";
import { type Command, exit, type Given, Misuse } from "./command.js";
import { readTexts } from "./files.js";
import { readingOf, readingOptions } from "./options.js";
import { tellProblems } from "./report.js";
import { wrap } from "./wrap.js";

/** `vamp route`: says where a request would go, without a cluster. */
export const route: Command = {
  usage: "vamp route [--host HOST] [--path PATH] [OPTION…] FILE…",
  summary: "Says which version a request reaches, with what probability, and why.",
  options: {
    gateway: {
      type: "string",
      description: "where it arrives; default: the only one, or the only one that is not a cluster's",
    },
    host: { type: "string", description: "the host it asks for; for TCP the server name of TLS" },
    "server-name": { type: "string", description: "the server name of its TLS connection; default: the host" },
    path: { type: "string", description: "its path, with a query or without; default: /" },
    method: { type: "string", description: "default: GET" },
    header: { type: "string", multiple: true, description: "NAME=VALUE, as often as you like" },
    cookie: { type: "string", multiple: true, description: "NAME=VALUE, as often as you like" },
    source: { type: "string", description: "the client's address; default: in no network" },
    ...readingOptions,
    json: { type: "boolean", description: "print one object for machines" },
  },
  run: (files, options, world) => {
    const problems = new Problems();
    const texts = readTexts(files, world);
    const gateways = gatewaysOf(texts, problems, readingOf(options));
    tellProblems(problems.list, world);
    if (problems.hasErrors) return exit.problems;
    const gateway = chosen(gateways, options.gateway);
    const asked = requestArgs(options);
    const { cases } = misuseOf(() => gateway.simulate(asked));
    if (options.json === true) {
      const { sourceAddress: source, ...request } = requestOf(asked);
      const report = { gateway: gateway.name, request: { ...request, source }, cases: cases.map(reportOfCase) };
      world.out(`${JSON.stringify(report, nullUnknown, 2)}\n`);
    } else {
      world.out(`${[asked.method ?? "GET", `${asked.host ?? ""}${asked.path ?? "/"}`].join(" ")} at ${gateway.name}\n`);
      for (const one of cases) world.out(`\n${tableOf(one, asked)}`);
    }
    return exit.clean;
  },
};

function chosen(gateways: Gateways, name: Given[string]): SimulatedGateway {
  if (typeof name === "string") return misuseOf(() => gateways.gateway(name));
  const outer = gateways.all.filter((gateway) => gateway.outer);
  const [first, ...others] = outer.length > 0 ? outer : gateways.all;
  if (first === undefined) throw new Misuse("there is no gateway in these files");
  if (others.length > 0)
    throw new Misuse(
      `which gateway? \`--gateway\` takes one of ${gateways.names.map((one) => `\`${one}\``).join(", ")}`,
    );
  return first;
}

function requestArgs(given: Given): RequestArgs {
  const { host, path, method, source, header, cookie } = given;
  const text = (value: Given[string]) => (typeof value === "string" ? value : undefined);
  const headers: Record<string, string[]> = Object.create(null);
  for (const [name, value] of pairs(header, "header")) headers[name] = [...(headers[name] ?? []), value];
  const cookies: Record<string, string> = Object.fromEntries(pairs(cookie, "cookie"));
  const serverName = text(given["server-name"]);
  return {
    host: text(host),
    serverName,
    path: text(path),
    method: text(method),
    source: text(source),
    headers,
    cookies,
  };
}

function pairs(given: Given[string], option: string): readonly (readonly [string, string])[] {
  return (typeof given === "object" ? given : []).map((text) => {
    const [, name, value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined) throw new Misuse(`\`--${option}\` takes NAME=VALUE, not \`${text}\``);
    return [name, value];
  });
}

/** What cannot be a request, or is no gateway, is a misuse here. */
function misuseOf<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new Misuse(error.message);
    throw error;
  }
}

const indent = 14;

function tableOf({ rawAcls, ways }: Case, asked: RequestArgs): string {
  const assumed = [...rawAcls].map(([acl, holds]) => `<${acl}> ${holds ? "matches" : "does not match"}`);
  const head = assumed.length === 0 ? "" : `${wrap(`If ${assumed.join(" and ")}, which only HAProxy can tell:`, 0)}`;
  const ordered = [...ways].sort((one, other) => (other.share?.number ?? 2) - (one.share?.number ?? 2));
  return head + ordered.map((way) => rowOf(way, asked)).join("");
}

function rowOf(way: Way, asked: RequestArgs): string {
  const share = (way.share?.toString() ?? "known later").padStart(indent - 2);
  const why = way.decisions.map((decision) => wrap(decisionInWords(decision), indent));
  const edits = editsInWords(way, requestOf(asked)).map((line) => wrap(line, indent));
  const limits = way.limits.map((limit) => wrap(`limit: ${limitInWords(limit)}`, indent));
  return [`${share}  ${endInWords(way.end)}\n`, ...why, ...edits, ...limits].join("");
}
