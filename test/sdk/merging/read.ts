import { overrides } from "../../../sdk/artifacts/overrides.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { type BlueprintSource, readBlueprint } from "../../../sdk/merging/blueprint.js";
import { readSettings } from "../../../sdk/reading/settings.js";
import { placeOf } from "../reading/read.js";

/** Blueprints merged in their order, with what is said over them, as YAML; and what is wrong: code, place and source. */
export function merged(sources: readonly (string | object)[], said: object = {}) {
  const problems = new Problems();
  const parts = sources.map((source, index): BlueprintSource => {
    const name = String.fromCharCode("a".charCodeAt(0) + index);
    return typeof source === "string" ? { name: `${name}.yml`, text: source } : { name, value: source };
  });
  const blueprint = readBlueprint(parts, problems, { overrides: readSettings(overrides, said, "", problems) });
  const errors = problems.list.filter(({ severity }) => severity === "error");
  return {
    blueprint,
    problems: errors.map((problem) => `${problem.location.source.name} ${placeOf(problem)}`.trim()),
  };
}
