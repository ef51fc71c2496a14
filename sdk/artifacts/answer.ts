import { z } from "zod";
import { byDefault, doc, fixed, withRules } from "../reading/rules.js";
import { body, hostName, illegalHeaderName, laterUrlPath, line, urlPath } from "./httpLeaves.js";
import { integer, oneOf } from "./leaves.js";

/** An answer that the agent gives itself. */
export const answer = z.strictObject({
  status: byDefault(200, doc("Its status.", integer(200, 599).optional(), 503)),
  body: doc("Its body, 12,000 bytes at most.", body().optional(), "closed for maintenance"),
  contentType: byDefault("text/plain", doc("Media type of the body.", line().optional(), "application/json")),
  headers: doc("Its headers.", withRules(z.record(z.string(), line()), { key: illegalHeaderName }).optional(), {
    "retry-after": "60",
  }),
});

const redirectStatuses = [301, 302, 303, 307, 308] as const;

const redirectStatus = fixed<(typeof redirectStatuses)[number]>({
  read: ({ text: given }) => {
    const value = redirectStatuses.find((one) => String(one) === given);
    return value === undefined
      ? {
          problem: `${given} does not send a client elsewhere`,
          expected: redirectStatuses.join(", "),
          code: "InvalidValue",
        }
      : { value };
  },
  json: { enum: [...redirectStatuses, ...redirectStatuses.map(String)] },
});

/** A beginning of a path, in whole segments, and what takes its place. */
export const pathPrefix = z.strictObject({
  from: doc("The beginning, in whole segments; other paths stay.", urlPath(), "/shop"),
  to: doc("What stands there then.", urlPath(), "/"),
});

/** Sends the client elsewhere. What is not given stays as it was asked for. */
export const redirect = z.strictObject({
  status: byDefault(302, doc("Status of the answer.", redirectStatus.optional(), 301)),
  scheme: doc("`http` or `https`.", oneOf(["http", "https"]).optional(), "https"),
  host: doc("Another host.", hostName().optional(), "shop.example.com"),
  port: doc("Another port.", integer(1, 65535).optional(), 8443),
  path: doc("Another path; the query stays.", laterUrlPath().optional(), "/new"),
  prefix: doc("Another beginning of the path.", pathPrefix.optional()),
});

/** See {@link answer}. */
export type AnswerRules = z.output<typeof answer>;
