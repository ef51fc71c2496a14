import { unlessProblems } from "../diagnostics/format.js";
import type { Problems } from "../diagnostics/problem.js";
import { nameByContent } from "../kubernetes/contentNames.js";
import { renderEnvironment } from "../kubernetes/environment.js";
import type { RenderedObject } from "../kubernetes/rendered.js";
import { renderWanted } from "../kubernetes/wanted.js";
import { planWanted, type Wanted } from "../planning/texts.js";

/** The objects that the components would make of what is wanted, with every setting left at its default. */
export function objectsOf(
  wanted: Wanted,
  names: { readonly organisation: string; readonly environment: string },
  problems: Problems,
): readonly RenderedObject[] {
  const planned = planWanted(wanted, names, problems);
  // What is wrong cannot be rendered.
  if (problems.hasErrors) return [];
  const objects = unlessProblems(problems, () => renderWanted(planned).flatMap((owned) => owned.objects));
  return objects === undefined ? [] : nameByContent([...renderEnvironment(planned.environment), ...objects]);
}
