import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { renderEnvironment } from "../../../sdk/kubernetes/environment.js";
import { NameRegister } from "../../../sdk/kubernetes/register.js";
import { environmentPlan } from "../planning/environments.js";

describe("the names in a Namespace", () => {
  const objects = renderEnvironment(environmentPlan({ quota: { pods: 1 } }));

  it("belong to one owner, which may ask for them again", () => {
    const problems = new Problems();
    const names = new NameRegister();
    names.claim(objects, "the deployment `a`", problems);
    names.claim(objects, "the deployment `a`", problems);
    expect(problems.list).toEqual([]);
  });

  it("are told once when two want the same", () => {
    const problems = new Problems();
    const names = new NameRegister();
    names.claim(objects, "the deployment `a`", problems);
    names.claim(objects, "the gateway `b`", problems);
    expect(problems.list.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "DuplicateObjectName: the gateway `b` and the deployment `a` would both have the Namespace `vamp-shop-test`",
    ]);
  });
});
