import { formatPath, type Location } from "../reading/source.js";
import type { ProblemCode } from "./codes.js";

/** One thing wrong with an input, for the person who wrote it. */
export interface Problem {
  readonly severity: "error" | "warning";
  readonly code: ProblemCode;
  /** What is wrong, in plain words, without position. */
  readonly message: string;
  /** What would have been right. */
  readonly expected?: string | undefined;
  /** The valid name nearest to the one that was given. */
  readonly nearest?: string | undefined;
  readonly location: Location;
}

/** A {@link Problem} as `--json` prints it and as other programs read it. */
export interface ProblemReport {
  readonly file: string;
  /** From 1; undefined for objects of a program. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly length: number | undefined;
  readonly path: string;
  readonly severity: Problem["severity"];
  readonly code: ProblemCode;
  readonly message: string;
  readonly expected: string | undefined;
  readonly nearest: string | undefined;
}

/** The plain form of a problem. */
export function reportOf(problem: Problem): ProblemReport {
  const { source, offset, length, path } = problem.location;
  const position = source.text === undefined ? undefined : source.position(offset);
  return {
    file: source.name,
    line: position?.line,
    column: position?.column,
    length: position && length,
    path: formatPath(path),
    severity: problem.severity,
    code: problem.code,
    message: problem.message,
    expected: problem.expected,
    nearest: problem.nearest,
  };
}

/**
 * The property that a problem is about, as `blueprint.clusters["shop"].services`; the name of the text, where it was read
 * from one.
 */
export function propertyOf({ location: { source, path } }: Problem): string {
  const below = source.text === undefined ? formatPath(path) : "";
  return source.name !== "" && below !== "" && !below.startsWith("[") ? `${source.name}.${below}` : source.name + below;
}

/** Collects problems, so that one pass tells all of them. What is said twice is told once. */
export class Problems {
  private readonly found = new Map<string, Problem>();
  private readonly places = new Set<string>();

  /** Adds an error. */
  error(
    code: ProblemCode,
    location: Location,
    message: string,
    more: Pick<Problem, "expected" | "nearest"> = {},
  ): void {
    this.add([{ severity: "error", code, message, location, ...more }]);
  }

  /** Adds a warning: something that is accepted and may surprise. */
  warn(code: ProblemCode, location: Location, message: string, more: Pick<Problem, "expected" | "nearest"> = {}): void {
    this.add([{ severity: "warning", code, message, location, ...more }]);
  }

  /** Adds problems found elsewhere. */
  add(problems: readonly Problem[]): void {
    for (const problem of problems) {
      const place = placeKey(problem.location);
      this.places.add(place);
      this.found.set(`${place} ${problem.code} ${problem.message}`, problem);
    }
  }

  /** True when something was said about exactly this place. */
  has(location: Location): boolean {
    return this.places.size > 0 && this.places.has(placeKey(location));
  }

  /** True when there is an error, warnings aside. */
  get hasErrors(): boolean {
    return [...this.found.values()].some((problem) => problem.severity === "error");
  }

  /** All of them: source by source, in the order of each. */
  get list(): readonly Problem[] {
    const all = [...this.found.values()];
    const sources = [...new Set(all.map(({ location }) => location.source.name))];
    const order = new Map(sources.map((source, index) => [source, index]));
    const rank = ({ location }: Problem) => order.get(location.source.name) ?? 0;
    return all.sort((a, b) => rank(a) - rank(b) || a.location.offset - b.location.offset);
  }
}

function placeKey({ source, offset, length, path }: Location): string {
  return `${source.name} ${offset}+${length} ${source.text === undefined ? formatPath(path) : ""}`;
}
