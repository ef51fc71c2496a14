import { unlessProblems } from "../diagnostics/format.js";
import { nearest } from "../diagnostics/nearest.js";
import { Problems } from "../diagnostics/problem.js";
import { diffOf } from "../diff/diff.js";
import { type Gates, refusable } from "../diff/gates.js";
import { diffMarkdown } from "../diff/markdown.js";
import { NotAPreview, statesOfPreview } from "../diff/preview.js";
import { diffReport } from "../diff/report.js";
import { stateOfTexts, type TrafficState } from "../diff/state.js";
import { diffTable } from "../diff/table.js";
import { refusalsInWords } from "../diff/words.js";
import type { Document } from "../expansion/artifactSet.js";
import { nameByFile, planWanted, readWanted } from "../planning/texts.js";
import type { YamlText } from "../reading/artifacts.js";
import { nullUnknown } from "../routing/report.js";
import { type Command, exit, type Given, Misuse, type World } from "./command.js";
import { readTexts, readTextsAt, readTextsThere } from "./files.js";
import { environmentOf, readingOf, readingOptions } from "./options.js";
import { tellProblems } from "./report.js";
import { wrap } from "./wrap.js";

/** `vamp diff`: says what a change does to traffic, and refuses what goes too far. */
export const diff: Command = {
  usage: "vamp diff [OPTION…] BEFORE AFTER | --git REVISION FILE… | --preview FILE",
  summary: "Says what a change does to traffic, and who is affected.",
  exits: "0 let through, 1 refused, 2 misuse, or files with problems",
  options: {
    with: { type: "string", multiple: true, description: "a file that both sides need, as often as you like" },
    git: { type: "string", description: "REVISION against the files as they are, or FROM..TO" },
    preview: { type: "string", description: "what `pulumi preview --json` printed; - for standard input" },
    "max-first": { type: "string", description: "the most percent that a new version may get" },
    "max-step": { type: "string", description: "the most points by which a share may grow" },
    "fail-on": { type: "string", description: `a list of ${refusable.join(",")}` },
    ...readingOptions,
    json: { type: "boolean", description: "print one object for machines" },
    markdown: { type: "boolean", description: "print Markdown, for a pull request" },
    quiet: { type: "boolean", description: "print only what is refused" },
  },
  run: (files, options, world) => {
    const gates = gatesOf(options);
    if (options.json === true && options.markdown === true)
      throw new Misuse("`--json` and `--markdown` exclude each other");
    const problems = new Problems();
    const states = statesOf(files, options, world, problems);
    const errors = problems.list.filter(({ severity }) => severity === "error");
    tellProblems(errors, world);
    // What cannot be read is neither allowed nor refused.
    if (problems.hasErrors || states === undefined) return exit.misuse;
    if (options.preview === undefined && isEmpty(states.before) && isEmpty(states.after))
      throw new Misuse("neither side has a blueprint with services or a gateway, so there is nothing to compare");
    const all = diffOf(states.before, states.after, gates);
    const found = options.quiet === true ? { ...all, gateways: [], workloads: [] } : all;
    if (options.json === true) world.out(`${JSON.stringify(diffReport(found), nullUnknown, 2)}\n`);
    else if (options.quiet === true && found.refusals.length === 0) return exit.clean;
    else if (options.markdown === true) world.out(diffMarkdown(found));
    else if (options.quiet !== true) world.out(diffTable(found, wrap));
    else for (const refusal of refusalsInWords(found)) world.out(wrap(refusal, 0));
    return found.refusals.length > 0 ? exit.problems : exit.clean;
  },
};

function isEmpty({ gateways, workloads }: TrafficState): boolean {
  return gateways.length + workloads.length === 0;
}

interface States {
  readonly before: TrafficState;
  readonly after: TrafficState;
}

