import { stringify } from "yaml";
import { Problems } from "../diagnostics/problem.js";
import type { Document } from "../expansion/artifactSet.js";
import type { RenderedObject } from "../kubernetes/rendered.js";
import { Later } from "../later.js";
import { readWanted } from "../planning/texts.js";
import { type Command, exit, Misuse, type World } from "./command.js";
import { readTexts, writeText } from "./files.js";
import { objectsOf } from "./objects.js";
import { environmentOf, environmentOptions, readingOf, readingOptions } from "./options.js";
import { tellProblems } from "./report.js";

/** `vamp render`: prints the Kubernetes objects of blueprints and gateways, without Pulumi and without a cluster. */
export const render: Command = {
  usage: "vamp render [--organisation NAME] [--environment NAME] [-o DIR] FILE…",
  summary: "Prints the Kubernetes objects that blueprints and gateways become.",
  options: {
    ...environmentOptions,
    external: readingOptions.external,
    output: { type: "string", short: "o", description: "folder for a file each, and each haproxy.cfg" },
  },
  run: (files, options, world) => {
    const { output } = options;
    const problems = new Problems();
    const wanted = readWanted(readTexts(files, world), problems, nameOf, readingOf(options));
    if (wanted.workflows.length > 0 && wanted.blueprints.length === 0)
      throw new Misuse("a workflow runs beside the services of a blueprint, and none is given");
    const objects = objectsOf(wanted, environmentOf(options), problems);
    tellProblems(problems.list, world);
    if (problems.hasErrors) return exit.problems;
    if (typeof output === "string" && output !== "-") writeAll(objects, output, world);
    else world.out(objects.map(({ object }) => yamlOf(object)).join("---\n"));
    return exit.clean;
  },
};

function nameOf({ name }: Document): string {
  if (name === undefined) throw new Misuse("a blueprint or a gateway has no `name`, which its objects are named by");
  return name;
}

/** YAML as Kubernetes reads it, which is YAML 1.1. */
function yamlOf(object: RenderedObject["object"]): string {
  return stringify(object, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false });
}

/** A file for each object, and what each agent reads beside it. */
function writeAll(objects: readonly RenderedObject[], folder: string, world: World): void {
  for (const { key, object } of objects) {
    const name = `${object.kind.toLowerCase()}-${"name" in object.metadata ? object.metadata.name : key}`;
    writeText(`${folder}/${name}.yaml`, yamlOf(object), world);
    if (object.kind !== "ConfigMap" || object.data instanceof Later) continue;
    for (const [file, text] of Object.entries(object.data)) writeText(`${folder}/${name}.${file}`, text, world);
  }
}
