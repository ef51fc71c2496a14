import { z } from "zod";
import { byDefault, doc, fixed, scalarTypes, withRules } from "../reading/rules.js";
import { isRetryEvent, isRetryStatus, type RetryReason, retryEvents, retryStatuses } from "../routing/retry.js";
import { outlierDefaults, rateLimitDefaults, trafficDefaults } from "../routing/traffic.js";
import { formatDuration } from "../units/duration.js";
import { listOrOne } from "./artifact.js";
import { hostName, laterUrlPath, pem, secretName } from "./httpLeaves.js";
import { duration, integer, oneOf, truth } from "./leaves.js";

const { timeouts, retries, healthCheck } = trafficDefaults;
const million = 1_000_000;

/** A time, with what it is where nobody says it. */
const time = (milliseconds: number, description: string) =>
  byDefault(formatDuration(milliseconds), doc(description, duration().optional()));

/** Where a certificate comes from: a Secret of the environment, or the program itself. */
export const certificate = z.strictObject({
  secret: doc(
    "Name of a Secret of the environment, made by cert-manager or anybody: `tls.crt` and `tls.key`, or `ca.crt`.",
    secretName().optional(),
    "shop-tls",
  ),
  certificate: doc("The certificate with its chain, or those to trust, in PEM.", pem().optional()),
  key: doc("The private key of the certificate, in PEM.", pem().optional()),
});

const retryReason = fixed<RetryReason>({
  read: ({ text }) => {
    const status = Number(text);
    if (isRetryStatus(status)) return { value: status };
    if (isRetryEvent(text)) return { value: text };
    const expected = `${retryStatuses.join(", ")}, ${retryEvents.map((event) => `\`${event}\``).join(", ")}`;
    return { problem: `\`${text}\` is no reason to send a request once more`, expected, code: "InvalidValue" };
  },
  json: { enum: [...retryStatuses, ...retryStatuses.map(String), ...retryEvents] },
  called: "status or event",
});

/** How the agent gets along with what a route leads to. */
export const trafficKeys = {
  timeouts: doc(
    "How long the agent waits.",
    z
      .strictObject({
        connect: time(timeouts.connect, "For a connection to an instance."),
        queue: time(timeouts.queue, "For a connection to be free, where their number is limited."),
        request: time(timeouts.request, "For the answer, and between its parts. Then the client gets 504."),
        tunnel: time(timeouts.tunnel, "For anything to happen on a WebSocket or a TCP connection."),
      })
      .optional(),
    { request: "10s" },
  ),
  retries: doc(
    "When a request is sent once more. What may have had an effect (a POST, say) is only when no connection came about.",
    z
      .strictObject({
        attempts: byDefault(retries.attempts, doc("How often at most.", integer(0, 100).optional())),
        on: doc(
          "Statuses and events. Default: `conn-failure` and `empty-response`.",
          listOrOne(retryReason).optional(),
          [503, "conn-failure"],
        ),
      })
      .optional(),
  ),
  maxConnections: doc("Connections to it at the same time; more wait.", integer(1, million).optional(), 100),
  maxQueue: doc("Requests that may wait for a connection; more get 503.", integer(1, million).optional(), 50),
  rateLimit: doc(
    "How many requests are let through; others get 429. Each agent counts by itself.",
    z
      .strictObject({
        requests: doc("So many requests.", integer(1, million)),
        window: byDefault(formatDuration(rateLimitDefaults.window), doc("In this time.", duration().optional(), "1m")),
        by: byDefault(
          rateLimitDefaults.by,
          doc("Counted for each client's address, or for all.", oneOf(["client", "all"]).optional()),
        ),
      })
      .optional(),
    { requests: 100, window: "1s" },
  ),
  outlier: doc(
    "Takes an instance out that gives so many bad answers (5xx, or none) in a row, until it is well again.",
    z
      .strictObject({
        errors: byDefault(outlierDefaults.errors, doc("Bad answers in a row.", integer(1, 1000).optional())),
        interval: time(outlierDefaults.interval, "Time between the checks that take it in again."),
      })
      .optional(),
    { errors: 5 },
  ),
  slowStart: doc("Time in which an instance that came back gets its full share.", duration().optional(), "30s"),
  healthCheck: doc(
    "How the agent sees whether it is well, beside Kubernetes' own probes. Default: it takes a connection.",
    z
      .strictObject({
        path: doc("A path that has to answer 2xx or 3xx.", laterUrlPath().optional(), "/health"),
        interval: time(healthCheck.interval, "Time between two checks."),
        failures: byDefault(healthCheck.failures, doc("Failures in a row.", integer(1, 1000).optional())),
      })
      .optional(),
  ),
  protocol: byDefault(
    "http1",
    doc("What it speaks: HTTP/1.1, or HTTP/2 as gRPC does.", oneOf(["http1", "h2"]).optional()),
  ),
  proxyProtocol: doc(
    "Version of the PROXY protocol by which it learns the client's address. Default: none.",
    proxyVersion().optional(),
    2,
  ),
};

function proxyVersion() {
  return fixed<1 | 2>({
    read: ({ text }) =>
      text === "1" || text === "2"
        ? { value: text === "1" ? 1 : 2 }
        : { problem: `there is no version ${text} of the PROXY protocol`, expected: "1 or 2", code: "InvalidValue" },
    json: { type: scalarTypes, enum: [1, 2, "1", "2"] },
  });
}

/** How the way to what a route leads to is encrypted. */
export const backendTls = z.strictObject({
  verify: doc("Whether its certificate is looked at. Default: `true`.", truth().optional()),
  serverName: doc("The name in its certificate. Default: the host of the request.", hostName().optional()),
  ca: doc(
    "Whose certificates are trusted. Default: those of the agent's image.",
    withRules(certificate, {}).optional(),
  ),
});

/** See {@link certificate}. */
export type Certificate = z.output<typeof certificate>;
