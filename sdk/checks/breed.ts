import { type Breed, nameOfUse } from "../artifacts/breed.js";
import type { Problems } from "../diagnostics/problem.js";
import { valueLocationOf } from "../reading/places.js";
import { checkHealthCheckPorts } from "./healthChecks.js";
import { checkReferences } from "./references.js";

/** Checks everything about a breed that can be said without anything outside it. */
export function checkBreed(breed: Breed, problems: Problems): void {
  checkHealthCheckPorts(breed.healthChecks, Object.keys(breed.ports ?? {}), problems);
  checkReferences(breed, problems);
  checkInlineDependencies(breed, [breed.name], problems);
}

/** Breeds that are written out as dependencies, and theirs in turn: none may need one that needs it. */
function checkInlineDependencies(breed: Breed, needing: readonly string[], problems: Problems): void {
  const dependencies = breed.dependencies ?? {};
  for (const [alias, use] of Object.entries(dependencies)) {
    const name = nameOfUse(use);
    const start = needing.indexOf(name);
    if (start >= 0)
      problems.error(
        "RecursiveDependenciesError",
        valueLocationOf(dependencies, alias),
        needing.length - start === 1
          ? `\`${name}\` needs itself`
          : `these need each other: ${[...needing.slice(start), name].join(" -> ")}`,
      );
    else if (use.inline !== undefined) {
      checkHealthCheckPorts(use.inline.healthChecks, Object.keys(use.inline.ports ?? {}), problems);
      checkReferences(use.inline, problems);
      checkInlineDependencies(use.inline, [...needing, name], problems);
    }
  }
}
