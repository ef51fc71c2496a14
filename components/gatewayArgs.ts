import type { Input } from "@pulumi/pulumi";
import type { Integer } from "./settings.js";
import type { BackendTlsArgs, TrafficArgs } from "./trafficArgs.js";

/** What a client stays with, by a cookie. */
export type Sticky =
  /** The route that took its first request, also when the route's weight is 0 by now. */
  | "route"
  /** The instance that answered its first request, and so the route. */
  | "instance"
  /** Nothing: each request is routed by itself. */
  | "none";

/** A way in, and the routes that requests may take. */
export interface GatewayArgs extends ListeningArgs, TrafficArgs, EditsArgs {
  /** A number, then `/http` (default) or `/tcp`. Default: the key, where the gateway has one. */
  port?: Integer | string;
  /** One path, a list of them, or routes by path. */
  routes?: RoutesArgs;
  /**
   * Whether a client stays with its route, or with its instance, by a cookie.
   * @default "none"
   */
  sticky?: Sticky;
  /** What a request gets that no route takes. Default: 503. */
  otherwise?: AnswerArgs;
}

/** How a gateway listens. A cluster's has nothing of this but `virtualHosts`: its Service listens. */
export interface ListeningArgs {
  /** Hosts under which it answers: names, or `*.` and the end of names. Other hosts get 404. Default: all. */
  virtualHosts?: string | string[];
  /** Hosts that have routes of their own, by name or `*.` and the end of names. */
  hosts?: Record<string, HostArgs | string>;
  /** Further ports on which it does the same. */
  ports?: Integer | Integer[];
  /** Ends TLS on its port. Default: what comes is plain text, or TLS that is passed on as it is. */
  tls?: GatewayTlsArgs;
  /**
   * True when a load balancer sends the PROXY protocol.
   * @default false
   */
  acceptProxy?: boolean;
  /**
   * Networks of proxies that tell the client's address by `X-Forwarded-For`, and its scheme by `X-Forwarded-Proto`; of others
   * these are replaced. Default: none at a gateway that is reached from outside of the cluster, so that both are replaced; at
   * one that other agents reach (`ClusterIP`) both are passed on.
   */
  trustedProxies?: string | string[];
  /** Open connections of clients at the same time; more wait. */
  maxClients?: Input<Integer>;
  /** Media types of answers that are compressed. Default: none. */
  compression?: string | string[];
}

/** A host with routes of its own. */
export interface HostArgs {
  /** One path, a list of them, or routes by path. */
  routes?: RoutesArgs;
  /**
   * Whether a client stays with its route, or with its instance, by a cookie.
   * @default "none"
   */
  sticky?: Sticky;
  /** What a request gets that no route takes. Default: as the gateway says. */
  otherwise?: AnswerArgs;
}

/** One path, a list of them, or routes by path. */
export type RoutesArgs = string | string[] | Record<string, RouteArgs>;

/** A route's share of the requests, and what happens to them on it. */
export interface RouteArgs extends TrafficArgs, EditsArgs {
  /** `50%`, with two decimals at most. Routes without one share what is left. */
  weight?: Input<string>;
  /**
   * Requests that this route takes before weights are asked, in Vamp's language of conditions; or the name of a condition
   * among the deployment's `artifacts`.
   */
  condition?: string | ConditionReferenceArgs;
  /** Share of those requests that it takes. Default: `100%`. */
  conditionStrength?: Input<string>;
  /** How requests are changed, one rewrite after the other. */
  rewrites?: RewriteArgs | RewriteArgs[];
  /**
   * How instances share its requests: `roundrobin`, `leastconn`, `first`, `source`, `uri`, `random`, `hdr(name)` or
   * `url_param name`. Default: as Kubernetes does.
   */
  balance?: string;
  /** Sends clients elsewhere, instead of leading to anything. */
  redirect?: RedirectArgs;
  /** Answers, instead of leading to anything. */
  answer?: AnswerArgs;
  /** Encrypts the way to what it leads to. Default: plain text. */
  tls?: BackendTlsArgs;
}

/** The name of a condition. */
export interface ConditionReferenceArgs {
  /** The name. */
  ref: string;
}

/** A change to a request: one of `path`, `fullPath`, `prefix` and `host`. */
export interface RewriteArgs {
  /** Vamp's form: a new path, in which `%[path]` stands for the one before, `if`, and a condition. */
  path?: string;
  /** A new path, whatever it was before. */
  fullPath?: string;
  /** A new beginning of the path. */
  prefix?: PathPrefixArgs;
  /** The host that is asked for. */
  host?: Input<string>;
  /** Which requests are changed, for all but `path`. Default: all. */
  condition?: string;
}

