import type { ScalarNode } from "../reading/node.js";
import { fixed, type LeafResult, leaf, withRules } from "../reading/shape.js";
import { parseDuration } from "../units/duration.js";
import { parseMemory } from "../units/memory.js";
import { parsePercentage } from "../units/percentage.js";
import { parseQuantity } from "../units/quantity.js";

/** Text as it was written: `1.0` stays `1.0`, as Vamp's own dates and numbers in YAML did not. */
export const text = () => leaf<string>((scalar) => ({ value: scalar.text }));

/** Text that decides which objects there are. */
export const fixedText = () => fixed<string>((scalar) => ({ value: scalar.text }));

/** A name: no white space, no `/`, `[` or `]` (Vamp's `IllegalName`). */
export const name = () => fixed<string>((scalar) => illegalName(scalar.text) ?? { value: scalar.text });

/** A share with at most two decimals, in hundredths of a percent: `12.5%` is 1250. */
export const percentage = () => leaf<number>((scalar) => parsePercentage(scalar.text));

/** An amount of memory in bytes: `64MB`, `1Gi`. */
export const memory = () => leaf<number>((scalar) => parseMemory(scalar.text));

/** An amount of processor time in thousandths of a core: `0.2`, `200m`. */
export const processor = () => leaf<number>((scalar) => parseQuantity(scalar.text));

/** A span of time in milliseconds: `10s`, `500ms`; a bare number means seconds. */
export const duration = () => leaf<number>((scalar) => parseDuration(scalar.text));

/** A whole number within bounds. */
export function integer(
  least: number,
  most: number,
  outOfRange: "InvalidValue" | "NegativeFailuresNumberError" = "InvalidValue",
) {
  return leaf<number>((scalar) => {
    const value =
      typeof scalar.value === "number"
        ? scalar.value
        : /^-?\d{1,15}$/.test(scalar.text)
          ? Number(scalar.text)
          : Number.NaN;
    const expected = `a whole number from ${least} to ${most}`;
    if (!Number.isInteger(value)) return { problem: `\`${scalar.text}\` is not a whole number`, expected };
    return value < least || value > most
      ? { problem: `${value} is out of range`, expected, code: outOfRange }
      : { value };
  });
}

/** A port: its number (0 when none was given) and whether it speaks HTTP. */
export interface Port {
  readonly number: number;
  readonly type: "http" | "tcp";
}

/** A port as Vamp writes it: `8080`, `8080/http`, `8080/tcp`. The type is `http` unless given. */
export function port(least: 0 | 1, code: "InvalidPortError" | "InvalidGatewayPortError") {
  const read = ({ text }: ScalarNode): LeafResult<Port> => {
    const match = /^(\d{1,5})(?:\/(http|tcp))?$/.exec(text.trim());
    const number = Number(match?.[1]);
    if (match === null || number < least || number > 65535)
      return {
        problem: `\`${text}\` is not a port`,
        expected: `a number from ${least} to 65535, then \`/http\` or \`/tcp\` if you like`,
        code,
      };
    return { value: { number, type: match[2] === "tcp" ? "tcp" : "http" } };
  };
  return withRules(fixed<Port>(read), { missing: "MissingPortValueError", mistyped: "MalformedTraitError" });
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
  const illegal = illegalName(name);
  if (illegal !== undefined) return illegal;
  if (!name.includes(".")) return undefined;
  return {
    problem: `\`${name}\` has a dot in it, which names of ports, variables and constants cannot have`,
    code: "IllegalStrictName",
  } as const;
}
