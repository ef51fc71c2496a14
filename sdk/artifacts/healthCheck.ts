import { z } from "zod";
import { asList } from "../reading/node.js";
import { withRules } from "../reading/shape.js";
import { duration, fixedText, integer, text } from "./leaves.js";

/** How to see whether a service is well: a request to one of its ports, again and again. */
export const healthCheck = z.strictObject({
  /** Path of the request. Default: `/`. */
  path: text().optional(),
  /** Name of a port of the breed. */
  port: fixedText(),
  /** How long a new instance may take before failures count. */
  initialDelay: duration(),
  /** How long an answer may take. */
  timeout: duration(),
  /** Time from one check to the next. */
  interval: duration(),
  /** Failures in a row after which the instance is not well. */
  failures: integer(0, 1_000_000, "NegativeFailuresNumberError"),
  /** `HTTP` (default), `HTTPS` or `TCP`. */
  protocol: fixedText().optional(),
});

/** One health check or a list of them. */
export const healthChecks = withRules(z.array(healthCheck), { expand: asList });

/** See {@link healthCheck}. */
export type HealthCheck = z.output<typeof healthCheck>;
