import { knownText } from "./headers.js";
import type { Redirect, Target } from "./table.js";

/** How the end of a preflight is called. */
export const preflightAnswered = "answered with 204 (preflight)";

/** What a target is called where it is told how many requests end there. */
export function endName(target: Target): string {
  switch (target.kind) {
    case "backend":
      return target.title;
    case "table":
      return target.gateway;
    case "answer":
      return `answered with ${knownText(target.status)}${target.reason === undefined ? "" : ` (${target.reason})`}`;
    case "redirect":
      return `redirected (${target.status}) to ${redirectName(target)}`;
  }
}

/** The end of some requests for people: the version alone, where it is one. */
export function endInShort(end: string): string {
  return versionIn(end) ?? end;
}

/**
 * The version in the title of a backend: `cluster/version/port`, or `deployment/cluster/version/port`. Of a whole cluster
 * it is the cluster. Undefined for what is neither.
 */
export function versionIn(title: string): string | undefined {
  const parts = title.split("/");
  return title.includes(" ") || parts.length < 3 ? undefined : parts.at(-2);
}

function redirectName({ scheme, host, port, path }: Redirect): string {
  const place = `${host === undefined ? "" : knownText(host)}${port === undefined ? "" : `:${knownText(port)}`}`;
  const prefix = path?.kind === "prefix" ? `${path.to}…` : "";
  const where = path?.kind === "whole" ? knownText(path.path) : prefix;
  return `${scheme === undefined ? "" : `${scheme}://`}${place}${where}` || "itself";
}
