import { describe, expect, it } from "vitest";
import { configProblem } from "../../policies/configuration.js";
import type { Rule } from "../../policies/rule.js";
import { rules } from "../../policies/rules/index.js";
import { ceilings } from "../../policies/rules/tenancy/ceilings.js";
import { quota } from "../../policies/rules/tenancy/quota.js";
import { canaryShare } from "../../policies/rules/traffic/canaryShare.js";
import { idleVersion } from "../../policies/rules/traffic/idleVersion.js";
import { literalSecret } from "../../policies/rules/workloads/literalSecret.js";
import { resourceLimits } from "../../policies/rules/workloads/resourceLimits.js";
import { violations, violationsAfterMending } from "./harness.js";
import { deploys, environment, tool } from "./programs.js";

describe("a configuration that a rule does not take", () => {
  it.each<[string, Rule, object, string]>([
    ["a key that is mistyped", canaryShare, { msot: 5 }, "`msot` is no key of it; did you mean `most`?"],
    ["a key that is none", canaryShare, { max: 5 }, "`max` is no key of it; it has `mark`, `most`"],
    ["a key of a rule that has none", idleVersion, { most: 5 }, "`most` is no key of it; it has none"],
    [
      "a key of a ceiling that is mistyped",
      ceilings,
      { environments: { "*": { memroy: "1Gi" } } },
      "`environments.*.memroy` is no key of it; did you mean `memory`?",
    ],
    [
      "memory that is none",
      ceilings,
      { environments: { test: { memory: "1 byte" } } },
      "`environments.test.memory`: this is no amount of memory; write it as `64Gi`",
    ],
    ["names that are no expression", literalSecret, { names: "(" }, "`names`: this is no regular expression"],
    ["a number that is none", canaryShare, { most: "few" }, "`most`: "],
  ])("is told, once, and nothing is judged by it: %s", async (_, rule, config, problem) => {
    const said = await violations(rule, deploys(), config);
    expect(said).toEqual([expect.stringContaining(problem)]);
    expect(said[0]).toMatch(
      new RegExp(
        `^the configuration of \`${rule.name}\` is not taken, .* Correct it in the policy pack's configuration\\.$`,
      ),
    );
  });

  it("mends nothing", async () => {
    const program = tool({ resources: undefined }, {}, {}, { containers: { cpu: 1, memory: "1GB" } });
    expect((await violationsAfterMending(resourceLimits, program, { cpulimit: false })).changed).toEqual([]);
  });

  it("is told by a rule of the whole stack too", async () => {
    const bad = { resource: ["pods"] };
    const said = await violations(quota, () => environment(), bad);
    expect(said).toEqual([expect.stringContaining("`resource` is no key of it; did you mean `resources`?")]);
  });
});

it("every rule takes its own defaults", () => {
  for (const { name, config } of rules) expect(configProblem(name, config, config.parse({}))).toBeUndefined();
});

it("a ceiling may be bytes, or memory as the language writes it", () => {
  for (const memory of ["64Gi", "64 GB", "1000000"])
    expect(configProblem("ceilings", ceilings.config, { environments: { "*": { memory } } })).toBeUndefined();
});
