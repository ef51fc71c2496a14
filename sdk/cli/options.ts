import type { WantedOptions } from "../planning/texts.js";
import type { Given, Option } from "./command.js";
import { externalOf, externalOption } from "./external.js";

/** How texts are read from which is planned. */
export const readingOptions = {
  external: externalOption,
  "allow-raw-acl": { type: "boolean", description: "take `< raw HAProxy rules >` in conditions" },
} as const satisfies Readonly<Record<string, Option>>;

/** What {@link readingOptions} say. */
export function readingOf(given: Given): Required<WantedOptions> {
  return { external: externalOf(given), allowRawAcl: given["allow-raw-acl"] === true };
}

/** Where things would be. */
export const environmentOptions = {
  organisation: { type: "string", description: "whose environment it is; default: organisation" },
  environment: { type: "string", description: "name of the environment; default: environment" },
} as const satisfies Readonly<Record<string, Option>>;

/** What {@link environmentOptions} say. */
export function environmentOf({ organisation, environment }: Given): {
  readonly organisation: string;
  readonly environment: string;
} {
  return {
    organisation: typeof organisation === "string" ? organisation : "organisation",
    environment: typeof environment === "string" ? environment : "environment",
  };
}
