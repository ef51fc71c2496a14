/** Commands of a README, and what they print where it says so. */
export interface Commands {
  /** A script for bash. */
  readonly script: string;
  /** Lines to be seen; `…` stands for anything within a line, and alone for any lines. */
  readonly printed?: string;
}

/** A part of a README under a heading of its own. */
export interface Section {
  readonly title: string;
  readonly commands: readonly Commands[];
}

/** The sections of a README that have commands: its `sh` blocks, and the `text` block that comes right after one. */
export function sectionsOf(readme: string): readonly Section[] {
  return readme.split(/^## /m).flatMap((part, index) => {
    const title = index === 0 ? "" : (part.split("\n", 1)[0] ?? "");
    const blocks = [...part.matchAll(/^```sh\n(.*?)^```\n(?:\s*^```text\n(.*?)^```$)?/gms)];
    const commands = blocks.map(([, script = "", printed]) => ({
      script,
      ...(printed === undefined ? {} : { printed }),
    }));
    return commands.length === 0 ? [] : [{ title, commands }];
  });
}

/** A file that a README shows whole. */
export interface ShownFile {
  readonly path: string;
  readonly text: string;
}

/** The files of a README: the blocks of code behind a path and a colon. */
export function filesOf(readme: string): readonly ShownFile[] {
  const blocks = readme.matchAll(/`([\w./-]+)`:\n\n```\w+\n(.*?)^```$/gms);
  return [...blocks].map(([, path = "", text = ""]) => ({ path, text }));
}

/** The sections up to the first that brings something up, and the last, which takes it away again. */
export function shortWalk(sections: readonly Section[]): readonly Section[] {
  const first = sections.findIndex(bringsUp);
  const last = sections.at(-1);
  const start = sections.slice(0, first + 1);
  return last === undefined || start.includes(last) ? sections : [...start, last];
}

/** True when the commands have an update. */
export function bringsUp({ commands }: Section): boolean {
  return commands.some(({ script }) => /\bpulumi up\b/.test(script));
}

/** True when a text is what a README shows. Spaces at the ends of lines do not count. */
export function isPrinted(shown: string, printed: string): boolean {
  const lines = trimmed(shown).map((line) =>
    line.trim() === "…" ? "(?:.*\n)*" : `${line.split("…").map(literally).join(".*")}\n`,
  );
  return new RegExp(`^${lines.join("")}$`).test(`${trimmed(printed).join("\n")}\n`);
}

function trimmed(text: string): readonly string[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trimEnd());
}

/** A regular expression for a text. */
function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
