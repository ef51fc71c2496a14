import { expect, it } from "vitest";
import { resourceArgs } from "../../../policies/testing.js";
import { vampResources } from "../../../policies/view/index.js";

it("a component of a version that tells something else is refused, with what is missing", () => {
  const environment = { type: "vamp:index:VampEnvironment", name: "test", props: { organisation: "acme" } };
  expect(() => vampResources(resourceArgs(environment))).toThrow(
    /::test does not tell what this pack reads\. Use pulumi-vamp and pulumi-vamp-policies of one version\..*at environment/s,
  );
});
