import { nearest } from "../diagnostics/nearest.js";
import { quoted } from "../diagnostics/words.js";
import type { ScalarNode } from "../reading/node.js";
import { fixed, type LeafResult, leaf, scalarTypes, withRules } from "../reading/rules.js";
import { formatDuration, parseDuration } from "../units/duration.js";
import { formatMemoryText, parseMemory } from "../units/memory.js";
import { formatPercentage, parsePercentage } from "../units/percentage.js";
import { parseQuantity } from "../units/quantity.js";

/** Text as it was written: `1.0` stays `1.0`, as Vamp's own dates and numbers in YAML did not. */
export const text = () => leaf<string>({ read: (scalar) => ({ value: scalar.text }) });

/** Text that decides which objects there are. */
export const fixedText = () => fixed<string>({ read: (scalar) => ({ value: scalar.text }) });

/** A name: no white space, no `/`, `[` or `]` (Vamp's `IllegalName`). */
export const name = () =>
  fixed<string>({
    read: (scalar) => illegalName(scalar.text) ?? { value: scalar.text },
    called: "name",
    json: { type: scalarTypes, pattern: "^[^\\s/[\\]]+$" },
  });

/** A share with at most two decimals, in hundredths of a percent: `12.5%` is 1250. */
export const percentage = () =>
  leaf<number>({
    read: (scalar) => parsePercentage(scalar.text),
    write: formatPercentage,
    called: "percentage",
    json: { type: "string", pattern: "^\\s*\\d{1,3}(\\.\\d{0,2})?\\s*%\\s*$" },
  });

/** An amount of memory in bytes: `64MB`, `1Gi`. */
export const memory = () =>
  leaf<number>({
    read: (scalar) => parseMemory(scalar.text),
    write: formatMemoryText,
    called: "memory",
    json: { type: "string", pattern: "^\\s*\\d*\\.?\\d*\\s*([kK]|[mM]|[gG])[iI]?[bB]?\\s*$" },
  });

/** An amount of processor time in thousandths of a core: `0.2`, `200m`. */
export const processor = () =>
  leaf<number>({
    read: (scalar) => parseQuantity(scalar.text),
    write: (thousandths) => String(thousandths / 1000),
    called: "cores",
    json: { type: ["number", "string"] },
  });

/** A span of time in milliseconds: `10s`, `500ms`; a bare number means seconds. */
export const duration = () =>
  leaf<number>({
    read: (scalar) => parseDuration(scalar.text),
    write: formatDuration,
    called: "time",
    json: { type: ["number", "string"] },
  });

/** A whole number within bounds. */
export function integer(
  least: number,
  most: number,
  outOfRange: "InvalidValue" | "NegativeFailuresNumberError" = "InvalidValue",
) {
  return leaf<number>({
    read: (scalar) => {
      const value = numberIn(scalar, /^-?\d{1,15}$/);
      const expected = `a whole number from ${least} to ${most}`;
      if (value === undefined || !Number.isInteger(value))
        return { problem: `\`${scalar.text}\` is not a whole number`, expected };
      return value < least || value > most
        ? { problem: `${value} is out of range`, expected, code: outOfRange }
        : { value };
    },
    called: "number",
    json: { type: ["integer", "string"], minimum: least, maximum: most },
  });
}

/** The number of a port of a Service, which decides what it looks like. */
export const portNumber = () =>
  fixed<number>({
    read: (scalar) => {
      const value = Number(scalar.text);
      const expected = "a number from 1 to 65535";
      return Number.isInteger(value) && value >= 1 && value <= 65535
        ? { value }
        : { problem: `\`${scalar.text}\` is not a port`, expected, code: "InvalidPortError" };
    },
    called: "port number",
    json: { type: ["integer", "string"], minimum: 1, maximum: 65535 },
  });

/** The end of host names. */
export const domain = () =>
  fixed<string>({
    read: (scalar) =>
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(scalar.text)
        ? { value: scalar.text }
        : {
            problem: `\`${scalar.text}\` is not a domain`,
            expected: "lower-case letters, digits, dashes and dots, as `cluster.local`",
            code: "InvalidValue",
          },
    called: "domain",
  });

