import { z } from "zod";
import { Later } from "../later.js";
import type { ListenerTls } from "../routing/listener.js";
import { retryEvents, retryStatuses } from "../routing/retry.js";
import type { RoutingTable, Target } from "../routing/table.js";
import type { Traffic } from "../routing/traffic.js";

/*
 * How requests are shared, as `pulumi preview --json` prints what the components registered. Values that are unknown or
 * secret stand there as texts.
 */

/** A text that is written out, or one of the placeholders, which nothing is made of. */
const textLeaf = z.string();

/** A number, or later where a placeholder stands. */
export const numberLeaf = z.union([z.number(), z.unknown().transform(() => Later.of({ path: "preview" }).map(Number))]);

const headerEdits = z.object({
  remove: z.array(z.string()).optional(),
  set: z.record(z.string(), textLeaf).optional(),
  add: z.record(z.string(), textLeaf).optional(),
});

const condition = z.string().optional();

const edits = z.object({
  rewrites: z
    .array(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("path"), path: z.string(), condition }),
        z.object({ kind: z.literal("prefix"), from: z.string(), to: z.string(), condition }),
        z.object({ kind: z.literal("host"), host: textLeaf, condition }),
      ]),
    )
    .optional(),
  requestHeaders: headerEdits.optional(),
  responseHeaders: headerEdits.optional(),
  cors: z
    .object({
      origins: z.array(z.string()),
      methods: z.array(z.string()).optional(),
      headers: z.array(z.string()).optional(),
      expose: z.array(z.string()).optional(),
      credentials: z.boolean().optional(),
      maxAge: numberLeaf.optional(),
    })
    .optional(),
});

const timeouts = z.object({
  connect: numberLeaf.optional(),
  queue: numberLeaf.optional(),
  request: numberLeaf.optional(),
  tunnel: numberLeaf.optional(),
});

const certificate = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("secret"), name: textLeaf }),
  z.object({ kind: z.literal("given"), certificate: textLeaf, key: textLeaf.optional() }),
]);

const traffic: z.ZodType<Traffic> = z.object({
  timeouts: timeouts.optional(),
  retries: z
    .object({
      attempts: numberLeaf.optional(),
      on: z.array(z.union([z.literal(retryStatuses), z.literal(retryEvents)])).optional(),
    })
    .optional(),
  balance: textLeaf.optional(),
  maxConnections: numberLeaf.optional(),
  maxQueue: numberLeaf.optional(),
  rateLimit: z.object({ requests: numberLeaf, window: numberLeaf, by: z.enum(["client", "all"]) }).optional(),
  outlier: z.object({ errors: numberLeaf, interval: numberLeaf }).optional(),
  slowStart: numberLeaf.optional(),
  healthCheck: z
    .object({ path: textLeaf.optional(), interval: numberLeaf.optional(), failures: numberLeaf.optional() })
    .optional(),
  protocol: z.enum(["http1", "h2"]).optional(),
  tls: z.object({ verify: z.boolean(), serverName: textLeaf.optional(), ca: certificate.optional() }).optional(),
  proxyProtocol: z.union([z.literal(1), z.literal(2)]).optional(),
});

/** How a gateway ends TLS. What the program itself gave of certificates is not registered. */
export const listenerTls = z
  .object({
    minVersion: z.enum(["1.2", "1.3"]).default("1.2"),
    secrets: z.array(textLeaf).default([]),
    clients: z.enum(["required", "optional", "none"]).default("none"),
    ca: textLeaf.optional(),
    hsts: z.object({ maxAge: numberLeaf, includeSubdomains: z.boolean(), preload: z.boolean() }).optional(),
    redirectFrom: z.number().optional(),
  })
  .transform(({ minVersion, secrets, clients, ca, hsts, redirectFrom }) => {
    const checkedBy =
      ca === undefined ? ({ kind: "given", certificate: "" } as const) : ({ kind: "secret", name: ca } as const);
    const listener: ListenerTls = {
      certificates: secrets.map((name) => ({ kind: "secret", name })),
      minVersion,
      ...(clients !== "none" && { clients: { ca: checkedBy, required: clients === "required" } }),
      ...(hsts !== undefined && { hsts }),
    };
    return { listener, redirectFrom };
  });

const backend = z.object({
  kind: z.literal("backend"),
  name: z.string(),
  title: z.string(),
  host: z.string(),
  port: z.number(),
  awaited: z.boolean(),
  traffic: traffic.optional(),
  edits: edits.optional(),
});

const answer = z.object({
  kind: z.literal("answer"),
  status: numberLeaf,
  reason: z.string().optional(),
  contentType: textLeaf.optional(),
  body: textLeaf.optional(),
  headers: z.record(z.string(), textLeaf).optional(),
});

const redirect = z.object({
  kind: z.literal("redirect"),
  status: z.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)]),
  scheme: z.enum(["http", "https"]).optional(),
  host: textLeaf.optional(),
  port: numberLeaf.optional(),
  path: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("whole"), path: textLeaf }),
      z.object({ kind: z.literal("prefix"), from: z.string(), to: z.string() }),
    ])
    .optional(),
});

/** A routing table as the components register it. */
export const routingTable: z.ZodType<RoutingTable> = z.lazy(() =>
  z.object({
    kind: z.literal("table"),
    gateway: z.string(),
    conditions: z.array(z.object({ route: z.string(), condition: z.string(), strength: numberLeaf, target })),
    pool: z.array(z.object({ route: z.string(), weight: numberLeaf, target })),
    stickyCookie: z.string().optional(),
    otherwise: answer.optional(),
    edits: edits.optional(),
  }),
);

const target: z.ZodType<Target> = z.lazy(() => z.union([backend, routingTable, answer, redirect]));
