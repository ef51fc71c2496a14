import type { Known } from "../later.js";
import type { Backend } from "../routing/table.js";
import { Conditions } from "./condition.js";
import type { ConfigSettings } from "./config.js";
import { corsAnswer, corsRequest } from "./cors.js";
import { answerEdits, requestEdits } from "./edits.js";
import { preflightChoice, titleVariable } from "./log.js";
import { commentLine, format } from "./quote.js";
import type { ReachedBackend } from "./reach.js";
import { Rules } from "./rules.js";
import { instanceLines, serverLines } from "./servers.js";
import { limits, trafficLines } from "./traffic.js";

/** What a backend has to know of its agent. */
export interface BackendSettings extends ConfigSettings {
  /** Milliseconds between two checks, where a backend does not say so. */
  readonly interval: number;
}

/** The section of a backend: how it is reached, what happens to requests that go there, and its servers. */
export function backendSection(reached: ReachedBackend, settings: BackendSettings): readonly string[] {
  const { name, backend, mode, logged } = reached;
  const rules = new Rules(mode);
  if (logged) rules.rule(`set-var-fmt(${titleVariable}) ${format(backend.title)}`);
  if (mode === "http") edits(rules, backend, logged);
  const counting = limits(rules, reached);
  return [
    commentLine(backend.title),
    `backend ${name}`,
    `  mode ${mode}`,
    ...trafficLines(reached),
    ...counting,
    ...instanceLines(reached, settings),
    ...rules.lines,
    ...serverLines(reached, settings),
  ];
}

/** What happens on the way to a backend, after what happened in the frontend. */
function edits(rules: Rules, { edits }: Known<Backend>, logged: boolean): void {
  if (edits === undefined) return;
  if (edits.cors !== undefined) corsRequest(rules, edits.cors, "", "", logged ? preflightChoice : undefined);
  requestEdits(rules, new Conditions(rules, true), edits);
  if (edits.responseHeaders !== undefined) {
    // An answer to a preflight is not one of the backend.
    rules.rule("set-var(txn.edited) bool(true)");
    answerEdits(rules, edits.responseHeaders, "{ var(txn.edited) -m bool }");
  }
  if (edits.cors !== undefined) corsAnswer(rules, edits.cors, "");
}
