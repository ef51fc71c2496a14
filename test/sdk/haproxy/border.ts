import { ProblemsError } from "../../../sdk/diagnostics/format.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { planDeployment } from "../../../sdk/planning/deployment.js";
import { planGateway } from "../../../sdk/planning/gateway.js";
import type { AgentPlan } from "../../../sdk/planning/plan.js";
import { readArtifactObject } from "../../../sdk/reading/artifacts.js";
import { environmentPlan } from "../planning/environments.js";
import { shop } from "../planning/gateways.js";
import { version } from "../planning/plan.js";

const answering = (answer: object) => ({ routes: { closed: { answer } } });
const redirecting = (redirect: object) => ({ routes: { away: { redirect } } });
const routed = (more: object) => ({ routes: { "demo/cart/web": more } });
const shared = (more: object) => ({ cors: { origins: "*", ...more } });

/**
 * Every text of a gateway that users write and its configuration has, as the gateway that has it: one that stands alone, or
 * under `ofCluster` that of a cluster, with the name of its deployment.
 */
export const fields: Readonly<Record<string, (text: string) => object>> = {
  "name of the gateway": (text) => ({ name: text, sticky: "route", routes: ["demo/cart/web", "[x.test:80]"] }),
  "name of a deployment": (text) => ({ name: text, ofCluster: { sticky: "instance" } }),
  "name of a route": (text) => ({
    sticky: "route",
    routes: { [text]: { answer: { status: 200 } }, "demo/cart/web": {} },
  }),
  "host of a route": (text) => ({ routes: `[${text}:80]` }),
  condition: (text) => routed({ condition: text }),
  "value in a condition": (text) => routed({ condition: `cookie x == '${text.replaceAll("'", "''")}'` }),
  "path of a rewrite": (text) => routed({ rewrites: { path: `${text} if has cookie x` } }),
  "condition of a rewrite": (text) => routed({ rewrites: { path: `/x if ${text}` } }),
  "full path of a rewrite": (text) => routed({ rewrites: { fullPath: text } }),
  "prefixes of a rewrite": (text) => routed({ rewrites: { prefix: { from: text, to: text } } }),
  "host of a rewrite": (text) => routed({ rewrites: { host: text } }),
  "name of a header": (text) => ({
    headers: { request: { set: { [text]: "x" } }, response: { add: { [text]: "x" } } },
  }),
  "value of a header": (text) => ({ headers: { request: { set: { x: text } }, response: { add: { x: text } } } }),
  "header to remove": (text) => ({ headers: { request: { remove: text } } }),
  origin: (text) => shared({ origins: text }),
  "method of other sites": (text) => shared({ methods: text }),
  "header of other sites": (text) => shared({ headers: text, expose: text }),
  "body of an answer": (text) => answering({ body: text }),
  "media type of an answer": (text) => answering({ body: "x", contentType: text }),
  "header of an answer": (text) => answering({ headers: { [text]: "x" } }),
  "value of an answer's header": (text) => answering({ headers: { x: text } }),
  "body for what no route takes": (text) => ({ otherwise: { status: 404, body: text } }),
  "host of a redirect": (text) => redirecting({ host: text }),
  "path of a redirect": (text) => redirecting({ path: text }),
  "prefixes of a redirect": (text) => redirecting({ prefix: { from: text, to: text } }),
  balance: (text) => ({ ofCluster: { routes: { a: { balance: text } } } }),
  "path of a health check": (text) => routed({ healthCheck: { path: text } }),
  "reason to retry": (text) => routed({ retries: { on: text } }),
  timeout: (text) => ({ timeouts: { connect: text, queue: text, request: text, tunnel: text } }),
  "rate limit": (text) => ({ rateLimit: { requests: 5, window: text } }),
  limits: (text) => ({ maxConnections: text, maxQueue: text, maxClients: text }),
  "server name of a backend": (text) => routed({ tls: { verify: false, serverName: text } }),
  "server name on a TCP port": (text) => ({ port: "80/tcp", ...routed({ tls: { verify: false, serverName: text } }) }),
  "virtual host": (text) => ({ virtualHosts: text }),
  host: (text) => ({ hosts: { [text]: { routes: "demo/cart/web" } } }),
  "trusted proxy": (text) => ({ trustedProxies: text }),
  "media type to compress": (text) => ({ compression: text }),
};

/** Texts that a field may take, beside those that mean harm: ordinary ones, and some that are long. */
export const ordinary = [
  ..."x /x x.test *.x.test * https://x.test GET leastconn hdr(x) 10.0.0.0/8 503 conn-failure 5s 7 text/html".split(" "),
  "path == /x",
  "has cookie x",
  "one\ntwo",
  "x".repeat(13_000),
  `${"a.".repeat(120)}test`,
  "a..b",
];

/** The agent of a gateway with a text in one of its fields; undefined where the language refuses it. */
export function agentWith(field: (text: string) => object, text: string): AgentPlan | undefined {
  const problems = new Problems();
  const own: { readonly name?: string; readonly ofCluster?: object } = field(text);
  try {
    const agent = own.ofCluster === undefined ? agentAlone(own, problems) : agentOf(own.ofCluster, own.name, problems);
    return problems.hasErrors ? undefined : agent;
  } catch (error) {
    if (error instanceof ProblemsError) return undefined;
    throw error;
  }
}

function agentAlone(own: { readonly name?: string }, problems: Problems): AgentPlan | undefined {
  const given = { port: 80, routes: "demo/cart/web", ...own };
  const gateway = readArtifactObject("gateways", given, "edge", problems);
  if (gateway === undefined || problems.hasErrors) return undefined;
  const { name = "edge" } = own;
  return planGateway({ name, environment: environmentPlan(), deployments: [shop], settings: {}, gateway }, problems)
    .agent;
}

function agentOf(gateway: object, name: string | undefined, problems: Problems): AgentPlan | undefined {
  const cart = { services: [version("a"), version("b")], gateways: { web: { routes: { a: {}, b: {} }, ...gateway } } };
  const blueprint = readArtifactObject("blueprints", { clusters: { cart } }, "blueprint", problems);
  if (blueprint === undefined || problems.hasErrors) return undefined;
  return planDeployment({ name: name ?? "demo", environment: environmentPlan(), blueprint, settings: {} }, problems)
    .agent;
}
