import type { Rule } from "../../../policies/rule.js";

/** What a rule refuses, what it says then, and what it takes. */
export interface Case {
  readonly rule: Rule;
  /** What is wrong, to name the test. */
  readonly about: string;
  readonly config?: object;
  readonly bad: () => unknown;
  /** The messages, each with its place, problem and remedy. */
  readonly says: readonly string[];
  readonly mended: () => unknown;
  /** Where it is mended by the configuration. */
  readonly mendedConfig?: object;
}