function statesOf(files: readonly string[], options: Given, world: World, problems: Problems): States | undefined {
  const { git, preview } = options;
  const shared = typeof options.with === "object" ? options.with : [];
  if (typeof preview === "string") {
    if (files.length > 0 || git !== undefined || shared.length > 0)
      throw new Misuse("`--preview` has both sides in one file; no other goes with it");
    return fromPreview(readTexts([preview], world)[0]?.text ?? "");
  }
  const common = shared.length === 0 ? [] : readTexts(shared, world);
  const state = (texts: readonly YamlText[], nameOf = nameByFile) =>
    stateOf([...texts, ...common], nameOf, options, problems);
  if (typeof git === "string") {
    const { from, to } = revisionsOf(git);
    // What is new was not there before, and what is taken away is not there after.
    const before = readTextsAt(from, files, world);
    const after = to === undefined ? readTextsThere(files, world) : readTextsAt(to, files, world);
    for (const file of files)
      if (![...before, ...after].some(({ name }) => name === file))
        throw new Misuse(
          `${file}: there is no such file, neither at ${from} nor ${to === undefined ? "now" : `at ${to}`}`,
        );
    return bothOf(state(before), state(after));
  }
  const [before, after, ...more] = files;
  if (before === undefined || after === undefined || more.length > 0)
    throw new Misuse("two files are compared: the one before and the one after");
  // What has no name is called by its file, and has to be called alike on both sides.
  const named = (document: Document) =>
    nameByFile(document, document.node.location.source.name === after ? before : undefined);
  return bothOf(state(readTexts([before], world), named), state(readTexts([after], world), named));
}

/** What `--git` names; without a second revision the files as they are. */
function revisionsOf(git: string): { readonly from: string; readonly to: string | undefined } {
  if (git.includes("..."))
    throw new Misuse(
      `\`--git\` takes REVISION or FROM..TO, not \`${git}\`; \`git merge-base\` finds where two branches part`,
    );
  const [from, to, ...more] = git.split("..").map((revision) => revision || "HEAD");
  for (const revision of [from, to])
    if (revision?.startsWith("-")) throw new Misuse(`\`${revision}\` is not a revision`);
  if (git === "" || from === undefined || more.length > 0)
    throw new Misuse(`\`--git\` takes REVISION or FROM..TO, not \`${git}\``);
  return { from, to };
}

function fromPreview(text: string): States {
  try {
    return statesOfPreview(text);
  } catch (error) {
    if (error instanceof NotAPreview) throw new Misuse(error.message);
    throw error;
  }
}

function stateOf(
  texts: readonly YamlText[],
  nameOf: (document: Document) => string,
  options: Given,
  problems: Problems,
): TrafficState | undefined {
  const own = new Problems();
  const wanted = readWanted(texts, own, nameOf, readingOf(options));
  const planned = planWanted(wanted, environmentOf({}), own);
  const state = own.hasErrors ? undefined : unlessProblems(own, () => stateOfTexts(planned));
  problems.add(own.list);
  return state;
}

function bothOf(before: TrafficState | undefined, after: TrafficState | undefined): States | undefined {
  return before && after && { before, after };
}

function gatesOf(options: Given): Gates {
  const failOn = options["fail-on"];
  const words = typeof failOn === "string" ? failOn.split(",").map((word) => word.trim()) : [];
  return {
    maxFirst: percentOf(options, "max-first"),
    maxStep: percentOf(options, "max-step"),
    failOn: words.map((word) => {
      const known = refusable.find((one) => one === word);
      if (known !== undefined) return known;
      const near = nearest(word, refusable);
      const hint = near === undefined ? "" : `; did you mean \`${near}\`?`;
      throw new Misuse(`\`--fail-on\` takes ${refusable.join(", ")}, not \`${word}\`${hint}`);
    }),
  };
}

function percentOf(options: Given, name: string): number | undefined {
  const text = options[name];
  if (typeof text !== "string") return undefined;
  const percent = /^(\d{1,3}(?:\.\d{1,2})?)%?$/.exec(text)?.[1];
  if (percent === undefined || Number(percent) > 100)
    throw new Misuse(`\`--${name}\` takes a percentage with at most two decimals, not \`${text}\``);
  return Math.round(Number(percent) * 100);
}