/** A beginning of a path, in whole segments, and what takes its place. */
export interface PathPrefixArgs {
  /** The beginning; other paths stay. */
  from: string;
  /** What stands there then. */
  to: string;
}

/** Sends the client elsewhere. What is not given stays as it was asked for. */
export interface RedirectArgs {
  /**
   * Status of the answer.
   * @default 302
   */
  status?: 301 | 302 | 303 | 307 | 308;
  /** Another scheme. */
  scheme?: "http" | "https";
  /** Another host. */
  host?: Input<string>;
  /** Another port. */
  port?: Input<Integer>;
  /** Another path; the query stays. */
  path?: Input<string>;
  /** Another beginning of the path. */
  prefix?: PathPrefixArgs;
}

/** An answer that the agent gives itself. */
export interface AnswerArgs {
  /**
   * Its status.
   * @default 200
   */
  status?: Input<Integer>;
  /** Its body, 12,000 bytes at most. */
  body?: Input<string>;
  /**
   * Media type of the body.
   * @default "text/plain"
   */
  contentType?: Input<string>;
  /** Its headers. */
  headers?: Record<string, Input<string>>;
}

/** What happens to requests and answers on a route, or on all routes of a gateway that do not say it themselves. */
export interface EditsArgs {
  /** How headers are changed, of requests on their way and of the answers to them. */
  headers?: HeadersArgs;
  /** Which other sites' pages may use the answers. The agent answers preflight requests. */
  cors?: CorsArgs;
}

/** How headers are changed. */
export interface HeadersArgs {
  /** Those of requests on their way. */
  request?: HeaderEditsArgs;
  /** Those of the answers to them. */
  response?: HeaderEditsArgs;
}

/** Changes to headers: first what is removed, then what is set, then what is added. */
export interface HeaderEditsArgs {
  /** Headers to take away. */
  remove?: string | string[];
  /** Values that take the place of all that a header had. */
  set?: Record<string, Input<string>>;
  /** Values beside those that a header has. */
  add?: Record<string, Input<string>>;
}

/** Cross-origin resource sharing. */
export interface CorsArgs {
  /** `https://shop.example.com`, `https://*.example.com`, or `*` for all. */
  origins: string | string[];
  /** Methods beside the simple ones, or `*`. */
  methods?: string | string[];
  /** Headers that requests may have, or `*`. */
  headers?: string | string[];
  /** Headers of the answer that a page may read, or `*`. */
  expose?: string | string[];
  /**
   * Whether cookies may come along.
   * @default false
   */
  credentials?: boolean;
  /**
   * How long a browser remembers what it may do: `1h`.
   * @default "5s"
   */
  maxAge?: Input<string>;
}

/** How a gateway ends TLS. */
export interface GatewayTlsArgs {
  /** A client gets the one with the name it asks for, else the first. */
  certificates: CertificateSourceArgs | CertificateSourceArgs[];
  /**
   * The oldest version of TLS it speaks.
   * @default "1.2"
   */
  minVersion?: "1.2" | "1.3";
  /** Certificates of clients that it asks for; it lets nobody else in, unless `required` is false. */
  clients?: ClientCertificatesArgs;
  /** Tells browsers to come by TLS only. */
  hsts?: HstsArgs;
  /** A port from which clients that do not speak TLS are sent here. */
  redirectFrom?: Integer;
}

/** Certificates of clients that a gateway asks for. */
export interface ClientCertificatesArgs {
  /** Whose certificates are good. */
  ca: CertificateSourceArgs;
  /**
   * False lets those in that show none.
   * @default true
   */
  required?: boolean;
}

/** Tells browsers to come by TLS only (`Strict-Transport-Security`). */
export interface HstsArgs {
  /** For how long: `24h`. Default: a year. */
  maxAge?: Input<string>;
  /**
   * Also to hosts below.
   * @default false
   */
  includeSubdomains?: boolean;
  /**
   * Lets browsers know beforehand.
   * @default false
   */
  preload?: boolean;
}

/** Where a certificate comes from: a Secret of the environment, or the program. */
export interface CertificateSourceArgs {
  /** Name of a Secret, made by cert-manager or anybody: `tls.crt` and `tls.key`, or `ca.crt`. */
  secret?: Input<string>;
  /** The certificate with its chain, or those to trust, in PEM. */
  certificate?: Input<string>;
  /**
   * The private key of the certificate, in PEM. It is kept in a Secret.
   * @secret
   */
  key?: Input<string>;
}
