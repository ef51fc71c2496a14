import { z } from "zod";

/**
 * Names of environments in the configuration of a rule, the same way in all of them. Default: none.
 * @param what which environments these are, for people: `where Services may have node ports`
 */
export function environmentNames(what: string) {
  return names(`Names of environments ${what}; \`*\` stands for any text.`);
}

/** Names in the configuration of a rule, such as those that are allowed, which {@link isAmong} reads. Default: none. */
export function names(description: string) {
  return z.array(z.string()).default([]).describe(description);
}

/** True for a name that one of the names in a configuration means: `*` in them stands for any text. */
export function isAmong(name: string, configured: readonly string[]): boolean {
  return configured.some((pattern) => fits(name, pattern));
}

/** The value for a name, of values by name: by the very name, else by the longest with `*` that means it. */
export function valueFor<T>(name: string, values: Readonly<Record<string, T>>): T | undefined {
  const fitting = Object.keys(values).filter((pattern) => fits(name, pattern));
  const [best] = fitting.sort(
    (one, other) => Number(other === name) - Number(one === name) || other.length - one.length,
  );
  return best === undefined ? undefined : values[best];
}

function fits(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[^a-z0-9]/gi, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
