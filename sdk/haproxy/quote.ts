import { parseNetwork } from "../conditions/network.js";
import { isBalance } from "../routing/balance.js";

/**
 * A text that must not stand in a HAProxy configuration reached the place where it would be written.
 * What users write is checked long before and reported as a problem, so this is a mistake in a program.
 */
export class UnquotableError extends Error {
  constructor(text: string, why: string) {
    super(`${JSON.stringify(text)} cannot be written into a HAProxy configuration: ${why}`);
    this.name = "UnquotableError";
  }
}

/** Control characters, line separators and halves of surrogate pairs: nothing a configuration line may hold. */
export const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/**
 * Writes a text as one word of a HAProxy configuration line, whatever is in it. All text of users goes through here.
 *
 * Between single quotes HAProxy interprets nothing: no `\`, no `#`, no `$`, no space (Configuration Manual 2.2,
 * "Quoting and escaping"). A single quote itself is written outside of them: `it's` becomes `'it'\''s'`.
 * @throws UnquotableError when the text is empty (HAProxy takes an empty word as the end of the line) or holds a
 *   control character.
 */
export function quote(text: string): string {
  if (text === "") throw new UnquotableError(text, "an empty word ends the line");
  if (unprintable.test(text)) throw new UnquotableError(text, "it holds a control character");
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The characters of an argument such as the name in `req.hdr(name)`: those of an HTTP token but `'` and `#`, and `[ ]`. */
const argument = /^[A-Za-z0-9!$%&*+.^_`|~[\]-]+$/;

/** True when the text can be an argument of a fetch, such as the name in `req.hdr(name)`. */
export function isFetchArgument(text: string): boolean {
  return argument.test(text);
}

/**
 * Writes a fetch with its argument, such as `req.hdr(name)`. Arguments cannot be quoted well: quotes, commas and
 * parentheses have a meaning of their own inside the parentheses, so only harmless characters pass.
 * @throws UnquotableError when the argument has any other character.
 */
export function fetchOf(keyword: string, name: string): string {
  if (!isFetchArgument(name)) throw new UnquotableError(name, `it cannot be the argument of ${keyword}`);
  return `${keyword}(${name})`;
}

/** A piece of a format: text that stands as it is, or what HAProxy computes. */
export type Piece = string | { readonly sample: string };

/**
 * Writes pieces as one word of a log format, as it is in header values, paths and addresses: `%` of users becomes `%%`, so
 * that only the samples of this package are computed. Nothing at all becomes a variable that nobody sets.
 * @throws UnquotableError as {@link quote}
 */
export function format(...pieces: readonly Piece[]): string {
  const written = pieces.map((piece) =>
    typeof piece === "string" ? piece.replaceAll("%", "%%") : `%[${piece.sample}]`,
  );
  return quote(written.join("") || "%[var(txn.nothing)]");
}

/** How long a body of the agent's own may be, in bytes: HAProxy keeps it in a buffer (`tune.bufsize`) beside the headers. */
export const longestBody = 12_000;

/** Says what is wrong with a body of the agent's own, and what is expected; undefined for one that can be sent. */
export function bodyProblem(text: string): { readonly problem: string; readonly expected: string } | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > longestBody)
    return { problem: `a body of ${bytes} bytes is too long`, expected: `${longestBody} bytes at most` };
  if (!unprintable.test(text.replace(/[\n\r\t]/g, ""))) return undefined;
  return { problem: "the body holds a control character", expected: "none beside line ends and tabs" };
}

/**
 * Writes a body of the agent's own as one word: line ends and tabs stand outside of the quotes, as `\n`, `\r` and `\t`.
 * @throws UnquotableError for an empty one, and for one that {@link bodyProblem} refuses
 */
export function bodyWord(text: string): string {
  const { problem } = bodyProblem(text) ?? {};
  if (problem !== undefined) throw new UnquotableError(text, problem);
  if (text === "") return quote(text);
  const parts = text.split(/([\n\r\t])/).filter((part) => part !== "");
  return parts.map((part) => escapes.get(part) ?? quote(part)).join("");
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** Headers that say where a message ends: another value would let one request be two. */
const framing = new Set(["content-length", "transfer-encoding"]);

/** True for the name of a header that may be edited: an HTTP token that says nothing about the length of the message. */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !framing.has(name.toLowerCase());
}

/**
 * Writes the name of a header that is edited.
 * @throws UnquotableError when it is none
 */
export function headerName(name: string): string {
  if (!isHeaderName(name)) throw new UnquotableError(name, "it is not the name of a header that may be edited");
  return quote(name);
}

/** True for what can stand in the first line of a request: visible ASCII. */
export function isPath(path: string): boolean {
  return /^\/[\x21-\x7e]*$/.test(path);
}

/**
 * Writes a path as one word that is no format.
 * @throws UnquotableError when it could not stand in the first line of a request
 */
export function pathWord(path: string): string {
  if (!isPath(path)) throw new UnquotableError(path, "it is not a path");
  return quote(path);
}

/**
 * Writes the pieces of a path as one word of a log format.
 * @throws UnquotableError when the text in them could end the first line of a request
 */
export function pathFormat(...pieces: readonly Piece[]): string {
  for (const piece of pieces)
    if (typeof piece === "string" && !/^[\x21-\x7e]*$/.test(piece))
      throw new UnquotableError(piece, "a path has visible ASCII only, other characters as `%XX`");
  return format(...pieces);
}

/**
 * Writes the name of a cookie or of a cookie's value: HTTP tokens that are arguments too.
 * @throws UnquotableError for any other
 */
export function cookieName(name: string): string {
  if (!isFetchArgument(name) || /[[\]]/.test(name)) throw new UnquotableError(name, "it is not the name of a cookie");
  return quote(name);
}

/** How long a text in `str(…)` may be; a longer one is nothing at all. */
const longestText = 127;

/**
 * A name of a section or of a map, as it is.
 * @throws UnquotableError when HAProxy would not take it for a name, or not know it again in a variable
 */
export function proxyWord(name: string): string {
  if (name.length > longestText) throw new UnquotableError(name, `it is longer than ${longestText} characters`);
  if (!/^[A-Za-z0-9_.:-]+$/.test(name)) throw new UnquotableError(name, "it is not a name in HAProxy");
  return name;
}

/**
 * The host of a server: a name or an address, without brackets.
 * @throws UnquotableError for any other text
 */
export function serverHost(host: string): string {
  if (!/^[A-Za-z0-9_.:-]+$/.test(host)) throw new UnquotableError(host, "it is not a host");
  return host;
}

/**
 * A host of a site in a rule or in a map file, as it is. Nothing but what a name or an address has may stand there: even
 * in quotes `}` would end a test, and `#` a line of a map.
 * @throws UnquotableError for any other text
 */
export function siteHost(host: string): string {
  if (!/^[a-z0-9_[][a-z0-9_.:[\]-]*$/.test(host)) throw new UnquotableError(host, "it is not a host in lower case");
  return host;
}

/**
 * A number that counts something.
 * @throws UnquotableError for one with a fraction, and one below zero
 */
export function integer(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new UnquotableError(String(value), "it is not a whole number");
  return value;
}

/**
 * A time in HAProxy's words: `2s`, `1500ms`. No time at all would mean for ever, so it is a millisecond at least; HAProxy
 * knows none longer than 24 days.
 */
export function duration(milliseconds: number): string {
  const time = Math.min(Math.max(1, Math.round(milliseconds)), 2_147_483_000);
  return time % 1_000 === 0 ? `${time / 1_000}s` : `${time}ms`;
}

/**
 * Writes how servers share requests. By hash, a server that comes or goes moves only its own share.
 * @throws UnquotableError for what is no algorithm
 */
export function balanceWords(text: string): readonly string[] {
  if (!isBalance(text)) throw new UnquotableError(text, "it is not an algorithm of `balance`");
  const words = text.replace(/^url_param\((.*)\)$/, "url_param $1");
  return /^(?:source|uri|url_param|hdr)/.test(text)
    ? [`balance ${words}`, "hash-type consistent"]
    : [`balance ${words}`];
}

/**
 * Writes a network or an address.
 * @throws UnquotableError for what is none
 */
export function networkWord(network: string): string {
  if (parseNetwork(network) === undefined) throw new UnquotableError(network, "it is not a network");
  return quote(network);
}

/** Patterns of an ACL, each as one word; `--` ends the flags, for quotes do not hide a pattern that looks like one. */
export function patterns(values: readonly string[]): string {
  return `${values.some((value) => value.startsWith("-")) ? "-- " : ""}${values.map(quote).join(" ")}`;
}

/** A text as a part of a regular expression (PCRE) that means just the text. */
export function regexLiteral(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}\s#-]/g, "\\$&");
}

/** Writes a text as a comment line; what could end the line becomes a space. */
export function commentLine(text: string): string {
  return `# ${text.replace(new RegExp(unprintable, "gu"), " ")}`;
}