/** Yes or no, for what decides which objects there are. */
export const truth = () =>
  fixed<boolean>({
    read: ({ text }) =>
      text === "true" || text === "false"
        ? { value: text === "true" }
        : { problem: `\`${text}\` is neither true nor false`, expected: "`true` or `false`" },
    called: "`true` or `false`",
    json: { type: "boolean" },
  });

/** A number that is not negative. */
export const amount = () =>
  leaf<number>({
    read: (scalar) => {
      const value = numberIn(scalar, /^-?\d{0,15}(\.\d{1,15})?$/);
      if (value === undefined || !Number.isFinite(value))
        return { problem: `\`${scalar.text}\` is not a number`, expected: "a number" };
      return value < 0 ? { problem: `${value} is negative`, expected: "0 or more", code: "InvalidValue" } : { value };
    },
    called: "number",
    json: { type: ["number", "string"], minimum: 0 },
  });

function numberIn({ value, text }: ScalarNode, pattern: RegExp): number | undefined {
  if (typeof value === "number") return value;
  return pattern.test(text) && /\d/.test(text) ? Number(text) : undefined;
}

/** One of a few words. `code` tells what is wrong with another one. */
export function oneOf<const T extends string>(
  values: readonly T[],
  code: "InvalidValue" | "IllegalWorkflowStatus" | "UnsupportedAggregatorError" = "InvalidValue",
) {
  return fixed<T>({
    read: (scalar) => {
      const value = values.find((one) => one === scalar.text);
      if (value !== undefined) return { value };
      const expected = quoted(values);
      return {
        problem: `\`${scalar.text}\` is not possible here`,
        expected,
        nearest: nearest(scalar.text, values),
        code,
      };
    },
    json: { enum: values },
  });
}

/** A port: its number (0 when none was given) and whether it speaks HTTP. */
export interface Port {
  readonly number: number;
  readonly type: "http" | "tcp";
}

/** A port as Vamp writes it: `8080`, `8080/http`, `8080/tcp`. The type is `http` unless given. */
export function portForm(least: 0 | 1, code: "InvalidPortError" | "InvalidGatewayPortError") {
  return {
    read: ({ text }: ScalarNode): LeafResult<Port> => {
      const match = /^(\d{1,5})(?:\/(http|tcp))?$/.exec(text.trim());
      const number = Number(match?.[1]);
      if (match === null || number < least || number > 65535)
        return {
          problem: `\`${text}\` is not a port`,
          expected: `a number from ${least} to 65535, then \`/http\` or \`/tcp\` if you like`,
          code,
        };
      return { value: { number, type: match[2] === "tcp" ? "tcp" : "http" } };
    },
    write: ({ number, type }: Port) => `${number}/${type}`,
    json: { type: ["integer", "string"], examples: ["8080/http"] },
    called: "port",
  } as const;
}

/** What is said of a port that is missing, or is none. */
export const portRules = { missing: "MissingPortValueError", mistyped: "MalformedTraitError" } as const;

/** A schema for a {@link portForm}. */
export function port(least: 0 | 1, code: "InvalidPortError" | "InvalidGatewayPortError") {
  return withRules(fixed<Port>(portForm(least, code)), portRules);
}

/** Says what is wrong with a name, if anything. */
export function illegalName(
  name: string,
): { readonly problem: string; readonly expected: string; readonly code: "IllegalName" } | undefined {
  if (name !== "" && !/[\s/[\]]/.test(name)) return undefined;
  return {
    problem: `\`${name}\` cannot be a name`,
    expected: "one or more characters, none of them white space, `/`, `[` or `]`",
    code: "IllegalName",
  };
}

/** Says what is wrong with a name of a port, a variable or a constant, if anything. */
export function illegalStrictName(name: string) {
  if (name !== "" && !/[\s/[\].]/.test(name)) return undefined;
  return {
    problem: `\`${name}\` cannot be a name of a port, a variable or a constant`,
    expected: "one or more characters, none of them white space, `.`, `/`, `[` or `]`",
    code: "IllegalStrictName",
  } as const;
}
