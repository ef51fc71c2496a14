import type { z } from "zod";
import type { Route } from "../artifacts/route.js";
import type { Certificate, trafficKeys } from "../artifacts/traffic.js";
import { type CertificateSource, outlierDefaults, rateLimitDefaults, type Traffic } from "../routing/traffic.js";

/** What routes and gateways say about how an agent gets along with backends. */
export type TrafficRules = { readonly [K in keyof typeof trafficKeys]?: z.output<(typeof trafficKeys)[K]> };

/** The part of a route or a gateway that is about backends. */
export function trafficRules(part: TrafficRules): TrafficRules {
  const { timeouts, retries, maxConnections, maxQueue, rateLimit, outlier, slowStart, healthCheck } = part;
  const { protocol, proxyProtocol } = part;
  const limits = { maxConnections, maxQueue, rateLimit };
  return { timeouts, retries, ...limits, outlier, slowStart, healthCheck, protocol, proxyProtocol };
}

/** Plans how an agent gets along with what a route leads to; undefined when nobody says anything about it. */
export function planTraffic(rules: TrafficRules & Pick<Route, "tls" | "balance">): Traffic | undefined {
  const { timeouts, retries, maxConnections, maxQueue, rateLimit, outlier, slowStart, healthCheck } = rules;
  const { protocol, proxyProtocol, tls, balance } = rules;
  const traffic: Traffic = {
    ...(timeouts === undefined ? {} : { timeouts }),
    ...(retries === undefined ? {} : { retries }),
    ...(balance === undefined || balance === "default" ? {} : { balance }),
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(maxQueue === undefined ? {} : { maxQueue }),
    ...(rateLimit === undefined
      ? {}
      : {
          rateLimit: {
            requests: rateLimit.requests,
            window: rateLimit.window ?? rateLimitDefaults.window,
            by: rateLimit.by ?? rateLimitDefaults.by,
          },
        }),
    ...(outlier === undefined
      ? {}
      : {
          outlier: {
            errors: outlier.errors ?? outlierDefaults.errors,
            interval: outlier.interval ?? outlierDefaults.interval,
          },
        }),
    ...(slowStart === undefined ? {} : { slowStart }),
    ...(healthCheck === undefined ? {} : { healthCheck }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(proxyProtocol === undefined ? {} : { proxyProtocol }),
    ...(tls === undefined
      ? {}
      : { tls: { verify: tls.verify ?? true, serverName: tls.serverName, ca: tls.ca && planCertificate(tls.ca) } }),
  };
  return Object.keys(traffic).length === 0 ? undefined : traffic;
}

/** Where a certificate comes from. One that says neither was refused when it was read. */
export function planCertificate({ secret, certificate = "", key }: Certificate): CertificateSource {
  return secret === undefined ? { kind: "given", certificate, key } : { kind: "secret", name: secret };
}
