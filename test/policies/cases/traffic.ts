import type { BlueprintArgs } from "../../../components/index.js";
import { agentAvailability } from "../../../policies/rules/traffic/agentAvailability.js";
import { idleVersion } from "../../../policies/rules/traffic/idleVersion.js";
import { shadowedCondition } from "../../../policies/rules/traffic/shadowedCondition.js";
import { stickyDrain } from "../../../policies/rules/traffic/stickyDrain.js";
import { unreachableRoute } from "../../../policies/rules/traffic/unreachableRoute.js";
import { deploys, exposes, shop, version } from "../programs.js";
import type { Case } from "./case.js";

const routes = "blueprint.clusters.shop.gateways.routes";
const shares = (percent: number) => ({
  "shop:1.0.0": { weight: `${100 - percent}%` },
  "shop:1.1.0": { weight: `${percent}%` },
});

/** A route of the second version with a condition, and weights that leave everything to the first unless said. */
const conditioned = (first: object, second: object) =>
  deploys(shop({ "shop:1.0.0": { weight: "100%", ...first }, "shop:1.1.0": { weight: "0%", ...second } }));

/** A shop whose requests, or a part of them, are shared within a route. */
const grouped = (within: object, beside: Readonly<Record<string, object>> = {}, weight = "100%") =>
  deploys(shop({ ...beside, group: { weight, routes: within } }));

/** A shop of three versions, each with a condition. */
const thirds = (first: string, second: string, third: string, weight = "20%") =>
  deploys(
    shop(
      {
        "shop:1.0.0": { weight: "50%", condition: first },
        "shop:1.1.0": { weight: `${50 - Number.parseInt(weight, 10)}%`, condition: second },
        "shop:1.2.0": { weight, condition: third },
      },
      [version("1.0.0"), version("1.1.0"), version("1.2.0")],
    ),
  );

/** A shop with two ports, of which the second has nothing for the new version, and the first so much. */
const twoPorts = (percent: number) => {
  const ports = { web: "8080/http", admin: "8081/http" };
  const services = [version("1.0.0", { ports }), version("1.1.0", { ports })];
  return deploys({
    gateways: { 9050: "shop/web" },
    clusters: {
      shop: { services, gateways: { web: { routes: shares(percent) }, admin: { routes: shares(0) } } },
    },
  } as BlueprintArgs);
};

/** A shop that gives the new version nothing, and a gateway that stands alone and gives it so much. */
const besides = (percent: number) =>
  exposes(
    {
      routes: {
        "shop/shop/shop:1.0.0/web": { weight: `${100 - percent}%` },
        "shop/shop/shop:1.1.0/web": { weight: `${percent}%` },
      },
    },
    { blueprint: shop(shares(0)) },
  );

/** A gateway behind a load balancer, with another budget for its agents than its component makes. */
const unprotected = (spec: object) =>
  exposes(
    { service: { type: "LoadBalancer" } },
    {
      options: {
        transformations: [
          ({ type, props, opts }) =>
            type.endsWith(":PodDisruptionBudget") ? { props: { ...props, spec }, opts } : undefined,
        ],
      },
    },
  );

/** The shop's cluster, with clients that stay with an instance. */
function stickyClusters(): object {
  const routes = { "shop:1.0.0": { weight: "90%" }, "shop:1.1.0": { weight: "10%" } };
  const services = [version("1.0.0"), version("1.1.0")];
  return { clusters: { shop: { services, gateways: { routes, sticky: "instance" } } } };
}

