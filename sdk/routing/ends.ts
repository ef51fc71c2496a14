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

function redirectName({ scheme, host, port, path }: Redirect): string {
  const place = `${host === undefined ? "" : knownText(host)}${port === undefined ? "" : `:${knownText(port)}`}`;
  const prefix = path?.kind === "prefix" ? `${path.to}…` : "";
  const where = path?.kind === "whole" ? knownText(path.path) : prefix;
  return `${scheme === undefined ? "" : `${scheme}://`}${place}${where}` || "itself";
}
