import { whole } from "./weights.js";

/** A part of some requests, exactly: a fraction from 0 to 1. Shares of shares need more digits than a number has. */
export class Share {
  /** No request. */
  static readonly none = new Share(0n, 1n);
  /** Every request. */
  static readonly all = new Share(1n, 1n);

  private constructor(
    private readonly numerator: bigint,
    private readonly denominator: bigint,
  ) {}

  /** The share of a weight or a strength, in hundredths of a percent. */
  static of(hundredths: number): Share {
    return Share.reduced(BigInt(hundredths), BigInt(whole));
  }

  private static reduced(numerator: bigint, denominator: bigint): Share {
    const common = greatestCommonDivisor(numerator, denominator);
    return new Share(numerator / common, denominator / common);
  }

  /** The share of a share. */
  times(other: Share): Share {
    return Share.reduced(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** Both shares together. */
  plus(other: Share): Share {
    const numerator = this.numerator * other.denominator + other.numerator * this.denominator;
    return Share.reduced(numerator, this.denominator * other.denominator);
  }

  /** All the others. */
  get rest(): Share {
    return new Share(this.denominator - this.numerator, this.denominator);
  }

  /** True for exactly the same share. */
  equals(other: Share): boolean {
    return this.numerator === other.numerator && this.denominator === other.denominator;
  }

  /** True for a share of fewer requests. */
  isLessThan(other: Share): boolean {
    return this.numerator * other.denominator < other.numerator * this.denominator;
  }

  /** The nearest number, from 0 to 1. */
  get number(): number {
    return Number(this.numerator) / Number(this.denominator);
  }

  /** The share as a fraction: `9/20`. */
  get fraction(): string {
    return `${this.numerator}/${this.denominator}`;
  }

  /** The share for people, with up to four decimals: `12.5 %`. What is not nothing is not shown as nothing. */
  toString(): string {
    const percent = Number(this.numerator * 1_000_000n) / Number(this.denominator) / 10_000;
    const shown = Math.round(percent * 10_000) / 10_000;
    if (shown === 0 && this.numerator > 0n) return "under 0.0001 %";
    return shown === 100 && this.numerator < this.denominator ? "over 99.9999 %" : `${shown} %`;
  }
}

function greatestCommonDivisor(one: bigint, other: bigint): bigint {
  return other === 0n ? one : greatestCommonDivisor(other, one % other);
}
