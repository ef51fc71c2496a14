import { withSlash } from "./evaluate.js";
import { parseNetwork } from "./network.js";
import type { PlainTest } from "./simplify.js";

/** What a test is about: tests of different subjects say nothing of each other. */
export function subjectOf(test: PlainTest): string {
  switch (test.kind) {
    case "host":
    case "method":
    case "source":
    case "raw":
      return test.kind;
    case "pathEquals":
    case "pathPrefix":
    case "pathMatches":
      return "path";
    case "header":
    case "headerContains":
    case "headerEquals":
      return `header ${test.name.toLowerCase()}`;
    case "cookie":
    case "cookieContains":
    case "cookieEquals":
      return `cookie ${test.name}`;
    case "queryEquals":
      return `query ${test.name}`;
  }
}

/**
 * What a request for which one test holds says about another of the same subject: it holds too, it fails, or undefined
 * when it may do either, or when that is hard to tell (two regular expressions).
 */
export function implied(known: PlainTest, asked: PlainTest): boolean | undefined {
  const told = consequence(known, asked);
  if (told !== undefined) return told;
  // What excludes the other is excluded by it.
  return consequence(asked, known) === false ? false : undefined;
}

function consequence(known: PlainTest, asked: PlainTest): boolean | undefined {
  switch (known.kind) {
    case "host":
      return asked.kind === "host" ? hostConsequence(known.value.toLowerCase(), asked.value.toLowerCase()) : undefined;
    case "method":
      return asked.kind === "method" ? known.value === asked.value : undefined;
    case "source":
      return asked.kind === "source" ? networkConsequence(known.value, asked.value) : undefined;
    case "pathEquals":
      return pathConsequence(known.value, asked);
    case "pathPrefix": {
      if (asked.kind !== "pathPrefix") return undefined;
      const [outer, inner] = [withSlash(asked.value), withSlash(known.value)];
      return inner.startsWith(outer) || (outer.startsWith(inner) ? undefined : false);
    }
    case "headerEquals":
    case "headerContains":
      if (asked.kind === "header") return true;
      if (asked.kind === "headerContains") return known.value.includes(asked.value) || undefined;
      return same(known, asked);
    case "cookieEquals":
    case "cookieContains":
      if (asked.kind === "cookie") return true;
      if (asked.kind === "cookieContains") return known.value.includes(asked.value) || undefined;
      return same(known, asked);
    case "header":
    case "cookie":
    case "queryEquals":
    case "pathMatches":
    case "raw":
      return same(known, asked);
  }
}

/** Headers, cookies and parameters may come several times, so that one value does not exclude another. */
function same(known: PlainTest, asked: PlainTest): true | undefined {
  if (known.kind !== asked.kind) return undefined;
  const value = (test: PlainTest) => ("value" in test ? test.value : "");
  return value(known) === value(asked) || undefined;
}

function hostConsequence(known: string, asked: string): boolean | undefined {
  const [below, above] = [known, asked].map((host) => (host.startsWith("*.") ? host.slice(1) : undefined));
  if (below === undefined) return above === undefined ? known === asked : known.endsWith(above);
  if (above === undefined) return asked.endsWith(below) ? undefined : false;
  if (below.endsWith(above)) return true;
  return above.endsWith(below) ? undefined : false;
}

function pathConsequence(path: string, asked: PlainTest): boolean | undefined {
  switch (asked.kind) {
    case "pathEquals":
      return path === asked.value;
    case "pathPrefix":
      return withSlash(path).startsWith(withSlash(asked.value));
    case "pathMatches":
      return new RegExp(asked.value).test(path);
    default:
      return undefined;
  }
}

function networkConsequence(known: string, asked: string): boolean | undefined {
  const [inner, outer] = [parseNetwork(known), parseNetwork(asked)];
  if (inner === undefined || outer === undefined || inner.family !== outer.family) return undefined;
  const width = inner.family === 4 ? 32 : 128;
  const rest = BigInt(width - Math.min(inner.prefix, outer.prefix));
  if (inner.address >> rest !== outer.address >> rest) return false;
  return outer.prefix <= inner.prefix || undefined;
}
