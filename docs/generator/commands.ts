import type { Command } from "../../sdk/cli/command.js";
import { commands } from "../../sdk/cli/vamp.js";
import { code, table } from "./markdown.js";
import type { Regions } from "./regions.js";

/** The commands of `vamp`, with what `vamp COMMAND --help` says of each. */
export function commandRegions(all: Readonly<Record<string, Command>> = commands): Regions {
  const sections = Object.entries(all).map(([name, { usage, summary, options, exits }]) => {
    const rows = Object.entries(options).map(([option, { short, description }]) => {
      const also = short === undefined ? "" : ` or ${code(`-${short}`)}`;
      return [`${code(`--${option}`)}${also}`, description];
    });
    const listed = rows.length === 0 ? "" : `\n${table(["option", "what it does"], rows)}`;
    return `### vamp ${name}\n\n${summary}\n\n\`\`\`text\n${usage}\n\`\`\`\n${listed}${exits === undefined ? "" : `\nExit codes: ${exits}.\n`}`;
  });
  return { commands: sections.join("\n") };
}
