import { z } from "zod";
import { asList, get, isEmpty, mapOf, type Node } from "../reading/node.js";
import { byDefault, doc, fixed, scalarTypes, withRules } from "../reading/rules.js";
import { argumentList } from "./arguments.js";
import { artifactKeys, listOrOne, raw } from "./artifact.js";
import { breedUse, serviceVariables } from "./breed.js";
import { dialects } from "./dialects.js";
import { healthChecks } from "./healthCheck.js";
import { fixedText, integer, name, oneOf } from "./leaves.js";
import { scaleUse } from "./scale.js";

const iso8601 = /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;

const period = fixed<string>({
  read: ({ text }) =>
    iso8601.test(text)
      ? { value: text }
      : {
          problem: `\`${text}\` is not a period of time`,
          expected: "a period as ISO 8601 writes it: `PT5M`, `P1DT12H`",
          code: "IllegalWorkflowSchedulePeriod",
        },
  json: { type: scalarTypes, pattern: "^P" },
  called: "period",
});

const start = fixed<string>({
  read: ({ text }) =>
    text === "now" || isTime(text)
      ? { value: text }
      : {
          problem: `\`${text}\` is not a point in time`,
          expected: "`now`, or a time as ISO 8601 writes it: `2016-12-03T08:15:30Z`",
          code: "IllegalWorkflowSchedulePeriod",
        },
  json: { type: scalarTypes },
  called: "`now` or point in time",
});

/** True for a time as ISO 8601 writes it, with its zone. */
export function isTime(text: string): boolean {
  const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
  return pattern.test(text) && !Number.isNaN(Date.parse(text));
}

const time = withRules(
  z.strictObject({
    period: byDefault(
      "PT1S",
      doc("Time from one run to the next, as ISO 8601 writes it.", period.default("PT1S"), "PT5M"),
    ),
    repeat: doc("How many times it runs. Default: for ever.", integer(0, 2 ** 31 - 1).optional()),
    start: byDefault("now", doc("When it runs first.", start.optional(), "2016-12-03T08:15:30Z")),
  }),
  { expand: (node) => (node.kind === "map" ? node : mapOf(node.location, { period: node })), forms: () => [period] },
);

const event = withRules(z.strictObject({ tags: doc("All tags that an event must have.", listOrOne(fixedText())) }), {
  expand: (node) => (node.kind === "map" ? node : mapOf(node.location, { tags: asList(node) })),
  collapse: (node) => (node.kind === "map" ? (get(node, "tags") ?? node) : node),
  forms: () => [fixedText(), z.array(fixedText())],
});

const scheduleKind = oneOf(["daemon"]);

/** When a workflow runs: always, on events, or at times. */
const schedule = withRules(
  z.strictObject({
    daemon: doc("It runs always.", scheduleKind.optional()),
    event: doc("It runs when there is such an event.", event.optional()),
    time: doc("It runs again and again.", time.optional()),
  }),
  {
    missing: "UndefinedWorkflowScheduleError",
    expected: "`daemon`, `event` or `time`",
    expand: (node, problems) => {
      if (isEmpty(node)) return node;
      if (node.kind !== "map") return mapOf(node.location, { daemon: node });
      if (node.entries.filter(({ value }) => !isEmpty(value)).length !== 1)
        problems.error("UndefinedWorkflowScheduleError", node.location, "a workflow runs by exactly one schedule", {
          expected: "`daemon`, `event` or `time`",
        });
      return node;
    },
    collapse: (node: Node) => (node.kind === "map" ? (get(node, "daemon") ?? node) : node),
    forms: () => [scheduleKind],
  },
);

/** A program that runs beside the services: always, on events, or at times. Vamp's workflow. */
export const workflow = withRules(
  z.strictObject({
    ...artifactKeys("workflows"),
    name: doc("The name of the workflow.", name(), "metrics"),
    breed: doc("What runs: a breed, or the name of one.", breedUse),
    schedule: doc("When it runs.", schedule, "daemon", { event: ["deployments:shop"] }, { time: { period: "PT5M" } }),
    status: byDefault(
      "starting",
      doc(
        "Whether it runs.",
        oneOf(
          ["starting", "running", "stopping", "suspended", "suspending", "restarting"],
          "IllegalWorkflowStatus",
        ).optional(),
      ),
    ),
    scale: doc("How many instances, and what each may use.", scaleUse.optional()),
    environmentVariables: doc("Values for variables that the breed declares.", serviceVariables.optional()),
    arguments: doc("Arguments for the container's runtime.", argumentList.optional()),
    network: doc("The network of the container.", fixedText().optional()),
    healthChecks: doc("How to see whether it is well.", healthChecks.optional()),
    dialects: doc("What only one kind of scheduler understands.", dialects.optional()),
    // What Vamp wrote back when it exported a workflow.
    instances: raw().optional(),
    health: raw().optional(),
    lookupName: fixedText().optional(),
  }),
  { aliases: { env: "environmentVariables", dialect: "dialects" } },
);

/** See {@link workflow}. */
export type Workflow = z.output<typeof workflow>;
