import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { rules } from "../../policies/rules/index.js";

const root = resolve(__dirname, "../..");
const read = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));
const kebab = (file: string) => file.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

it("the pack has the version of the components that it reads", () => {
  const [pack, components] = [read("policies/package.json"), read("package.json")];
  expect(pack.version).toBe(components.version);
  expect(pack.dependencies["pulumi-vamp"]).toBe(`^${components.version}`);
});

it("the pack has a rule for every file in a group's folder, and the file has the rule's name", () => {
  const shared = ["canaries", "images"];
  const files = ["traffic", "edge", "workloads", "tenancy"].flatMap((group) =>
    readdirSync(join(root, "policies/rules", group)).map((file) => `${group}/${kebab(file.replace(/\.ts$/, ""))}`),
  );
  const written = files.filter((file) => !shared.some((name) => file.endsWith(`/${name}`)));
  expect(written.sort()).toEqual(rules.map(({ group, name }) => `${group}/${name}`).sort());
});
