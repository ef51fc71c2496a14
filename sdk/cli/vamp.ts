import { parseArgs } from "node:util";
import { nearest } from "../diagnostics/nearest.js";
import { check } from "./check.js";
import { type Command, exit, type Given, Misuse, type World } from "./command.js";
import { diff } from "./diff.js";
import { format } from "./format.js";
import { graph } from "./graph.js";
import { importFiles } from "./import.js";
import { render } from "./render.js";
import { route } from "./route.js";
import { schema } from "./schema.js";

/** The commands by name. */
export const commands: Readonly<Record<string, Command>> = {
  check,
  diff,
  format,
  graph,
  render,
  route,
  schema,
  import: importFiles,
};

/**
 * Runs `vamp`.
 * @param args what stands behind `vamp`
 * @returns the exit code: 0 clean, 1 problems, 2 misuse.
 */
export function vamp(args: readonly string[], version: string, world: World): number {
  const [name = "", ...rest] = args;
  if (name === "--version") {
    world.out(`${version}\n`);
    return exit.clean;
  }
  if (name === "--help" || name === "help") {
    world.out(help());
    return exit.clean;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const near = nearest(name, Object.keys(commands));
    const hint = near === undefined ? "" : `; did you mean \`${near}\`?`;
    world.say(name === "" ? help() : `there is no command \`${name}\`${hint}\n\n${help()}`);
    return exit.misuse;
  }
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: { ...command.options, help: { type: "boolean" } },
      allowPositionals: true,
    });
    if (values.help === true) {
      world.out(helpOf(command));
      return exit.clean;
    }
    return command.run(
      positionals,
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, given(value)])),
      world,
    );
  } catch (error) {
    const isMisuse = error instanceof Misuse || (error instanceof TypeError && "code" in error);
    if (!isMisuse) throw error;
    world.say(`${error.message}\n\n${helpOf(command)}`);
    return exit.misuse;
  }
}

function given(value: unknown): Given[string] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" || typeof value === "boolean" ? value : undefined;
}

function help(): string {
  const rows = Object.values(commands).map((command) => `  ${command.usage}\n      ${command.summary}`);
  return `Vamp's language: check it, format it, see what it becomes.\n\n${rows.join("\n")}\n\nExit codes: 0 clean, 1 problems, 2 misuse.\n`;
}

function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, { short, description }]) => {
    const spelled = short === undefined ? name : `${name}, -${short}`;
    return `  --${spelled.padEnd(15)} ${description}`;
  });
  return [`${command.usage}`, "", command.summary, ...options, ""].join("\n");
}
