import { parseArgs } from "node:util";
import { nearest } from "../diagnostics/nearest.js";
import { check } from "./check.js";
import { type Command, exit, type Given, Misuse, usualExits, type World } from "./command.js";
import { diff } from "./diff.js";
import { format } from "./format.js";
import { graph } from "./graph.js";
import { importFiles } from "./import.js";
import { render } from "./render.js";
import { route } from "./route.js";
import { schema } from "./schema.js";
import { wrap } from "./wrap.js";

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
  if (name === "--help" || name === "-h" || name === "help") {
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
      options: { ...command.options, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    if (values.help === true) {
      world.out(helpOf(command));
      return exit.clean;
    }
    // A variable of the shell that is not set, most likely.
    const asked = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, given(value)]));
    // A variable of the shell that is not set, most likely.
    for (const [name, value] of Object.entries(asked))
      if (value === "" || (typeof value === "object" && value.includes("")))
        throw new Misuse(`\`--${name}\` has an empty value`);
    return command.run(positionals, asked, world);
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
  const rows = Object.values(commands).map(({ usage, summary }) => `  ${usage}\n${wrap(summary, 6)}`);
  const exits = Object.entries(commands).flatMap(([name, { exits: own }]) =>
    own === undefined ? [] : `  vamp ${name}: ${own}\n`,
  );
  return [
    "Vamp's language: check it, format it, see what it becomes.\n\n",
    ...rows,
    "  vamp --version\n      Prints the version.\n",
    "\n`vamp COMMAND --help` tells the options of a command.\n",
    "`-` as a FILE is standard input.\n",
    `Exit codes: ${usualExits}\n`,
    ...exits,
  ].join("");
}

function helpOf({ usage, summary, options, exits = usualExits }: Command): string {
  const rows = Object.entries(options).map(([name, { short, description }]) => {
    const spelled = `  --${short === undefined ? name : `${name}, -${short}`}`.padEnd(optionWidth);
    return `${spelled} ${wrap(description, optionWidth + 1).trimStart()}`;
  });
  const input = usage.includes("FILE…") ? "`-` as a FILE is standard input.\n" : "";
  return [`${usage}\n\n`, wrap(summary, 0), ...rows, input, `Exit codes: ${exits}\n`].join("");
}

const optionWidth = 19;
