import { Problems } from "../diagnostics/problem.js";
import { formatText } from "../writing/artifact.js";
import { type Command, exit, Misuse } from "./command.js";
import { readTexts, writeText } from "./files.js";
import { tellProblems } from "./report.js";

/** `vamp format`: writes artifacts as canonical YAML. */
export const format: Command = {
  usage: "vamp format [--write | --check] FILE…",
  summary: "Prints artifacts as canonical YAML, comments kept.",
  exits: "0 clean, 1 problems (`--check`: a file would change), 2 misuse",
  options: {
    write: { type: "boolean", description: "change the files instead of printing them" },
    check: { type: "boolean", description: "only tell which files would change" },
  },
  run: (files, options, world) => {
    if (options.write && options.check) throw new Misuse("`--write` and `--check` exclude each other");
    let code: number = exit.clean;
    const printed: string[] = [];
    for (const source of readTexts(files, world)) {
      const problems = new Problems();
      const formatted = formatText(source, problems);
      tellProblems(problems.list, world);
      if (formatted === undefined) code = exit.problems;
      else if (options.check) {
        if (formatted === source.text) continue;
        world.out(`${source.name}\n`);
        code = exit.problems;
      } else if (options.write && source.name !== "-") {
        if (formatted !== source.text) writeText(source.name, formatted, world);
      } else printed.push(formatted);
    }
    if (printed.length > 0) world.out(printed.join("---\n"));
    return code;
  },
};
