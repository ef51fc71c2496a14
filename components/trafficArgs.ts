import type { Input } from "@pulumi/pulumi";
import type { CertificateSourceArgs } from "./gatewayArgs.js";
import type { Integer } from "./settings.js";

/** How the agent gets along with what a route leads to, or with what all routes of a gateway do. */
export interface TrafficArgs {
  /** How long the agent waits. */
  timeouts?: TimeoutsArgs;
  /** When a request is sent once more. One that may have had an effect is only when no connection came about. */
  retries?: RetriesArgs;
  /** Connections to it at the same time; more wait. */
  maxConnections?: Input<Integer>;
  /** Requests that may wait for a connection; more get 503. */
  maxQueue?: Input<Integer>;
  /** How many requests are let through; others get 429. Each agent counts by itself. */
  rateLimit?: RateLimitArgs;
  /** Takes an instance out that gives bad answers, until it is well again. */
  outlier?: OutlierArgs;
  /** Time in which an instance that came back gets its full share: `30s`. */
  slowStart?: Input<string>;
  /** How the agent sees whether it is well, beside Kubernetes' own probes. Default: it takes a connection. */
  healthCheck?: AgentHealthCheckArgs;
  /**
   * What it speaks: HTTP/1.1, or HTTP/2 as gRPC does.
   * @default "http1"
   */
  protocol?: "http1" | "h2";
  /** Version of the PROXY protocol by which it learns the client's address. Default: none. */
  proxyProtocol?: 1 | 2;
}

/** How long an agent waits. */
export interface TimeoutsArgs {
  /**
   * For a connection to an instance.
   * @default "2s"
   */
  connect?: Input<string>;
  /**
   * For a connection to be free, where their number is limited.
   * @default "30s"
   */
  queue?: Input<string>;
  /**
   * For the answer, and between its parts. Then the client gets 504.
   * @default "1m"
   */
  request?: Input<string>;
  /**
   * For anything to happen on a WebSocket or a TCP connection.
   * @default "1h"
   */
  tunnel?: Input<string>;
}

/** When a request is sent once more. */
export interface RetriesArgs {
  /**
   * How often at most.
   * @default 3
   */
  attempts?: Input<Integer>;
  /** Statuses, `conn-failure`, `empty-response`, `junk-response`, `response-timeout`. Default: the first two of these. */
  on?: (Integer | string)[];
}

/** How many requests are let through. */
export interface RateLimitArgs {
  /** So many requests. */
  requests: Input<Integer>;
  /**
   * In this time.
   * @default "1s"
   */
  window?: Input<string>;
  /**
   * Counted for each client's address, or for all.
   * @default "client"
   */
  by?: "client" | "all";
}

/** Takes an instance out that answers badly. */
export interface OutlierArgs {
  /**
   * Bad answers (5xx, or none) in a row.
   * @default 10
   */
  errors?: Input<Integer>;
  /**
   * Time between the checks that take it in again.
   * @default "2s"
   */
  interval?: Input<string>;
}

/** How an agent sees whether an instance is well. */
export interface AgentHealthCheckArgs {
  /** A path that has to answer 2xx or 3xx. */
  path?: Input<string>;
  /**
   * Time between two checks.
   * @default "1s"
   */
  interval?: Input<string>;
  /**
   * Failures in a row that take it out.
   * @default 10
   */
  failures?: Input<Integer>;
}

/** How the way to what a route leads to is encrypted. */
export interface BackendTlsArgs {
  /**
   * Whether its certificate is looked at.
   * @default true
   */
  verify?: boolean;
  /** The name in its certificate. Default: the host of the request. */
  serverName?: Input<string>;
  /** Whose certificates are trusted. Default: those of the agent's image. */
  ca?: CertificateSourceArgs;
}
