import type { Span } from "./tree.js";

/** One thing wrong with a text, without code or file: the caller knows those. */
export interface SyntaxProblem extends Span {
  /** What is wrong, in plain words. */
  readonly message: string;
  /** What would have been right. */
  readonly expected?: string | undefined;
  /** The known word nearest to the one that was written. */
  readonly nearest?: string | undefined;
}

/** Ends the reading of a text at its first syntax problem. It never leaves the parser that started the scanner. */
export class SyntaxFailure extends Error {
  constructor(readonly problem: SyntaxProblem) {
    super(problem.message);
    this.name = "SyntaxFailure";
  }
}

/** Walks through a text from left to right. */
export class Cursor {
  /** Where the next part starts. */
  position = 0;

  constructor(readonly text: string) {}

  /** Takes what a sticky pattern matches here, or takes nothing and returns undefined. */
  take(pattern: RegExp): string | undefined {
    const found = this.peek(pattern);
    if (found !== undefined) this.advance(found.length);
    return found;
  }

  /** What a sticky pattern matches here. */
  peek(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text)?.[0];
  }

  /** Goes on by so many characters. */
  protected advance(length: number): void {
    this.position += length;
  }
}

/** A cursor for which white space, also line ends, separates and means nothing else. */
export class Scanner extends Cursor {
  /** Where the last token ended. */
  end = 0;

  constructor(text: string) {
    super(text);
    this.skipSpace();
  }

  /** True when nothing but white space is left. */
  get done(): boolean {
    return this.position >= this.text.length;
  }

  /** The stretch from an offset to the end of the last token. */
  since(offset: number): Span {
    return { offset, length: Math.max(0, this.end - offset) };
  }

  /** The next word, or whatever stands there, for showing it in a message. */
  get ahead(): Span {
    return { offset: this.position, length: (this.peek(/[\w.-]+|\S[^\s\w]*/y) ?? "").length };
  }

  /** What stands {@link ahead}, for a message. */
  get shownAhead(): string {
    const { offset, length } = this.ahead;
    return `\`${this.text.slice(offset, offset + length)}\``;
  }

  /**
   * Gives up.
   * @throws SyntaxFailure always.
   */
  fail(span: Span, message: string, more: Pick<SyntaxProblem, "expected" | "nearest"> = {}): never {
    throw new SyntaxFailure({ offset: span.offset, length: span.length, message, ...more });
  }

  protected override advance(length: number): void {
    super.advance(length);
    this.end = this.position;
    this.skipSpace();
  }

  private skipSpace(): void {
    const space = /\s*/y;
    space.lastIndex = this.position;
    space.test(this.text);
    this.position = space.lastIndex;
  }
}
