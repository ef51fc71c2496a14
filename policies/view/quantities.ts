import { formatMemory, formatQuantity, parseMemory, parseQuantity } from "pulumi-vamp/sdk";

/*
 * Amounts of processor time and memory, in whole units: thousandths of a core, and bytes. Fractions of cores would not add
 * up to what people add up: rules compare these, and divide for messages only.
 */

/** What containers ask for. */
export type Resource = "cpu" | "memory";

/** Billionths by unit, as Kubernetes writes them: upper and lower case are different units. */
const billionths: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 10n ** 3n,
  m: 10n ** 6n,
  "": 10n ** 9n,
  k: 10n ** 12n,
  M: 10n ** 15n,
  G: 10n ** 18n,
  T: 10n ** 21n,
  P: 10n ** 24n,
  E: 10n ** 27n,
  Ki: 2n ** 10n * 10n ** 9n,
  Mi: 2n ** 20n * 10n ** 9n,
  Gi: 2n ** 30n * 10n ** 9n,
  Ti: 2n ** 40n * 10n ** 9n,
  Pi: 2n ** 50n * 10n ** 9n,
  Ei: 2n ** 60n * 10n ** 9n,
};

/** Billionths of one whole unit: of a thousandth of a core, of a byte. */
const ofUnit: Readonly<Record<Resource, bigint>> = { cpu: 10n ** 6n, memory: 10n ** 9n };

/**
 * Thousandths of a core, or bytes, of a quantity of Kubernetes (`100m`, `64Mi`, `1e3`), rounded up as Kubernetes does;
 * undefined for what is none, and for what is not known yet.
 */
export function amountOf(resource: Resource, quantity: unknown): number | undefined {
  const text = typeof quantity === "number" ? String(quantity) : quantity;
  if (typeof text !== "string" || text.length > 40) return undefined;
  const match = /^\+?(\d*)(?:\.(\d*))?(?:(n|u|m|k|[MGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,2}))?$/.exec(text.trim());
  const [, whole = "", fraction = "", unit = "", exponent = "0"] = match ?? [];
  const factor = billionths[unit];
  if (whole + fraction === "" || factor === undefined) return undefined;
  const shift = Number(exponent) - fraction.length;
  const numerator = BigInt(whole + fraction) * factor * 10n ** BigInt(Math.max(0, shift));
  const denominator = ofUnit[resource] * 10n ** BigInt(Math.max(0, -shift));
  return Number((numerator + denominator - 1n) / denominator);
}

/** The same of an amount in the language of blueprints (`0.1`, `512mb`, `1 GB`), where units are of any case. */
export function amountSaid(resource: Resource, said: unknown): number | undefined {
  if (typeof said !== "string" && typeof said !== "number") return undefined;
  const parsed = resource === "cpu" ? parseQuantity(said) : parseMemory(said);
  return "value" in parsed ? parsed.value : undefined;
}

/** Writes thousandths of a core, or bytes, as a quantity of Kubernetes. */
export function quantityOf(resource: Resource, amount: number): string {
  return resource === "cpu" ? formatQuantity(amount) : formatMemory(amount);
}
