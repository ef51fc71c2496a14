import type { RequestFacts } from "../conditions/request.js";
import { Later, type Leaf } from "../later.js";
import { formatDuration } from "../units/duration.js";
import { knownText } from "./headers.js";
import type { Limit } from "./limits.js";
import type { Decision, End, Way } from "./outcome.js";
import { formatShare, whole } from "./weights.js";

/** A decision in words: `shop/9050 → shop:1.1.0: its condition \`has cookie beta\` matches`. */
export function decisionInWords({ gateway, route, reason }: Decision): string {
  const way = route === undefined || route === gateway ? gateway : `${gateway} → ${route}`;
  switch (reason.kind) {
    case "condition":
      return reason.strength === whole
        ? `${way}: its condition \`${reason.condition}\` matches`
        : `${way}: its condition \`${reason.condition}\` matches and takes ${share(reason.strength)}`;
    case "sticky":
      return `${way}: the client's cookie \`${reason.cookie}\` keeps it there`;
    case "weight": {
      const weight = `its weight is ${share(reason.weight)}`;
      return reason.after === undefined ? `${way}: ${weight}` : `${way}: ${weight} of what \`${reason.after}\` left`;
    }
    case "only":
      return `${way}: there is no other route`;
    case "otherwise":
      return `${way}: no route takes it`;
    case "unknown-host":
      return `${way}: no gateway answers for this host`;
    case "misdirected":
      return `${way}: its connection was made for another site`;
    case "preflight":
      return `${way}: the agent answers a browser's preflight`;
  }
}

function share(hundredths: Leaf<number>): string {
  return hundredths instanceof Later ? "known only later" : formatShare(hundredths);
}

/** Where a request ends, in words. */
export function endInWords(end: End): string {
  switch (end.kind) {
    case "backend":
      return end.backend.title;
    case "answer":
      return `answered with ${knownText(end.status)}`;
    case "redirect":
      return `sent to ${end.location} (${end.status})`;
    case "closed":
      return "the connection is closed";
  }
}

/** A limit in words: `at most 50 wait for shop/web; more are answered with 503`. */
export function limitInWords(limit: Limit): string {
  switch (limit.kind) {
    case "rate-limit": {
      const whose = limit.by === "client" ? "of one client " : "";
      return `at most ${known(limit.requests)} requests ${whose}in ${time(limit.window)} get to ${limit.backend}; more are answered with 429`;
    }
    case "connections":
      return `at most ${known(limit.most)} at a time get to ${limit.backend}; more wait, ${time(limit.wait)} at most, and are answered with 503 then`;
    case "queue":
      return `at most ${known(limit.most)} wait for ${limit.backend}; more are answered with 503`;
  }
}

function known(count: Leaf<number>): string {
  return count instanceof Later ? "so many (known only later)" : String(count);
}

function time(milliseconds: Leaf<number>): string {
  return milliseconds instanceof Later ? "a time (known only later)" : formatDuration(milliseconds);
}

/** What is done to a request and its answer on a way, in words; a line each. */
export function editsInWords({ end, responseEdits, cookies }: Way, sent: RequestFacts): readonly string[] {
  const lines: string[] = [];
  if (end.kind === "backend") lines.push(...requestEdits(sent, end.request));
  if (end.kind === "answer") for (const [name, value] of end.headers) lines.push(`header ${name}: ${value}`);
  for (const { remove = [], set = {}, add = {} } of responseEdits) {
    for (const name of remove) lines.push(`the answer loses its header ${name}`);
    for (const [name, value] of Object.entries(set))
      lines.push(`the answer has the header ${name}: ${knownText(value)}`);
    for (const [name, value] of Object.entries(add))
      lines.push(`the answer gets the header ${name}: ${knownText(value)}`);
  }
  for (const { name, value } of cookies)
    lines.push(`the client gets the cookie ${name}${value === undefined ? " of an instance" : `=${value}`}`);
  return lines;
}

function requestEdits(sent: RequestFacts, arrived: RequestFacts): readonly string[] {
  const key = ([name, value]: readonly [string, string]) => `${name.toLowerCase()}: ${value}`;
  const [before, after] = [sent, arrived].map(({ headers }) => new Set(headers.map(key)));
  return [
    ...(sent.path === arrived.path ? [] : [`its path becomes ${arrived.path}`]),
    ...[...(before ?? [])].filter((line) => !after?.has(line)).map((line) => `it loses the header ${line}`),
    ...[...(after ?? [])].filter((line) => !before?.has(line)).map((line) => `it gets the header ${line}`),
  ];
}
