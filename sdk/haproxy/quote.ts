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

/** Writes a text as a comment line; what could end the line becomes a space. */
export function commentLine(text: string): string {
  return `# ${text.replace(new RegExp(unprintable, "gu"), " ")}`;
}
