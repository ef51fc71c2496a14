import type { Blueprint } from "../artifacts/blueprint.js";
import type { Problems } from "../diagnostics/problem.js";
/** tmp */
export function checkVariables(_blueprint: Blueprint, _problems: Problems): void {}