export const traffic: readonly Case[] = [
  {
    rule: unreachableRoute,
    about: "a condition whose requests another takes",
    bad: conditioned({ condition: "has cookie beta" }, { condition: "has cookie beta and method == GET" }),
    says: [
      `${routes}["shop:1.1.0"]: gateway \`shop/shop/web\`, route \`shop:1.1.0\`: no request takes it: its weight is 0 %, and \`shop:1.0.0\` takes all that its condition would. Give it a weight, mend its condition, or take it out.`,
    ],
    mended: conditioned({ condition: "has cookie alpha" }, { condition: "has cookie beta" }),
  },
  {
    rule: unreachableRoute,
    about: "a weight behind conditions that take everything",
    bad: deploys(
      shop(
        {
          "shop:1.0.0": { weight: "50%", condition: "has cookie beta" },
          "shop:1.1.0": { weight: "0%", condition: "not has cookie beta" },
          "shop:1.2.0": { weight: "50%" },
        },
        [version("1.0.0"), version("1.1.0"), version("1.2.0")],
      ),
    ),
    says: ["route `shop:1.2.0`: no request takes it: conditions take every request before weights are asked"],
    mended: deploys(),
  },
  {
    rule: unreachableRoute,
    about: "a condition without strength",
    bad: conditioned({}, { condition: "has cookie beta", conditionStrength: "0%" }),
    says: ["no request takes it: its weight and the strength of its condition are 0 %. Give it one of them."],
    mended: conditioned({}, { condition: "has cookie beta", conditionStrength: "50%" }),
  },
  {
    rule: shadowedCondition,
    about: "a condition after a wider one",
    bad: deploys(
      shop({
        "shop:1.0.0": { weight: "50%", condition: "host == *.example.com" },
        "shop:1.1.0": { weight: "50%", condition: "host == shop.example.com" },
      }),
    ),
    says: [
      `${routes}["shop:1.1.0"]: gateway \`shop/shop/web\`, route \`shop:1.1.0\`: the condition \`host == shop.example.com\` decides nothing: \`shop:1.0.0\` before it takes all that it would. Put the narrower condition first, or take this one out.`,
    ],
    mended: deploys(
      shop({
        "shop:1.1.0": { weight: "50%", condition: "host == shop.example.com" },
        "shop:1.0.0": { weight: "50%", condition: "host == *.example.com" },
      }),
    ),
  },
  {
    rule: shadowedCondition,
    about: "a condition that contradicts itself",
    bad: conditioned({}, { condition: "method == GET and method == POST" }),
    says: ["decides nothing: no request can meet it. Mend it, or take it out."],
    mended: conditioned({}, { condition: "method == GET or method == POST" }),
  },
  {
    rule: idleVersion,
    about: "a version at 0 % without a condition",
    bad: deploys(shop(shares(0))),
    says: ["route `shop:1.1.0`: `shop:1.1.0` runs at 0 % without a condition, so nothing reaches it. Give it a weight"],
    mended: deploys(shop(shares(0), [version("1.0.0"), version("1.1.0", {}, { instances: 0 })])),
  },
  {
    rule: idleVersion,
    about: "a version that no gateway gives requests, once, and takes one that another port gives some",
    bad: twoPorts(0),
    says: ["`shop:1.1.0` runs at 0 % without a condition, so nothing reaches it"],
    mended: twoPorts(5),
  },
  {
    rule: idleVersion,
    about: "a version that a gateway of its own gives nothing either",
    bad: besides(0),
    says: ["gateway `shop/shop/web`, route `shop:1.1.0`: `shop:1.1.0` runs at 0 %"],
    mended: besides(5),
  },
  {
    rule: idleVersion,
    about: "a version behind a route without requests, whatever its share of them",
    bad: grouped({ "shop:1.1.0": { weight: "100%" } }, { "shop:1.0.0": { weight: "100%" } }, "0%"),
    says: ["route `group`: `shop:1.1.0` runs at 0 % without a condition"],
    mended: grouped({ "shop:1.1.0": { weight: "100%" } }, { "shop:1.0.0": { weight: "90%" } }, "10%"),
  },
  {
    rule: idleVersion,
    about: "a version without requests within a route",
    bad: grouped({ "shop:1.0.0": { weight: "100%" }, "shop:1.1.0": { weight: "0%" } }),
    says: ["route `shop:1.1.0` within `group`: `shop:1.1.0` runs at 0 %"],
    mended: grouped({ "shop:1.0.0": { weight: "90%" }, "shop:1.1.0": { weight: "10%" } }),
  },
  {
    rule: shadowedCondition,
    about: "a condition after a wider one within a route",
    bad: grouped({
      "shop:1.0.0": { weight: "50%", condition: "has cookie beta" },
      "shop:1.1.0": { weight: "50%", condition: "has cookie beta and method == GET" },
    }),
    says: [
      `${routes}.group.routes["shop:1.1.0"]: gateway \`shop/shop/web\`, route \`shop:1.1.0\` within \`group\`: the condition \`has cookie beta and method == GET\` decides nothing: \`shop:1.0.0\` before it takes all that it would.`,
    ],
    mended: grouped({
      "shop:1.1.0": { weight: "50%", condition: "has cookie beta and method == GET" },
      "shop:1.0.0": { weight: "50%", condition: "has cookie beta" },
    }),
  },
  {
    rule: shadowedCondition,
    about: "a condition of which others take a part each",
    bad: thirds("method == GET", "not method == GET", "has cookie beta"),
    says: ["decides nothing: `shop:1.0.0`, `shop:1.1.0` before it take all that it would"],
    mended: thirds("method == GET", "method == POST", "has cookie beta"),
  },
  {
    rule: unreachableRoute,
    about: "a condition within a route that contradicts itself, where the weight is 0 %",
    bad: grouped({
      "shop:1.0.0": { weight: "100%" },
      "shop:1.1.0": { weight: "0%", condition: "method == GET and method == POST" },
    }),
    says: [
      `${routes}.group.routes["shop:1.1.0"]: gateway \`shop/shop/web\`, route \`shop:1.1.0\` within \`group\`: no request takes it: its weight is 0 %, and no request can meet its condition`,
    ],
    mended: grouped({
      "shop:1.0.0": { weight: "100%" },
      "shop:1.1.0": { weight: "0%", condition: "method == GET or method == POST" },
    }),
  },
  {
    rule: unreachableRoute,
    about: "a condition of which others take a part each, where the weight is 0 %",
    bad: thirds("method == GET", "not method == GET", "has cookie beta", "0%"),
    says: ["its weight is 0 %, and `shop:1.0.0`, `shop:1.1.0` take all that its condition would"],
    mended: thirds("method == GET", "method == POST", "has cookie beta", "0%"),
  },
  {
    rule: stickyDrain,
    about: "clients that stay with a route, and agents that cut them off",
    bad: exposes({ sticky: "route", agent: { drain: "5s" } }),
    says: [
      'gateway `edge`: its clients stay where they are, and its agents give them 5 s when they end. Set `agent: { drain: "30s" }` on it, on its deployment, or in the defaults of its environment.',
    ],
    mended: exposes({ sticky: "route" }),
  },
  {
    rule: stickyDrain,
    about: "clients that stay with an instance of a deployment",
    config: { seconds: 60 },
    bad: deploys({ ...shop(), ...stickyClusters() }),
    says: ["gateway `shop/shop/web`: its clients stay where they are, and its agents give them 30 s when they end"],
    mended: deploys({ ...shop(), ...stickyClusters() }, { agent: { drain: "60s" } }),
  },
  {
    rule: agentAvailability,
    about: "one agent behind a load balancer",
    bad: exposes({ service: { type: "LoadBalancer" }, agent: { replicas: 1 } }),
    says: [
      "gateway `edge`: it is reached from outside, and has one agent, fewer than 2. Set `agent: { replicas: 2 }` on it, on its deployment, or in the defaults of its environment.",
    ],
    mended: exposes({ service: { type: "LoadBalancer" } }),
  },
  {
    rule: agentAvailability,
    about: "a deployment's agents behind a node port, fewer than are wanted",
    config: { least: 3 },
    bad: deploys(shop(), { gatewayService: { type: "NodePort" } }),
    says: ["gateway `shop/9050`: it is reached from outside, and has 2 agents, fewer than 3"],
    mended: deploys(shop(), { gatewayService: { type: "NodePort" }, agent: { replicas: 3 } }),
  },
  {
    rule: agentAvailability,
    about: "agents that may all be evicted at once",
    bad: unprotected({ maxUnavailable: 2, selector: {} }),
    says: [
      "gateway `edge`: it is reached from outside, and no PodDisruptionBudget keeps any of its agents (Deployment `edge-agent`).",
    ],
    mended: unprotected({ maxUnavailable: 1, selector: {} }),
  },
  {
    rule: agentAvailability,
    about: "a budget that asks for nothing",
    bad: unprotected({ minAvailable: 0, selector: {} }),
    says: ["no PodDisruptionBudget keeps any of its agents"],
    mended: unprotected({ minAvailable: 1, selector: {} }),
  },
  {
    rule: agentAvailability,
    about: "a budget for other pods",
    bad: unprotected({
      minAvailable: 1,
      selector: { matchExpressions: [{ key: "io.vamp", operator: "DoesNotExist" }] },
    }),
    says: ["no PodDisruptionBudget keeps any of its agents"],
    mended: unprotected({ minAvailable: 1, selector: { matchExpressions: [{ key: "io.vamp", operator: "Exists" }] } }),
  },
];
