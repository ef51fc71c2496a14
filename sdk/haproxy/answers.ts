import type { Known } from "../later.js";
import { ownPorts } from "../routing/redirect.js";
import { type Answer, bodiless, type Redirect } from "../routing/table.js";
import { answerEdits, prefixRules } from "./edits.js";
import { at, type Positions } from "./positions.js";
import { bodyWord, format, integer, type Piece, pathFormat, quote } from "./quote.js";
import type { Rules } from "./rules.js";

/** Writes what the agent says itself, at the positions of those answers. */
export function sayings(rules: Rules, positions: Positions, scheme: "http" | "https"): void {
  if (positions.all.length > 0) rules.space("What the agent says itself");
  for (const { position, target } of positions.all) {
    const here = `{ var(${at}) -m str ${position} }`;
    if (target.kind === "answer") answer(rules, target, here);
    else redirect(rules, target, scheme, here);
  }
}

/** Writes the headers of those answers that have some. */
export function sayingHeaders(rules: Rules, positions: Positions): void {
  for (const { position, target } of positions.all)
    if (target.kind === "answer" && target.headers !== undefined)
      answerEdits(rules, { set: target.headers }, `{ var(${at}) -m str ${position} }`);
}

function answer(rules: Rules, { status, contentType, body, reason }: Known<Answer>, here: string): void {
  const told = reason === undefined ? "" : ` hdr x-vamp-reason ${format(reason)}`;
  rules.rule(`return status ${integer(status)}${content(status, contentType, body)}${told}`, here);
}

function content(status: number, contentType = "text/plain", body = ""): string {
  if (body === "" || bodiless.has(status)) return "";
  return ` content-type ${quote(contentType)} string ${bodyWord(body)}`;
}

function redirect(rules: Rules, target: Known<Redirect>, scheme: "http" | "https", here: string): void {
  const newScheme = target.scheme ?? scheme;
  const host: Piece = target.host ?? { sample: "req.fhdr(host),host_only" };
  if (target.path?.kind === "whole") rules.rule(`set-path ${pathFormat(target.path.path)}`, here);
  if (target.path?.kind === "prefix") prefixRules(rules, target.path.from, target.path.to, here);
  const location = (port: readonly Piece[]) => format(`${newScheme}://`, host, ...port, { sample: "pathq" });
  const { port } = target;
  if (port === undefined && target.scheme === undefined) {
    const own = `{ req.fhdr(host),port_only ${ownPorts[newScheme]} }`;
    const asked = location([":", { sample: "req.fhdr(host),port_only" }]);
    rules.rule(
      `redirect location ${asked} code ${target.status}`,
      here,
      "{ req.fhdr(host),port_only gt 0 }",
      `!${own}`,
    );
  }
  const written = port === undefined || port === ownPorts[newScheme] ? [] : [`:${integer(port)}`];
  rules.rule(`redirect location ${location(written)} code ${target.status}`, here);
}
