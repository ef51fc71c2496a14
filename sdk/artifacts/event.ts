import { z } from "zod";
import { byDefault, doc, fixed, scalarTypes, withRules } from "../reading/rules.js";
import { artifactKeys, listOrOne, raw } from "./artifact.js";
import { fixedText, oneOf } from "./leaves.js";
import { isTime } from "./workflow.js";

const tags = listOrOne(fixedText());

const eventType = fixed<string>({
  read: ({ text }) =>
    /^[\w-]+$/.test(text)
      ? { value: text }
      : {
          problem: `\`${text}\` is not a type of events`,
          expected: "letters, digits, `-` and `_`",
          code: "EventTypeError",
        },
  json: { type: scalarTypes, pattern: "^[\\w-]+$" },
});

/** Something that happened. Vamp's event. */
export const event = z.strictObject({
  kind: artifactKeys("events").kind,
  tags: doc("What it is about.", tags, ["deployments:shop"]),
  value: doc("What is told about it.", raw().optional()),
  timestamp: doc(
    "When it happened, as ISO 8601 writes it. Default: now.",
    fixed<string>({
      read: ({ text }) =>
        isTime(text)
          ? { value: text }
          : {
              problem: `\`${text}\` is not a point in time`,
              expected: "a time as ISO 8601 writes it: `2016-12-03T08:15:30Z`",
              code: "EventTimestampError",
            },
      json: { type: scalarTypes },
      called: "point in time",
    }).optional(),
  ),
  type: byDefault("event", doc("What kind of event it is.", eventType.optional())),
});

/** Which events are asked for. Vamp's event query. */
export const eventQuery = withRules(
  z.strictObject({
    kind: artifactKeys("event-queries").kind,
    tags: doc("All tags that an event must have.", tags.optional()),
    type: doc("What kind of events.", eventType.optional()),
    timestamp: doc(
      "From when and until when.",
      z
        .strictObject({
          lt: doc("Before.", fixedText().optional()),
          lte: doc("Until.", fixedText().optional()),
          gt: doc("After.", fixedText().optional(), "now() - 10m"),
          gte: doc("From.", fixedText().optional()),
        })
        .optional(),
    ),
    aggregator: doc(
      "What is computed from them.",
      z
        .strictObject({
          type: doc("How.", oneOf(["average", "count", "max", "min", "stats"], "UnsupportedAggregatorError")),
          field: doc("Of which part of their values.", fixedText().optional(), "response.time"),
        })
        .optional(),
    ),
  }),
  {},
);

/** See {@link event}. */
export type Event = z.output<typeof event>;
/** See {@link eventQuery}. */
export type EventQuery = z.output<typeof eventQuery>;
