import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/index.js";
import type { TestedResource } from "../../policies/testing.js";
import { canaries } from "./cases/canaries.js";
import { edge } from "./cases/edge.js";
import { literalSecrets } from "./cases/literalSecret.js";
import { loadBalancers } from "./cases/loadBalancers.js";
import { podSecurityCases } from "./cases/podSecurity.js";
import { tenancy } from "./cases/tenancy.js";
import { traffic } from "./cases/traffic.js";
import { workloads } from "./cases/workloads.js";
import { judged, registered, violations } from "./harness.js";
import { deploys, exposes, tool } from "./programs.js";

const cases = [
  ...canaries,
  ...traffic,
  ...edge,
  ...loadBalancers,
  ...workloads,
  ...literalSecrets,
  ...podSecurityCases,
  ...tenancy,
];

it("every rule has a case", () => {
  expect([...new Set(cases.map(({ rule }) => rule.name))].sort()).toEqual(rules.map(({ name }) => name).sort());
});

/** What breaks no rule. */
const usual = [
  ["a deployment", deploys()],
  ["a gateway", exposes()],
  ["an object beside the components", tool()],
] as const;

const made = new Map<() => unknown, Promise<readonly TestedResource[]>>();

/** What a program registers, which is the same for every rule: to run it takes longer than to judge it. */
function registeredOnce(program: () => unknown): Promise<readonly TestedResource[]> {
  const resources = made.get(program) ?? registered(program);
  made.set(program, resources);
  return resources;
}

describe.each(rules)("$name", (rule) => {
  for (const { about, config, bad, says, mended, mendedConfig } of cases.filter((one) => one.rule === rule))
    it(`refuses ${about}, and says how to make it right`, async () => {
      const said = await violations(rule, bad, config);
      expect(said).toEqual(says.map((part) => expect.stringContaining(part)));
      expect(await violations(rule, mended, mendedConfig ?? config)).toEqual([]);
    });

  it.each(usual)("has nothing to say about %s as the README makes it", async (_, program) => {
    expect(await judged(rule, await registeredOnce(program))).toEqual([]);
  });
});
