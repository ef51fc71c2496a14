import { items } from "./values.js";

/** Something that a container is told by a name, such as a variable or an argument. */
export interface Said {
  /** As it is written, an argument's with its dashes: `--password`; empty for an argument without one. */
  readonly name: string;
  readonly value: string;
}

/** What Kubernetes or a shell puts a value in for: `$(NAME)`, `${NAME}`, `$NAME`, `$(cat file)`. */
const references = /\$\([^()]*\)|\$\{[^{}]*\}|\$\w+|`[^`]*`/g;

/** Stands for what is not known, or is another's: a word all the same, of which nothing is judged. */
const other = "\u0000";

const named = /^(-{0,2}[A-Za-z_][\w.-]*)=(.*)$/s;

/**
 * What the command and the arguments of a container say, without what refers to variables: each whole; and by its name, be that
 * `--name=value`, `--name value` or `NAME=value`, also in the text of a script.
 */
export function argumentsOf(container: unknown): readonly Said[] {
  const all = [...items(container, "command"), ...items(container, "args")].map((one) =>
    typeof one === "string" ? one.replaceAll(references, other) : other,
  );
  const words = all.flatMap((one) => one.split(/\s+/)).map(withoutQuotes);
  const byName = words.flatMap((word, index): readonly Said[] => {
    const [, name, value] = named.exec(word) ?? [];
    if (name !== undefined && value !== undefined) return [{ name, value: withoutQuotes(value) }];
    const next = words[index + 1];
    return takesNext(word) && next !== undefined && !isFlag(next) ? [{ name: word, value: next }] : [];
  });
  return [...byName, ...all.map((value) => ({ name: "", value }))].map(({ name, value }) => ({
    name,
    value: value.replaceAll(other, ""),
  }));
}

function isFlag(word: string): boolean {
  return /^--?[A-Za-z]/.test(word);
}

function takesNext(word: string): boolean {
  return isFlag(word) && !/^--(no|skip)-/.test(word);
}

function withoutQuotes(word: string): string {
  return word.replaceAll(/^["']+|["';]+$/g, "");
}
