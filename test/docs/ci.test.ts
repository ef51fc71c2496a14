import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { z } from "zod";
import { githubWorkflow, gitlabPipeline } from "./ciSyntax.js";

const folder = resolve(__dirname, "../../examples/ci");

/** A file, with a text in it replaced by another. */
function read(file: string, from = "", to = ""): unknown {
  const text = readFileSync(join(folder, file), "utf8");
  expect(text).toContain(from);
  return parse(text.replace(from, to));
}

function told(schema: z.ZodType, value: unknown): string {
  const { error } = schema.safeParse(value);
  return JSON.stringify(error?.issues ?? []);
}

describe("examples/ci", () => {
  it.each([
    ["github.yaml", githubWorkflow],
    ["gitlab.yaml", gitlabPipeline],
  ] as const)("%s is in the forge's language", (file, schema) => {
    expect(told(schema, read(file))).toBe("[]");
  });

  it.each([
    ["a key that there is not", "runs-on:", "run-on:", "run-on"],
    ["an event that there is not", "on: pull_request", "on: pull_requests", "pull_request"],
    ["an action without a version", "actions/checkout@v4", "actions/checkout", "uses"],
    ["a secret in a condition", "env.PULUMI_ACCESS_TOKEN != ''", "secrets.PULUMI_ACCESS_TOKEN != ''", "no secrets"],
    ["a permission that there is not", "pull-requests: write", "pull-requests: all", "pull-requests"],
  ])("a workflow with %s is refused", (_, from, to, message) => {
    expect(told(githubWorkflow, read("github.yaml", from, to))).toContain(message);
  });

  it.each([
    ["a key that there is not", "before_script:", "before-script:", "before-script"],
    ["something to extend that there is not", "extends: .traffic", "extends: .trafic", "no job `.trafic`"],
    ["a job without a script", "preview:", "lint: {}\npreview:", "a job has a script"],
    [
      "a moment that there is not",
      '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
      "    - when: sometimes",
      "when",
    ],
  ])("a pipeline with %s is refused", (_, from, to, message) => {
    expect(told(gitlabPipeline, read("gitlab.yaml", from, to))).toContain(message);
  });
});
