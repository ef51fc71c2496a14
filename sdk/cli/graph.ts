import { formatProblem } from "../diagnostics/format.js";
import { Problems } from "../diagnostics/problem.js";
import { graphOf } from "../graph/graph.js";
import { mermaidOf } from "../graph/mermaid.js";
import { svgOf } from "../graph/svg.js";
import { nameByFile, planWanted, readWanted } from "../planning/texts.js";
import { type Command, exit, Misuse } from "./command.js";
import { externalOf, externalOption } from "./external.js";
import { readTexts, writeText } from "./files.js";

const formats = { mermaid: mermaidOf, svg: svgOf } as const;

/** `vamp graph`: draws gateways, and by which routes their requests reach which versions. */
export const graph: Command = {
  usage: "vamp graph [--format mermaid|svg] [-o FILE] FILE…",
  summary: "Draws gateways, and by which routes their requests reach which versions.",
  options: {
    format: { type: "string", description: "`mermaid` (default) or `svg`" },
    output: { type: "string", short: "o", description: "file to write; default: standard output" },
    organisation: { type: "string", description: "whose environment it is; default: organisation" },
    environment: { type: "string", description: "name of the environment; default: environment" },
    external: externalOption,
  },
  run: (files, options, world) => {
    const { format = "mermaid", output, organisation, environment } = options;
    const write = format === "mermaid" || format === "svg" ? formats[format] : undefined;
    if (write === undefined) throw new Misuse(`there is no format \`${format}\`: \`--format\` takes mermaid or svg`);
    const problems = new Problems();
    const wanted = readWanted(readTexts(files, world), problems, nameByFile, { external: externalOf(options) });
    const names = {
      organisation: String(organisation ?? "organisation"),
      environment: String(environment ?? "environment"),
    };
    const planned = planWanted(wanted, names, problems);
    for (const problem of problems.list) world.say(`${formatProblem(problem, { colour: world.colour })}\n\n`);
    if (problems.hasErrors) return exit.problems;
    const text = write(graphOf(planned));
    if (typeof output === "string" && output !== "-") writeText(output, text, world);
    else world.out(text);
    return exit.clean;
  },
};
