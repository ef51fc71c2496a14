import { describe, expect, it } from "vitest";
import { Problems, reportOf } from "../../../sdk/diagnostics/problem.js";
import { planDeployment } from "../../../sdk/planning/deployment.js";
import { readArtifact } from "../../../sdk/reading/artifacts.js";
import { environmentPlan } from "./environments.js";

/** Plans a blueprint with a frontend, whose variables are given, and the backend it depends on. */
function plan(variables: string, more = "") {
  const text = `
clusters:
  front:
    services:
    - breed:
        name: front:1
        deployable: image
        ports: {web: 80}
        constants: {version: 1.10}
        dependencies: {back: "backend:*"}
        environment_variables:
${variables.replace(/^/gm, "          ")}
${more.replace(/^/gm, "      ")}
  db:
    services: {breed: {name: "backend:1", deployable: image, ports: {api: 9000/tcp}, constants: {path: /v1}, env: {USER: "user-$path"}}}
environment_variables: {front.SET: by the blueprint}
`;
  const problems = new Problems();
  const settings = { parameters: { region: "eu" } };
  const blueprint = readArtifact("blueprints", { name: "test", text }, problems);
  if (blueprint === undefined) throw new Error("not read");
  const planned = planDeployment({ name: "shop", environment: environmentPlan(), blueprint, settings }, problems);
  return {
    environment: planned.clusters[0]?.services[0]?.environment,
    problems: problems.list.map((problem) => {
      const { line, column, code } = reportOf(problem);
      return `${line}:${column} ${code}`;
    }),
  };
}

describe("a reference", () => {
  it.each([
    ["$back.host:$back.ports.api", "shop-db:9000"],
    ["http://${back.host}:${ back.ports.api }${back.constants.path}", "http://shop-db:9000/v1"],
    ["$back.hosts.host", "shop-db"],
    ["$back.environment_variables.USER", "user-/v1"],
    ["$config://region and ${conf://region}", "eu and eu"],
    ["v$version", "v1.10"],
    ["$$HOME costs $$5", "$HOME costs $5"],
  ])("%s is %s", (text, value) => {
    expect(plan(`SET: ~\nURL: '${text}'`)).toMatchObject({ environment: { URL: value }, problems: [] });
  });

  it("names other variables, in any order", () => {
    expect(plan("SET: ~\nA: ${B}!\nB: b${C}\nC: c").environment).toMatchObject({ A: "bc!", B: "bc", C: "c" });
  });

  it.each([
    ["A: $back.ports.apx", "13:14 UnresolvedEnvironmentVariableError"],
    ["A: $db.host", "13:14 UnresolvedDependencyInTraitValueError"],
    ["A: x $nothing", "13:16 UnresolvedDependencyInTraitValueError"],
    ["A: ${back", "13:14 ParserError"],
    ["A: $config://regoin", "13:14 UnresolvedDependencyInTraitValueError"],
    ["A: $env://HOME", "13:14 UnresolvedDependencyInTraitValueError"],
    ["A: $back.environment_variables.USRE", "13:14 UnresolvedEnvironmentVariableError"],
    ["A: $A", "13:14 UnresolvedDependencyInTraitValueError"],
  ])("that leads nowhere is a problem at its place: %s", (text, problem) => {
    expect(plan(`SET: x\n${text}`).problems).toEqual([problem]);
  });

  it("needs neither time nor space beyond its text", () => {
    const doubled = Array.from({ length: 40 }, (_, i) => `V${i}: $V${i + 1}$V${i + 1}`).join("\n");
    expect(plan(`SET: x\n${doubled}\nV40: x`).problems.length).toBeGreaterThan(0);
    const chain = Array.from({ length: 5000 }, (_, i) => `V${i}: $V${i + 1}`).join("\n");
    expect(plan(`SET: x\n${chain}\nV5000: end`).environment).toMatchObject({ V0: "end" });
  });
});

describe("a variable", () => {
  it("is what the most specific place says", () => {
    expect(plan("SET: by the breed").environment).toEqual({ SET: "by the blueprint" });
    expect(plan("SET: by the breed", "environment_variables: {SET: by the service}").environment).toEqual({
      SET: "by the service",
    });
  });

  it("has another name in the container when it says so", () => {
    expect(plan("SET: ~\nNAME[ALIAS]: x").environment).toEqual({ SET: "by the blueprint", ALIAS: "x" });
  });

  it("that nobody gives a value is a problem", () => {
    expect(plan("SET: ~\nOPEN: ~").problems).toEqual(["13:11 UnresolvedVariableValueError"]);
  });

  it("stays text as it was written", () => {
    expect(plan("SET: ~\nA: 1.0\nB: yes\nC: 0x10").environment).toMatchObject({ A: "1.0", B: "yes", C: "0x10" });
  });
});
