import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { podTypesSource } from "../lab/podTypes.js";
import { kubectl } from "./lab.js";

const file = "sdk/kubernetes/podTypes.ts";

it("the types of a pod are those of the API server", () => {
  const { serverVersion } = JSON.parse(kubectl("version", "-o", "json"));
  const source = podTypesSource(JSON.parse(kubectl("get", "--raw", "/openapi/v2")), serverVersion.gitVersion);
  if (process.env.UPDATE_POD_TYPES === "true") writeFileSync(file, source);
  expect(readFileSync(file, "utf8")).toBe(source);
});
