import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { corpus } from "../corpusTable.js";

const folder = join(corpus, "gateway-api");
const texts = z.record(z.string(), z.string());

/** Where a request goes. */
const destination = z.strictObject({
  gateway: z.string(),
  port: z.number(),
  scheme: z.enum(["http", "https"]),
  server_name: z.string().optional(),
});

const request = z.strictObject({
  method: z.string(),
  host: z.string(),
  path: z.string(),
  headers: texts.optional(),
  backend_response_headers: texts.optional(),
});

const expected = z.strictObject({
  status: z.array(z.number()),
  backend: z.string().optional(),
  backend_namespace: z.string().optional(),
  backend_request: z
    .strictObject({
      method: z.string().optional(),
      path: z.string().optional(),
      host: z.string().optional(),
      headers: texts.optional(),
      absent_headers: z.array(z.string()).optional(),
    })
    .optional(),
  answered_by_gateway: z.boolean().optional(),
  response_headers: texts.optional(),
  response_headers_one_of: z.record(z.string(), z.array(z.string())).optional(),
  response_absent_headers: z.array(z.string()).optional(),
  ignore_whitespace_in_headers: z.boolean().optional(),
  redirect: z
    .strictObject({
      scheme: z.string().optional(),
      host: z.string().optional(),
      port: z.string().optional(),
      path: z.string().optional(),
    })
    .optional(),
  mirrored_to: z.array(z.strictObject({ name: z.string(), namespace: z.string() })).optional(),
});

const oneCase = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  to: z.array(destination),
  after: z.string().optional(),
  request,
  expect: expected,
});

const oneTest = z.strictObject({
  file: z.string(),
  short_name: z.string(),
  features: z.array(z.string()),
  manifests: z.array(z.string()),
  cases: z.array(oneCase),
  also: z
    .array(z.strictObject({ short_name: z.string(), features: z.array(z.string()), manifests: z.array(z.string()) }))
    .optional(),
  route_status: texts.optional(),
  distribution: z.record(z.string(), z.number()).optional(),
  distribution_rule: z.string().optional(),
});

const file = z.strictObject({
  source: z.strictObject({ repository: z.string(), commit: z.string(), licence: z.string(), path: z.string() }),
  tests: z.array(oneTest),
});

/** See `test/corpus/README.md`. */
export type Destination = z.output<typeof destination>;
/** A request and what has to come of it. */
export type Case = z.output<typeof oneCase>;
/** Cases on the same manifests. */
export type ConformanceTest = Omit<z.output<typeof oneTest>, "also">;

const { source, tests } = file.parse(JSON.parse(readFileSync(join(folder, "cases.json"), "utf8")));

/** Where the cases are from. */
export { source };

/** Every test; one that another one repeats with other manifests is a test of its own. */
export const conformanceTests: readonly ConformanceTest[] = tests.flatMap(({ also = [], ...test }) => [
  test,
  ...also.map((more) => ({
    ...test,
    ...more,
    cases: test.cases.map((one) => ({ ...one, id: one.id.replace(test.short_name, more.short_name) })),
  })),
]);

/** The manifests of a test, with those that all tests rely on. */
export function manifestsOf({ manifests }: ConformanceTest) {
  return ["base/manifests.yaml", ...manifests].map((name) => ({
    name,
    text: readFileSync(join(folder, "manifests", name), "utf8"),
  }));
}
