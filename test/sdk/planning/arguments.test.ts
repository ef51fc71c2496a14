import { describe, expect, it } from "vitest";
import { Later } from "../../../sdk/later.js";
import { environmentPlan } from "./environments.js";
import { planOf } from "./plan.js";

const open = environmentPlan({ podSecurity: "privileged" });

/** What a service is started with, when its breed and itself have these arguments. */
function start(ofBreed: unknown, ofService?: unknown, environment = environmentPlan()) {
  const breed = { name: "a", deployable: "i", arguments: ofBreed };
  const { plan, problems, messages } = planOf(
    { clusters: { s: { services: { breed, arguments: ofService } } } },
    {},
    environment,
  );
  return { start: plan.clusters[0]?.services[0]?.start, problems, messages };
}

describe("arguments", () => {
  it.each<[string, string[]]>([
    ["serve --port 80", ["serve", "--port", "80"]],
    [`sh -c "echo 'a b' \\"c\\""`, ["sh", "-c", `echo 'a b' "c"`]],
    [`a\\ b '' c""d`, ["a b", "", "cd"]],
    ["  ", []],
  ])("are words as a shell splits them: %s", (text, words) => {
    expect(start({ command: text })).toEqual({
      start: { command: words, privileged: false },
      problems: [],
      messages: [],
    });
  });

  it("of a service take the place of the breed's, one by one", () => {
    const { start: both, problems } = start([{ command: "a" }, { args: "b" }], { args: "c d" });
    expect(problems).toEqual([]);
    expect(both).toMatchObject({ command: ["a"], args: ["c", "d"] });
  });

  it("let a container do everything only where its environment does", () => {
    expect(start({ privileged: true }, undefined, open)).toMatchObject({ start: { privileged: true }, problems: [] });
    expect(start({ privileged: false }).problems).toEqual([]);
    expect(start({ privileged: true }, { privileged: false }).problems).toEqual([]);
    expect(start({ privileged: true }).problems).toEqual([
      "InvalidArgumentValueError clusters.s.services.breed.arguments.privileged",
    ]);
    expect(start({ privileged: true }).messages).toEqual([
      "privileged containers are not allowed at the Pod Security level `restricted`",
    ]);
  });

  it("may be known later", () => {
    const { start: later, problems } = start({ args: Later.of({ path: "x" }) });
    expect(problems).toEqual([]);
    const args = later?.args;
    if (!(args instanceof Later)) throw new Error("the arguments are known later");
    const compute = (text: string) => args.compute(new Map(args.sources.map((source) => [source, text])));
    expect(compute("a 'b c'")).toEqual(["a", "b c"]);
    expect(() => compute("a 'b")).toThrow("a quote has no end");
  });

  it.each([
    [{ commnad: "a" }, "InvalidArgumentError clusters.s.services.breed.arguments.commnad"],
    [{ command: "a 'b" }, "InvalidArgumentValueError clusters.s.services.breed.arguments.command"],
  ])("that make no sense are refused: %j", (given, problem) => {
    expect(start(given).problems).toEqual([problem]);
  });
});
