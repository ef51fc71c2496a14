import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { formatDuration, parseDuration } from "../../../sdk/units/duration.js";
import { formatMemory, formatMemoryText, parseMemory } from "../../../sdk/units/memory.js";
import type { Parsed } from "../../../sdk/units/parsed.js";
import { formatPercentage, parsePercentage } from "../../../sdk/units/percentage.js";
import { formatQuantity, parseQuantity } from "../../../sdk/units/quantity.js";
import { corpusTable } from "../../corpusTable.js";

const readers: Readonly<Record<string, (given: string | number) => Parsed<number>>> = {
  percentage: parsePercentage,
  megabyte: parseMemory,
  quantity: parseQuantity,
  time: parseDuration,
};

/** What one of Vamp's units is in ours: hundredths of a percent, bytes, thousandths of a core, milliseconds. */
const factors: Readonly<Record<string, number>> = { percentage: 100, megabyte: 1e6, quantity: 1000, time: 1000 };

/** Rows where Vamp was wrong, with what is right. */
const deviations: Readonly<Record<string, number | "ERROR">> = {
  "128Ki ": 128 * 2 ** 10, // Vamp counted 1/1024 of a megabyte
  " 128 Mi ": 128 * 2 ** 20, // Vamp counted 1.024 megabytes
  "1Gi": 2 ** 30, // Vamp's pattern could not be reached
  "-.1 ": "ERROR", // no container can use less than nothing
};

describe("the corpus's table of units", () => {
  it.each(corpusTable("units.tsv"))("reads a %s from %s as %s", (unit = "", input = "", value = "") => {
    const given = /^\d+ \(yaml int\)$/.test(input) ? Number.parseInt(input, 10) : (parse(input) as string);
    const result = readers[unit]?.(given);
    const wanted =
      deviations[String(given)] ??
      (value.startsWith("ERROR") ? "ERROR" : Math.round(Number.parseFloat(value) * (factors[unit] ?? 1)));
    expect(result).toEqual(
      wanted === "ERROR" ? { problem: expect.any(String), expected: expect.any(String) } : { value: wanted },
    );
  });
});

describe("a percentage", () => {
  it.each([
    ["0.01%", 1],
    ["12.5%", 1250],
    ["100.00%", 10_000],
  ])("has two decimals: %s", (text, value) => {
    expect(parsePercentage(text)).toEqual({ value });
  });
  it.each(["100.01%", "0.001%", "%", "1e2%", ".5%"])("is not %s", (text) => {
    expect(parsePercentage(text)).toHaveProperty("problem");
  });
});

describe("a span of time", () => {
  it("may be shorter than a second", () => expect(parseDuration("500ms")).toEqual({ value: 500 }));
  it("is seconds without a unit", () => expect(parseDuration(30)).toEqual({ value: 30_000 }));
});

describe("memory", () => {
  it.each([
    ["1.5Gi", 1_610_612_736],
    ["64MB", 64_000_000],
    ["64 mib", 2 ** 26],
    ["9007199254740.991K", Number.MAX_SAFE_INTEGER], // floating point would round it
    ["0.1Ki", 102],
  ])("is exact: %s is %d bytes", (text, value) => expect(parseMemory(text)).toEqual({ value }));
  it.each([
    ["9007199254740.992K", "too large"],
    ["0.0001K", "too small"],
    ["-1MB", "not an amount"],
    ["1e3MB", "not an amount"],
    ["", "not an amount"],
    ["B", "not an amount"],
    ["1B", "not an amount"],
    ["1constructor", "not an amount"],
  ])("is not %s", (text, why) => expect(parseMemory(text)).toHaveProperty("problem", expect.stringContaining(why)));
  it.each([
    [64_000_000, "64M", "64MB"],
    [2 ** 27, "128Mi", "128MiB"],
    [1000, "1k", "1KB"],
    [1500, "1500", "1.5KB"],
    [1, "1", "0.001KB"],
    [0, "0", "0MB"],
  ])("of %d bytes is %s for Kubernetes and %s in the language", (bytes, kubernetes, text) => {
    expect([formatMemory(bytes), formatMemoryText(bytes)]).toEqual([kubernetes, text]);
  });
});

describe("processor time", () => {
  it.each([
    ["0.0001", "too small"],
    ["1e400", "not an amount"],
    [Number.NaN, "not an amount"],
    [Number.POSITIVE_INFINITY, "not an amount"],
    [-1, "not an amount"],
    ["9".repeat(30), "too large"],
  ])("is not %s", (given, why) => expect(parseQuantity(given)).toHaveProperty("problem", expect.stringContaining(why)));
});

describe.each([
  ["percentages", formatPercentage, parsePercentage, 10_000],
  ["memory", formatMemoryText, parseMemory, Number.MAX_SAFE_INTEGER - 1],
  ["processor time", formatQuantity, parseQuantity, Number.MAX_SAFE_INTEGER - 1],
  ["durations", formatDuration, parseDuration, Number.MAX_SAFE_INTEGER - 1],
] as const)("%s", (_, format, read, most) => {
  it("read back what was written", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (any) => {
        const value = any % (most + 1);
        expect(read(format(value))).toEqual({ value });
      }),
    );
  });
});

describe("every unit", () => {
  it.each(Object.entries(readers))("answers any text: %s", (_, read) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.double(),
          fc.constantFrom("9".repeat(400), "1e400", "__proto__", "1constructor", " ".repeat(10_000)),
        ),
        (text) => {
          const result = read(text);
          expect("problem" in result || (Number.isSafeInteger(result.value) && result.value >= 0)).toBe(true);
        },
      ),
    );
  });
});
