import { Later } from "../later.js";
import type { HeaderEdits } from "./edits.js";
import type { Limit } from "./limits.js";
import type { Case, Decision, SetCookie, Way } from "./outcome.js";

/** A {@link Case} as `--json` prints it. */
export interface CaseReport {
  /** What is assumed of raw ACLs. */
  readonly rawAcls: Readonly<Record<string, boolean>>;
  readonly ways: readonly WayReport[];
}

/** A {@link Way} as `--json` prints it. */
export interface WayReport {
  /** From 0 to 1; null where it is known only later. */
  readonly probability: number | null;
  /** The same exactly: `9/20`. */
  readonly fraction: string | null;
  readonly decisions: readonly Decision[];
  /** Its `kind`, and for a backend its title, host and port, and the request as it arrives. */
  readonly end: object;
  readonly responseEdits: readonly HeaderEdits[];
  readonly cookies: readonly SetCookie[];
  readonly limits: readonly Limit[];
}

/** The plain form of a case. */
export function reportOfCase({ rawAcls, ways }: Case): CaseReport {
  return { rawAcls: Object.fromEntries(rawAcls), ways: ways.map(reportOfWay) };
}

function reportOfWay({ share, end, ...others }: Way): WayReport {
  return { probability: share?.number ?? null, fraction: share?.fraction ?? null, ...others, end: reportOfEnd(end) };
}

function reportOfEnd(end: Way["end"]): object {
  if (end.kind !== "backend") return end;
  const { title, host, port } = end.backend;
  return { kind: end.kind, title, host, port, request: end.request };
}

/** For `JSON.stringify`: what is known only later, or not at all, is null. */
export function nullUnknown(_: string, value: unknown): unknown {
  return value instanceof Later ? null : value;
}
