import { Cursor } from "./scanner.js";

/** Texts in which a regular expression likely matches, as simple as can be; for expressions that `regexProblem` takes. */
export function regexExamples(pattern: string): readonly string[] {
  return [0, 1].map((choice) => new Sampler(pattern, choice).alternatives());
}

/** Walks through a pattern and writes one text for it. */
class Sampler extends Cursor {
  constructor(
    pattern: string,
    /** Which alternative is taken where there are several. */
    private readonly choice: number,
  ) {
    super(pattern);
  }

  /** Reads to the end of a group and gives the text of one alternative. */
  alternatives(): string {
    const branches = [this.branch()];
    while (this.take(/\|/y) !== undefined) branches.push(this.branch());
    return branches[this.choice % branches.length] ?? "";
  }

  private branch(): string {
    let text = "";
    while (this.position < this.text.length && !"|)".includes(this.text.charAt(this.position))) text += this.repeated();
    return text;
  }

  private repeated(): string {
    const text = this.part();
    const sign = this.take(/[*+?]\??|\{\d+(?:,\d*)?\}\??/y);
    if (sign === undefined || sign.startsWith("+")) return text;
    const [, least] = /^\{(\d+)/.exec(sign) ?? [];
    return least === undefined ? (this.choice === 0 ? "" : text) : text.repeat(Number(least));
  }

  private part(): string {
    const group = this.take(/\((?:\?[:=!])?/y);
    if (group !== undefined) {
      const inner = this.alternatives();
      this.take(/\)/y);
      return group.endsWith("=") || group.endsWith("!") ? "" : inner;
    }
    const set = this.take(/\[(?:\\.|[^\]\\])*\]/y);
    if (set !== undefined) return this.one(new RegExp(set));
    const escaped = this.take(/\\./y);
    if (escaped !== undefined) return /[bB]/.test(escaped) && escaped.length === 2 ? "" : this.one(new RegExp(escaped));
    const plain = this.take(/./y) ?? "";
    if (plain === "^" || plain === "$") return "";
    return plain === "." ? "x" : plain;
  }

  /** A character that a class takes. */
  private one(set: RegExp): string {
    return (
      [..."xa1A0/-_.~z9 "].find((character) => set.test(character)) ?? [...printable].find((one) => set.test(one)) ?? ""
    );
  }
}

const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join("");
