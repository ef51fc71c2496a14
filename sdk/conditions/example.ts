import { evaluate } from "./evaluate.js";
import { subjectOf } from "./implied.js";
import { regexExamples } from "./regexExamples.js";
import type { RequestFacts } from "./request.js";
import type { PlainTest } from "./simplify.js";
import { atom, type Formula } from "./tree.js";

/** How many requests are tried. */
const mostTried = 500;

/**
 * A request that meets all of some conditions; undefined when none was found, which does not mean that there is none.
 *
 * @param conditions with browsers' names spelled out, as `simplify` gives them
 * @param accept what the request has to meet besides
 */
export function exampleOf(
  conditions: readonly Formula<PlainTest>[],
  accept: (request: RequestFacts) => boolean = () => true,
): RequestFacts | undefined {
  return new Search(conditions, accept).from(0);
}

/** A test, and whether it is to hold. */
interface Literal {
  readonly test: PlainTest;
  readonly holds: boolean;
}

/** Chooses how each condition is met, test by test, and makes a request of the tests. */
class Search {
  private tried = 0;
  private readonly chosen = new Map<string, Literal>();

  constructor(
    private readonly conditions: readonly Formula<PlainTest>[],
    private readonly accept: (request: RequestFacts) => boolean,
  ) {}

  from(first: number): RequestFacts | undefined {
    for (let index = first; ; index++) {
      const condition = this.conditions[index];
      if (condition === undefined) return this.attempt();
      const open = this.open(condition, true);
      if (open === false) return undefined;
      if (open === true) continue;
      for (const holds of [open.holds, !open.holds]) {
        const key = JSON.stringify(open.test);
        this.chosen.set(key, { test: open.test, holds });
        const found = this.from(index);
        this.chosen.delete(key);
        if (found !== undefined || this.tried >= mostTried) return found;
      }
      return undefined;
    }
  }

  /** What a formula is by the tests that were chosen, or the test that is to be chosen next. */
  private open(formula: Formula<PlainTest>, wanted: boolean): boolean | Literal {
    switch (formula.kind) {
      case "constant":
        return formula.value;
      case "atom": {
        const chosen = this.chosen.get(JSON.stringify(formula.atom));
        return chosen?.holds ?? { test: formula.atom, holds: wanted };
      }
      case "not": {
        const inner = this.open(formula.operand, !wanted);
        return typeof inner === "boolean" ? !inner : inner;
      }
      case "and":
      case "or": {
        const deciding = formula.kind === "or";
        let open: Literal | undefined;
        for (const operand of formula.operands) {
          const one = this.open(operand, wanted);
          if (one === deciding) return deciding;
          if (typeof one !== "boolean") open ??= one;
        }
        return open ?? !deciding;
      }
    }
  }

  private attempt(): RequestFacts | undefined {
    this.tried += 1;
    const bySubject = new Map<string, Literal[]>();
    for (const literal of this.chosen.values()) {
      const subject = subjectOf(literal.test);
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), literal]);
    }
    let request: RequestFacts = { method: "GET", path: "/", headers: [["Host", "example.com"]] };
    for (const literals of bySubject.values()) {
      const next = candidates(literals, request).find((candidate) => literals.every((one) => meets(one, candidate)));
      if (next === undefined) return undefined;
      request = next;
    }
    const met = this.conditions.every((condition) => evaluate(condition, request) === true);
    return met && this.accept(request) ? request : undefined;
  }
}

function meets({ test, holds }: Literal, request: RequestFacts): boolean {
  return evaluate(atom(test), request) === holds;
}

/** Requests that differ in what some tests of one subject are about; the likeliest first. */
function candidates(literals: readonly Literal[], request: RequestFacts): readonly RequestFacts[] {
  const [first] = literals;
  if (first === undefined) return [request];
  const wanted = literals.filter(({ holds }) => holds).map(({ test }) => test);
  const { test } = first;
  switch (test.kind) {
    case "host":
      return [...wanted.flatMap(hostsOf), "example.com", "other.test"].map((host) => withHost(request, host));
    case "method":
      return [...wanted.flatMap(valuesOf), "GET", "POST", "PUT", "DELETE"].map((method) => ({ ...request, method }));
    case "source":
      return [...wanted.flatMap((one) => valuesOf(one).map((network) => network.replace(/\/.*/, ""))), undefined].map(
        (sourceAddress) => ({ ...request, sourceAddress }),
      );
    case "pathEquals":
    case "pathPrefix":
    case "pathMatches":
      return [...wanted.flatMap(pathsOf), "/", "/other", "/another/path"].map((path) => ({ ...request, path }));
    case "header":
    case "headerContains":
    case "headerEquals":
      return lines(wanted).map((values) => withLines(request, test.name, values));
    case "cookie":
    case "cookieContains":
    case "cookieEquals":
      return lines(wanted).map((values) => withCookies(request, test.name, values));
    case "queryEquals":
      return [{ ...request, query: queryWith(request, test.name, wanted.flatMap(valuesOf)) }];
    case "raw":
      return [request];
  }
}

function valuesOf(test: PlainTest): readonly string[] {
  return "value" in test ? [test.value] : [];
}

function hostsOf(test: PlainTest): readonly string[] {
  return valuesOf(test).flatMap((host) =>
    host.startsWith("*.") ? [`a${host.slice(1)}`, `other${host.slice(1)}`, `a.b${host.slice(1)}`] : [host],
  );
}

function pathsOf(test: PlainTest): readonly string[] {
  switch (test.kind) {
    case "pathEquals":
      return [test.value];
    case "pathPrefix": {
      const below = test.value.endsWith("/") ? test.value : `${test.value}/`;
      return [test.value, `${below}other`, `${below}another/path`, below];
    }
    case "pathMatches":
      return regexExamples(test.value).flatMap((text) => [text, `/${text}`, `${text}/`, `/x${text}`, `/x/${text}y`]);
    default:
      return [];
  }
}

/** Values, one for each test, in some variations. */
function lines(wanted: readonly PlainTest[]): readonly (readonly string[])[] {
  const needed = wanted.filter((test) => "value" in test);
  const variations = [(value: string) => value, (value: string) => `${value}x`, (value: string) => `x${value}`];
  const made = variations.map((vary) =>
    needed.map((test) => (test.kind.endsWith("Contains") ? vary(valuesOf(test)[0] ?? "") : (valuesOf(test)[0] ?? ""))),
  );
  if (needed.length > 0) return made;
  return wanted.length === 0 ? [[]] : [["1"], ["other"]];
}

function withHost(request: RequestFacts, host: string): RequestFacts {
  return { ...request, headers: [["Host", host], ...request.headers.filter(([name]) => name !== "Host")] };
}

function withLines(request: RequestFacts, name: string, values: readonly string[]): RequestFacts {
  return { ...request, headers: [...request.headers, ...values.map((value) => [name, value] as const)] };
}

function withCookies(request: RequestFacts, name: string, values: readonly string[]): RequestFacts {
  return withLines(
    request,
    "Cookie",
    values.map((value) => `${name}=${value}`),
  );
}

function queryWith({ query }: RequestFacts, name: string, values: readonly string[]): string | undefined {
  const parts = [...(query === undefined ? [] : [query]), ...values.map((value) => `${name}=${value}`)];
  return parts.length === 0 ? undefined : parts.join("&");
}
