/** A part of a text: itself, or a reference to a value that stands elsewhere. */
export type ReferencePart =
  | { readonly kind: "text"; readonly text: string }
  | (Reference & { readonly offset: number; readonly length: number });

/** What a reference names. */
export type Reference =
  /** `$name`: a variable or a constant of the same service. */
  | { readonly kind: "local"; readonly name: string }
  /** `$cluster.host`: the name under which a cluster is found. */
  | { readonly kind: "host"; readonly cluster: string }
  /** `$cluster.ports.name`: a port, constant or variable of a cluster. */
  | { readonly kind: "trait"; readonly cluster: string; readonly group: TraitGroup; readonly name: string }
  /** `$scheme://path`: something outside the blueprint. */
  | { readonly kind: "global"; readonly scheme: string; readonly path: string };

/** What of a cluster a reference can name. */
export type TraitGroup = "ports" | "constants" | "environment_variables" | "hosts";

/** A place in a text that cannot be read, or a reference there that leads nowhere; offset and length in UTF-16 units. */
export interface ReferenceProblem {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly expected: string;
}

/** The parts of a text, or what is wrong with it. */
export type ParsedReferences =
  | { readonly parts: readonly ReferencePart[] }
  | { readonly problems: readonly ReferenceProblem[] };

/** Characters of a name: everything but white space and `/ [ ] . { } : ; , $`. */
const name = String.raw`[^\s/[\].{}:;,$]+`;
const global = `(?<scheme>${name})://(?<path>${name}(?:\\.${name})*)`;
const trait = `(?<traitOf>${name})\\.(?<group>ports|constants|environment_variables|hosts)\\.(?<trait>${name})`;
const host = `(?<hostOf>${name})\\.host(?!${name.slice(0, -1)})`;
const reference = `(?:${global}|${trait}|${host}|(?<local>${name}))`;

const bare = new RegExp(`\\$${reference}`, "uy");
const braced = new RegExp(`\\$\\{\\s*${reference}\\s*\\}`, "uy");

const expected = "`$name`, `$cluster.host`, `$cluster.ports.name`, or `$$` for the sign itself";

/**
 * Splits a text into itself and its references, Vamp's `$x` and `${x}`; `$$` is the sign itself. Time is linear in the
 * text, and every problem has its place in it.
 */
export function parseReferences(text: string): ParsedReferences {
  const parts: ReferencePart[] = [];
  const problems: ReferenceProblem[] = [];
  let plain = "";
  for (let offset = 0; offset < text.length; ) {
    const sign = text.indexOf("$", offset);
    plain += text.slice(offset, sign < 0 ? text.length : sign);
    if (sign < 0) break;
    if (text[sign + 1] === "$") {
      plain += "$";
      offset = sign + 2;
      continue;
    }
    const found = text[sign + 1] === "{" ? matchAt(braced, text, sign) : matchAt(bare, text, sign);
    if (found === undefined) {
      const problem = problemAt(text, sign);
      problems.push(problem);
      offset = sign + problem.length;
      continue;
    }
    if (plain !== "") parts.push({ kind: "text", text: plain });
    plain = "";
    parts.push({ ...found.reference, offset: sign, length: found.length });
    offset = sign + found.length;
  }
  if (plain !== "") parts.push({ kind: "text", text: plain });
  return problems.length === 0 ? { parts } : { problems };
}

/** Says why no reference stands at a `$`. It looks no further than to the next sign, so that time stays linear. */
function problemAt(text: string, offset: number): ReferenceProblem {
  const signs = /\$(?:\{([^{}$]*)(\})?)?/y;
  signs.lastIndex = offset;
  const [all = "", inside, closed] = signs.exec(text) ?? [];
  if (inside === undefined) return { offset, length: 1, message: "a lone `$` is not a reference", expected };
  if (closed === undefined) return { offset, length: 2, message: "this `${` is never closed", expected: "`}`" };
  const message = inside.trim() === "" ? "there is no name between the braces" : `\`${all}\` is not a reference`;
  return { offset, length: all.length, message, expected };
}

function matchAt(pattern: RegExp, text: string, offset: number) {
  pattern.lastIndex = offset;
  const match = pattern.exec(text);
  const groups = match?.groups;
  return match === null || groups === undefined
    ? undefined
    : { reference: referenceOf(groups), length: match[0].length };
}

function referenceOf(groups: Readonly<Record<string, string | undefined>>): Reference {
  const { scheme, path = "", traitOf, group, trait: named = "", hostOf, local = "" } = groups;
  if (scheme !== undefined) return { kind: "global", scheme, path };
  if (hostOf !== undefined) return { kind: "host", cluster: hostOf };
  if (traitOf !== undefined && isTraitGroup(group)) return { kind: "trait", cluster: traitOf, group, name: named };
  return { kind: "local", name: local };
}

function isTraitGroup(group: string | undefined): group is TraitGroup {
  return group === "ports" || group === "constants" || group === "environment_variables" || group === "hosts";
}
