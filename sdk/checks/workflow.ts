import type { Workflow } from "../artifacts/workflow.js";
import type { Problems } from "../diagnostics/problem.js";
import { checkBreed } from "./breed.js";
import { checkHealthCheckPorts } from "./healthChecks.js";
import { checkServiceVariables } from "./variables.js";

/** Checks everything about a workflow that can be said without anything outside it. */
export function checkWorkflow(workflow: Workflow, problems: Problems): void {
  const breed = workflow.breed.inline;
  if (breed === undefined) return;
  checkBreed(breed, problems);
  checkHealthCheckPorts(workflow.healthChecks, Object.keys(breed.ports ?? {}), problems);
  checkServiceVariables(workflow, breed, problems);
}
