import { Cursor } from "./scanner.js";

/** How long a regular expression may be; HAProxy compiles it once, but people have to read it. */
const longest = 500;
/** How far `{n,m}` may multiply a pattern: PCRE refuses to compile what grows beyond 64 kB. */
const largest = 2000;
/** How many open-ended repetitions may follow each other; the time to fail grows with the path's length to this power. */
const mostRepetitions = 4;

/** What a part of a pattern costs: its size with `{n,m}` written out, and its repetitions without an end. */
interface Cost {
  readonly size: number;
  readonly repetitions: number;
  /** True when the part can match in several ways, so that repeating it could take exponential time. */
  readonly ambiguous: boolean;
}

/**
 * Says why a regular expression cannot be used, or undefined when it can.
 *
 * A pattern runs in HAProxy (PCRE) and in {@link evaluate} (JavaScript) and must mean the same in both, so only what
 * they share is taken: literals, `.`, `[…]`, `\d \w \s` and their opposites, `\b \B`, groups, `|`, `^ $`, look-ahead,
 * and greedy or lazy repetition. Repeating what itself repeats or chooses is refused, because matching such patterns
 * can take exponential time.
 */
export function regexProblem(pattern: string): string | undefined {
  if (pattern.length > longest) return `it is longer than ${longest} characters`;
  if (/[^\x20-\x7e]/.test(pattern)) return "a path is sent in ASCII, other characters as `%XX`";
  try {
    new RegExp(pattern);
    const cost = new PatternReader(pattern).read();
    if (cost.size > largest) return `its repetitions make it longer than ${largest} characters`;
    if (cost.repetitions > mostRepetitions) return `it has more than ${mostRepetitions} repetitions without an end`;
    return undefined;
  } catch (error) {
    if (error instanceof PatternProblem) return error.message;
    if (error instanceof SyntaxError)
      return error.message.replace(/^Invalid regular expression: \/.*\/\w*: /s, "").toLowerCase();
    throw error;
  }
}

class PatternProblem extends Error {}

/** Walks through a pattern that JavaScript has already compiled, so brackets are known to match. */
class PatternReader extends Cursor {
  read(): Cost {
    const branches = [this.readBranch()];
    while (this.take(/\|/y)) branches.push(this.readBranch());
    return {
      size: sum(branches.map((branch) => branch.size)) + branches.length,
      repetitions: Math.max(...branches.map((branch) => branch.repetitions)),
      ambiguous: branches.length > 1 || branches.some((branch) => branch.ambiguous),
    };
  }

  private readBranch(): Cost {
    const parts: Cost[] = [];
    while (this.position < this.text.length && !"|)".includes(this.text.charAt(this.position)))
      parts.push(this.readRepeated());
    return {
      size: sum(parts.map((part) => part.size)),
      repetitions: sum(parts.map((part) => part.repetitions)),
      ambiguous: parts.some((part) => part.ambiguous),
    };
  }

  private readRepeated(): Cost {
    const start = this.position;
    const part = this.readPart();
    const text = this.text.slice(start, this.position);
    const sign = this.take(/[*+?]|\{\d+(?:,\d*)?\}/y);
    if (sign === undefined) return part;
    this.take(/\?/y);
    if (/^\(\?[=!]/.test(text)) throw new PatternProblem("a look-ahead cannot be repeated");
    const [, least = "0", most = least] = /^\{(\d+)(?:,(\d*))?\}$/.exec(sign) ?? [];
    if (sign === "?") return { ...part, ambiguous: true };
    if (sign === "*" || sign === "+" || most === "") {
      if (part.ambiguous)
        throw new PatternProblem(
          `\`${text}${sign}\` repeats a group that itself repeats or chooses, which can take exponential time`,
        );
      return { size: part.size * Math.max(1, Number(least)), repetitions: 1, ambiguous: true };
    }
    const times = Number(most);
    return {
      size: part.size * times,
      repetitions: part.repetitions * times,
      ambiguous: part.ambiguous || least !== most,
    };
  }

  private readPart(): Cost {
    const single = { size: 1, repetitions: 0, ambiguous: false };
    if (this.take(/\((?:\?[:=!])?(?!\?)/y)) {
      const inner = this.read();
      this.take(/\)/y);
      return inner;
    }
    if (this.take(/\[\^?/y)) {
      this.readClass();
      return single;
    }
    if (this.take(/\\[dwsDWSbB]|\\[^A-Za-z0-9]|[^()[\]{}\\*+?|]/y)) return single;
    throw new PatternProblem(`${this.ahead()} does not mean the same in HAProxy and in JavaScript`);
  }

  private readClass(): void {
    if (this.text.charAt(this.position) === "]")
      throw new PatternProblem("`[]` is empty in JavaScript and is not in HAProxy");
    while (!this.take(/\]/y)) {
      const range = this.take(
        /(?:\\[^A-Za-z0-9]|[^\\[\]])-(?:\\[^A-Za-z0-9]|[^\\[\]])|\\[dwsDWS](?!-[^\]])|\\[^A-Za-z0-9]|[^\\[\]]/y,
      );
      if (range === undefined)
        throw new PatternProblem(`${this.ahead()} in \`[…]\` does not mean the same in HAProxy and in JavaScript`);
    }
  }

  private ahead(): string {
    return `\`${this.text.slice(this.position, this.position + (this.text.charAt(this.position) === "(" ? 3 : 2))}\``;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
