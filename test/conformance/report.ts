import { stringify } from "yaml";
import { type ConformanceTest, source } from "./cases.js";

/** What came of a test. */
export interface Outcome {
  readonly test: ConformanceTest;
  /** What is not as expected, by case. */
  readonly failures: readonly string[];
  /** Why it is not done at all; undefined where it is. */
  readonly unsupported?: string | undefined;
}

type Result = "passed" | "failed" | "unsupported";

/** What a test came to. */
export function resultOf({ failures, unsupported }: Outcome): Result {
  return failures.length > 0 ? "failed" : unsupported === undefined ? "passed" : "unsupported";
}

/** Features that every implementation of the profile for HTTP has to have. */
const core = ["Gateway", "HTTPRoute", "ReferenceGrant"];

/** The report as the Gateway API wants it (`ConformanceReport`), without a date: it holds for these sources. */
export function yamlReport(outcomes: readonly Outcome[], version: string): string {
  const isCore = ({ test }: Outcome) => test.features.every((feature) => core.includes(feature));
  const extended = outcomes.filter((outcome) => !isCore(outcome));
  const featuresOf = (some: readonly Outcome[]) =>
    [...new Set(some.flatMap(({ test }) => test.features))].filter((feature) => !core.includes(feature)).sort();
  const supported = featuresOf(extended.filter((outcome) => resultOf(outcome) === "passed"));
  const profile = {
    name: "GATEWAY-HTTP",
    core: statistics(outcomes.filter(isCore)),
    extended: {
      ...statistics(extended),
      supportedFeatures: supported,
      unsupportedFeatures: featuresOf(extended).filter((feature) => !supported.includes(feature)),
    },
    summary: `${countCases(outcomes, "passed")} of ${countCases(outcomes)} cases pass.`,
  };
  const report = {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "ConformanceReport",
    implementation: { project: "pulumi-vamp", version },
    gatewayAPIVersion: source.commit,
    mode: "translated",
    profiles: [profile],
  };
  const comment = "# Made by test/end-to-end/conformance.test.ts; docs/conformance.md says what this is.\n";
  return comment + stringify(report, { lineWidth: 0 });
}

function statistics(outcomes: readonly Outcome[]): object {
  const named = (result: Result) =>
    outcomes.filter((outcome) => resultOf(outcome) === result).map(({ test }) => test.short_name);
  const [passed, failed, skipped] = [named("passed"), named("failed"), named("unsupported")];
  return {
    result: failed.length > 0 ? "failure" : skipped.length > 0 ? "partial" : "success",
    statistics: { Passed: passed.length, Failed: failed.length, Skipped: skipped.length },
    ...(failed.length > 0 && { failedTests: failed }),
    ...(skipped.length > 0 && { skippedTests: skipped }),
  };
}

/** How many cases there are, of the tests with some result. */
export function countCases(outcomes: readonly Outcome[], result?: Result): number {
  const counted = outcomes.filter((outcome) => result === undefined || resultOf(outcome) === result);
  return counted.reduce((sum, { test }) => sum + test.cases.length, 0);
}

/** The report for people. */
export function pageReport(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => {
    const { test, failures, unsupported } = outcome;
    const why = failures.length > 0 ? failures.join("; ") : (unsupported ?? "");
    return `| ${test.short_name} | ${test.features.slice(2).join(", ")} | ${test.cases.length} | ${resultOf(outcome)} | ${why} |`;
  });
  const count = (result: Result) => outcomes.filter((outcome) => resultOf(outcome) === result).length;
  return `${introduction}
**${count("passed")} of ${outcomes.length} tests pass, with ${countCases(outcomes, "passed")} of ${countCases(outcomes)} cases; ${count("failed")} fail, and ${count("unsupported")} is declared unsupported.**

| test | needs | cases | result | why |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

const introduction = `# Gateway API conformance

The conformance tests of Kubernetes' Gateway API (\`${source.repository}\`, commit \`${source.commit.slice(0, 12)}\`, ${source.licence})
send requests and say what has to come of each. A selection of them, [test/corpus](../test/corpus/README.md), is kept here:
requests to HTTPRoutes. Their manifests are translated as \`vamp import\` does it and planned and rendered as \`VampGateway\`
does it, and one real HAProxy answers all requests. Backend, path, host and headers that arrive there, status, headers and
redirect that come back are held against what the tests expect.

It is not the suite itself: that asks a controller which watches Gateways in a cluster for their statuses too, and there is
none here. Shares are held to more than the suite asks: of 500 requests each within two requests, where it allows 25. What
the simulator (\`vamp route\`) says of each request is held against HAProxy's answer too.

[conformance.yaml](conformance.yaml) is the same as a \`ConformanceReport\`. Both are written by
\`npm run conformance\`, and \`npm test\` fails when a run comes to anything else.
`;
