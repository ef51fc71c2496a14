import type { WantedOptions } from "../planning/texts.js";
import { type Given, Misuse, type Option } from "./command.js";

/** Names what breeds depend on and no file has. */
export const externalOption: Option = {
  type: "string",
  multiple: true,
  description: "what runs elsewhere: BREED[=HOST[,PORT=NUMBER]…]",
};

/**
 * What `--external` says of what runs elsewhere; its host is called as the breed where nothing is said.
 * @throws Misuse for what cannot be read.
 */
export function externalOf({ external = [] }: Given): NonNullable<WantedOptions["external"]> {
  const all = Array.isArray(external) ? external : [];
  return Object.fromEntries(
    all.map((text) => {
      const [breed = "", found = breed] = split(text, "=");
      const [host = "", ...ports] = found.split(",");
      if (breed === "" || host === "")
        throw new Misuse(`\`--external\` takes BREED[=HOST[,PORT=NUMBER]…], not \`${text}\``);
      return [breed, { host, ports: Object.fromEntries(ports.map((port) => portOf(port, text))) }];
    }),
  );
}

function portOf(port: string, text: string): readonly [name: string, number: number] {
  const [name = "", number = ""] = split(port, "=");
  if (name === "" || !/^\d{1,5}$/.test(number) || Number(number) < 1 || Number(number) > 65_535)
    throw new Misuse(`a port of \`--external\` is NAME=NUMBER, from 1 to 65535, and not \`${port}\` in \`${text}\``);
  return [name, Number(number)];
}

/** A text in two at the first sign, or as it is where there is none. */
function split(text: string, sign: string): readonly string[] {
  const at = text.indexOf(sign);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
