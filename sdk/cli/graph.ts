import { Problems } from "../diagnostics/problem.js";
import { graphOf } from "../graph/graph.js";
import { mermaidOf } from "../graph/mermaid.js";
import { svgOf } from "../graph/svg.js";
import { nameByFile, planWanted, readWanted } from "../planning/texts.js";
import { type Command, exit, Misuse } from "./command.js";
import { readTexts, writeText } from "./files.js";
import { environmentOf, environmentOptions, readingOf, readingOptions } from "./options.js";
import { tellProblems } from "./report.js";

const formats = { mermaid: mermaidOf, svg: svgOf } as const;

/** `vamp graph`: draws gateways, and by which routes their requests reach which versions. */
export const graph: Command = {
  usage: "vamp graph [--format mermaid|svg] [-o FILE] FILE…",
  summary: "Draws gateways, and by which routes their requests reach which versions.",
  options: {
    format: { type: "string", description: "`mermaid` (default) or `svg`" },
    output: { type: "string", short: "o", description: "file to write; default: standard output" },
    ...environmentOptions,
    external: readingOptions.external,
  },
  run: (files, options, world) => {
    const { format = "mermaid", output } = options;
    const write = format === "mermaid" || format === "svg" ? formats[format] : undefined;
    if (write === undefined) throw new Misuse(`there is no format \`${format}\`: \`--format\` takes mermaid or svg`);
    const problems = new Problems();
    const wanted = readWanted(readTexts(files, world), problems, nameByFile, readingOf(options));
    const planned = planWanted(wanted, environmentOf(options), problems);
    tellProblems(problems.list, world);
    if (problems.hasErrors) return exit.problems;
    const text = write(graphOf(planned));
    if (typeof output === "string" && output !== "-") writeText(output, text, world);
    else world.out(text);
    return exit.clean;
  },
};
