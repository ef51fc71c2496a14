import { type Problem, type Problems, propertyOf, reportOf } from "./problem.js";

/**
 * Writes a problem as a compiler does: position, code, message, the source line with a caret, what was expected; in
 * colour for a terminal.
 *
 *     shop.yml:7:11: error: `weigth` is not part of a route (UnexpectedElement)
 *         7 |           weigth: 90%
 *           |           ^^^^^^
 *         did you mean `weight`?
 */
export function formatProblem(problem: Problem, { colour = false }: { readonly colour?: boolean } = {}): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const hue = problem.severity === "error" ? red : yellow;
  const { file, line, column, severity, code, message, expected, nearest } = reportOf(problem);
  const place = line === undefined ? propertyOf(problem) : `${file}:${line}:${column}`;
  const lines = [`${paint(bold, `${place}:`)} ${paint(hue, `${severity}:`)} ${message} (${code})`];
  if (line !== undefined) {
    const [source, carets] = excerpt(problem, line, column ?? 1);
    lines.push(source, paint(hue, carets));
  }
  if (expected !== undefined) lines.push(`    expected ${expected}`);
  if (nearest !== undefined) lines.push(`    did you mean \`${nearest}\`?`);
  return lines.join("\n");
}

/** Writes all problems, a blank line between them. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map((problem) => formatProblem(problem)).join("\n\n");
}

/** Writes all problems as Markdown, for a comment of a pull request; nothing where there are none. */
export function problemsMarkdown(problems: readonly Problem[]): string {
  if (problems.length === 0) return "";
  const text = formatProblems(problems);
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}\n`;
}

const bold = 1;
const red = 31;
const yellow = 33;

const widest = 100;

function excerpt(problem: Problem, line: number, column: number): readonly [source: string, carets: string] {
  const text = problem.location.source.line(line).replaceAll("\t", " ");
  // A very long line is cut to a window round the column, or the caret would be off the screen.
  const start = column > widest ? column - widest / 2 : 0;
  const shown = text.slice(start, start + widest);
  const caret = "^".repeat(Math.max(1, Math.min(problem.location.length, shown.length - (column - 1 - start))));
  const number = String(line).padStart(5);
  return [`${number} | ${shown}`, `${" ".repeat(5)} | ${" ".repeat(column - 1 - start)}${caret}`];
}

/** Problems as an exception, for callers that cannot go on. Its message is the formatted text of all of them. */
export class ProblemsError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(formatProblems(problems));
    this.name = "ProblemsError";
  }
}

/**
 * Makes something, and adds the problems for which it cannot be made to others. What is too large for Kubernetes, for one,
 * shows only when it is rendered.
 * @returns undefined where it cannot be made
 */
export function unlessProblems<T>(problems: Problems, make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    problems.add(error.problems);
    return undefined;
  }
}
