import { z } from "zod";
import { byDefault, doc } from "../reading/rules.js";
import { listOrOne } from "./artifact.js";
import { duration, fixedText, integer, text } from "./leaves.js";

/** How to see whether a service is well: a request to one of its ports, again and again. */
export const healthCheck = z.strictObject({
  path: byDefault("/", doc("Path of the request.", text().optional(), "/health")),
  port: doc("Name of a port of the breed.", fixedText(), "web"),
  initialDelay: doc("How long a new instance may take before failures count.", duration(), "10s"),
  timeout: doc("How long an answer may take.", duration(), "5s"),
  interval: doc("Time from one check to the next.", duration(), "10s"),
  failures: doc(
    "Failures in a row after which the instance is not well.",
    integer(0, 1_000_000, "NegativeFailuresNumberError"),
    3,
  ),
  protocol: byDefault("HTTP", doc("`HTTP`, `HTTPS` or `TCP`.", fixedText().optional(), "TCP")),
});

/** One health check or a list of them. */
export const healthChecks = listOrOne(healthCheck);

/** See {@link healthCheck}. */
export type HealthCheck = z.output<typeof healthCheck>;
