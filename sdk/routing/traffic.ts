import type { Leaf } from "../later.js";
import type { RetryReason } from "./retry.js";

/** How an agent and a backend get along. Everything that is absent is as {@link trafficDefaults} says. */
export interface Traffic {
  /** Milliseconds to wait: for a connection, in the queue, for an answer, and for anything on an upgraded connection. */
  readonly timeouts?: {
    readonly connect?: Leaf<number> | undefined;
    readonly queue?: Leaf<number> | undefined;
    /** From the end of the request to the beginning of the answer, and between its parts (`timeout server`). */
    readonly request?: Leaf<number> | undefined;
    /** For WebSockets and TCP (`timeout tunnel`). */
    readonly tunnel?: Leaf<number> | undefined;
  };
  /** When a request is sent once more, to another instance if there is one. */
  readonly retries?: {
    /** How often at most. 0: never. */
    readonly attempts?: Leaf<number> | undefined;
    /** Status codes and events of HAProxy's `retry-on`. A request that may have had an effect is never sent twice. */
    readonly on?: readonly RetryReason[] | undefined;
  };
  /** How instances share requests, in HAProxy's words: `leastconn`, `source`, `hdr(x-user)`. Absent: Kubernetes shares. */
  readonly balance?: Leaf<string> | undefined;
  /** Connections to the backend at the same time (`maxconn` of a server); more wait. Absent: as many as come. */
  readonly maxConnections?: Leaf<number> | undefined;
  /** Requests that may wait for a connection, one at least; more are answered with 503 (`queue`). Absent: as many as come. */
  readonly maxQueue?: Leaf<number> | undefined;
  /** How many requests are let through in a time; others are answered with 429, and do not count. */
  readonly rateLimit?: RateLimit | undefined;
  /** Takes an instance that answers badly out for a while. */
  readonly outlier?: Outlier | undefined;
  /** Milliseconds in which an instance that came back gets its full share (`slowstart`). */
  readonly slowStart?: Leaf<number> | undefined;
  /** How the agent finds out whether an instance is well. Absent: a TCP connection each second. */
  readonly healthCheck?: AgentHealthCheck | undefined;
  /** What the backend speaks: HTTP/1.1, or HTTP/2 (gRPC) without an upgrade. Default: `http1`. */
  readonly protocol?: "http1" | "h2" | undefined;
  /** Encrypts the way to the backend. Absent: plain text. */
  readonly tls?: BackendTls | undefined;
  /** Version of the PROXY protocol by which the backend learns the client's address. Absent: none. */
  readonly proxyProtocol?: 1 | 2 | undefined;
}

/** So many requests in a time. */
export interface RateLimit {
  readonly requests: Leaf<number>;
  /** Milliseconds. */
  readonly window: Leaf<number>;
  /** Counted for each client's address, or for all together. Every agent counts by itself. */
  readonly by: "client" | "all";
}

/** HAProxy's `observe layer7`: an instance with so many bad answers in a row is not asked until it is well again. */
export interface Outlier {
  /** Bad answers (5xx, or none) one after another (`error-limit`). */
  readonly errors: Leaf<number>;
  /** Milliseconds between the checks that take it in again. */
  readonly interval: Leaf<number>;
}

/** A check of an instance by the agent. */
export interface AgentHealthCheck {
  /** Path that has to answer 2xx or 3xx; absent for a TCP connection. */
  readonly path?: Leaf<string> | undefined;
  /** Milliseconds between two checks. */
  readonly interval?: Leaf<number> | undefined;
  /** Failures, one after another, that take it out. */
  readonly failures?: Leaf<number> | undefined;
}

/** How an encrypted way to a backend is made sure of. */
export interface BackendTls {
  /** False takes any certificate. */
  readonly verify: boolean;
  /** Name in the certificate, also sent as SNI. Absent: the host of the request. */
  readonly serverName?: Leaf<string> | undefined;
  /** The certificates to trust; absent for those of the agent's image. */
  readonly ca?: CertificateSource | undefined;
}

/** Where certificates come from. */
export type CertificateSource =
  /** A Secret of the environment, made by cert-manager or anybody: `tls.crt`, `tls.key`, `ca.crt`. */
  | { readonly kind: "secret"; readonly name: Leaf<string> }
  /** Given in the program; kept in a Secret of the gateway. */
  | { readonly kind: "given"; readonly certificate: Leaf<string>; readonly key?: Leaf<string> | undefined };

/** What holds where a route says nothing. Times in milliseconds. */
export const trafficDefaults = {
  timeouts: { connect: 2_000, queue: 30_000, request: 60_000, tunnel: 3_600_000 },
  retries: { attempts: 3, on: ["conn-failure", "empty-response"] },
  healthCheck: { interval: 1_000, failures: 10 },
} as const satisfies Traffic;

/** What holds where a limit of requests is wanted, and says nothing of this. Times in milliseconds. */
export const rateLimitDefaults = { window: 1_000, by: "client" } as const satisfies Partial<RateLimit>;

/** What holds where bad answers take an instance out, and nothing is said of this. Times in milliseconds. */
export const outlierDefaults = { errors: 10, interval: 2_000 } as const satisfies Outlier;
