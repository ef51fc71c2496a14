/** Where an artifact was read from: YAML text, or an object of a program. */
export class Source {
  private lineStarts: readonly number[] | undefined;
  /** True when the text has comments that want to be kept. */
  hasComments = false;

  constructor(
    /** File name for messages, or the name of the property that held the text or object. */
    readonly name: string,
    /** The text, when there was one. Objects have none: their positions are property paths. */
    readonly text?: string,
  ) {}

  /** Line and column, both from 1, of an offset into the text. */
  position(offset: number): { readonly line: number; readonly column: number } {
    const starts = this.starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** The text of a line, counted from 1, without its end. */
  line(number: number): string {
    const starts = this.starts();
    return (this.text ?? "").slice(starts[number - 1] ?? 0, starts[number]).replace(/\r?\n$/, "");
  }

  private starts(): readonly number[] {
    if (this.lineStarts === undefined) {
      const starts = [0];
      for (const match of (this.text ?? "").matchAll(/\n/g)) starts.push(match.index + 1);
      this.lineStarts = starts;
    }
    return this.lineStarts;
  }
}

/** The way from the root of an artifact to one of its leaves, shared by all that lies below. */
export interface Path {
  readonly parent: Path | undefined;
  readonly key: string | number;
}

/** A place in a source: every artifact and every leaf has one. */
export interface Location {
  readonly source: Source;
  /** Characters from the start of the text; 0 for objects. */
  readonly offset: number;
  /** Characters it spans; 0 for objects. */
  readonly length: number;
  /** Property path; undefined at the root. */
  readonly path: Path | undefined;
}

/** The place of an argument of a component, where nothing else is known of it. */
export function placeNamed(argument: string): Location {
  return { source: new Source(argument), offset: 0, length: 0, path: undefined };
}

/** Writes a path as a program would: `clusters["sava"].services[0].breed`. */
export function formatPath(path: Path | undefined): string {
  const keys: (string | number)[] = [];
  for (let step = path; step !== undefined; step = step.parent) keys.unshift(step.key);
  return keys
    .map((key) =>
      typeof key === "number" ? `[${key}]` : /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
    )
    .join("")
    .replace(/^\./, "");
}

/** A place for people: `file:line:column`, or the property. */
export function formatLocation({ source, offset, path }: Location): string {
  if (source.text === undefined) return [source.name, formatPath(path)].filter((part) => part !== "").join(".");
  const { line, column } = source.position(offset);
  return `${source.name}:${line}:${column}`;
}

/** A place within a text that was read, or the whole text where it does not stand in the source as it is. */
export function within(location: Location, text: string, offset: number, length: number): Location {
  const written = location.source.text ?? "";
  const start = /["']/.test(written.charAt(location.offset)) ? location.offset + 1 : location.offset;
  if (!written.startsWith(text, start)) return location;
  return { ...location, offset: start + offset, length: Math.max(1, length) };
}
