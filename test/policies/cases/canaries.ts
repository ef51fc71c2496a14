import type { BlueprintArgs } from "../../../components/index.js";
import { canaryCapacity } from "../../../policies/rules/traffic/canaryCapacity.js";
import { canaryShare } from "../../../policies/rules/traffic/canaryShare.js";
import { deploys, exposes, shop, version } from "../programs.js";
import type { Case } from "./case.js";

const routes = "blueprint.clusters.shop.gateways.routes";
const canary = { metadata: { canary: true } };
const shares = (percent: number) => ({
  "shop:1.0.0": { weight: `${100 - percent}%` },
  "shop:1.1.0": { weight: `${percent}%` },
});
const withCanary = (percent: number, scale = {}) =>
  deploys(shop(shares(percent), [version("1.0.0"), version("1.1.0", canary, scale)]));

/** A canary's share, and how many instances its rival and itself have. */
const sized = (percent: number, [rival, own]: readonly [number, number]) =>
  deploys(
    shop(shares(percent), [version("1.0.0", {}, { instances: rival }), version("1.1.0", canary, { instances: own })]),
  );

/** A shop whose canary has a twentieth, and a gateway that stands alone and gives it more, straight. */
const pastTheCluster = (percent: number, [rival, own]: readonly [number, number] = [2, 2]) =>
  exposes(
    {
      routes: {
        "shop/shop/shop:1.0.0/web": { weight: `${100 - percent}%` },
        "shop/shop/shop:1.1.0/web": { weight: `${percent}%` },
      },
    },
    {
      blueprint: shop(shares(5), [
        version("1.0.0", {}, { instances: rival }),
        version("1.1.0", canary, { instances: own }),
      ]),
    },
  );

/** A shop with a canary and a blog, and a gateway of the blueprint that shares requests between them. */
const inFront = (routes: object, percent: number) => {
  const services = [version("1.0.0"), version("1.1.0", canary)];
  const breed = { name: "blog", deployable: "example/blog:1", ports: { web: "8080/http" } };
  return deploys({
    gateways: { 9050: { routes } },
    clusters: { shop: { services, gateways: { routes: shares(percent) } }, blog: { services: { breed } } },
  } as BlueprintArgs);
};

/** A canary with a route of its own, and another within a route. */
const twice = (percent: number) =>
  deploys(
    shop(
      {
        "shop:1.0.0": { weight: `${100 - 2 * percent}%` },
        "shop:1.1.0": { weight: `${percent}%` },
        within: { weight: `${percent}%`, routes: { "shop:1.1.0": { weight: "100%" } } },
      },
      [version("1.0.0"), version("1.1.0", canary)],
    ),
  );

const both = [version("1.0.0"), version("1.1.0", canary)];

/** A canary with a condition, and a weight if that is said. */
const conditioned = (said: object, rest = "100%") =>
  deploys(shop({ "shop:1.0.0": { weight: rest }, "shop:1.1.0": { weight: "0%", ...said } }, both));

/** A canary whose condition everybody meets whom another condition, asked before, does not take. */
const after = (condition: string) =>
  deploys(
    shop(
      {
        "shop:1.0.0": { weight: "100%", condition },
        "shop:1.1.0": { weight: "0%", condition: "path starts with /" },
      },
      both,
    ),
  );

/** A canary with a condition in a route that has half of the requests. */
const conditionedWithin = (condition: string) =>
  deploys(
    shop(
      {
        "shop:1.0.0": { weight: "50%" },
        group: {
          weight: "50%",
          routes: { "shop:1.0.0": { weight: "100%" }, "shop:1.1.0": { weight: "0%", condition } },
        },
      },
      both,
    ),
  );

/** What canaries get, and what they can carry. */
export const canaries: readonly Case[] = [
  {
    rule: canaryShare,
    about: "a canary with half of the requests",
    bad: withCanary(50),
    says: [
      `${routes}["shop:1.1.0"]: gateway \`shop/shop/web\`, route \`shop:1.1.0\`: the canary gets 50 % of the requests, more than 10 %. Lower its weight, or take \`canary\` out of the metadata of its breed when it is no canary any more.`,
    ],
    mended: withCanary(10),
  },
  {
    rule: canaryShare,
    about: "a canary by another mark, with more than another share",
    config: { mark: "experiment", most: 0.5 },
    bad: deploys(shop(shares(1), [version("1.0.0"), version("1.1.0", { metadata: { experiment: "true" } })])),
    says: ["the canary gets 1 % of the requests, more than 0.5 %"],
    mended: withCanary(50),
  },
  {
    rule: canaryShare,
    about: "a canary that a gateway of its own gives more than its cluster",
    bad: pastTheCluster(50),
    says: [
      'routes["shop/shop/shop:1.1.0/web"]: gateway `edge`, route `shop/shop/shop:1.1.0/web`: the canary gets 50 % of the requests',
    ],
    mended: pastTheCluster(10),
  },
  {
    rule: canaryShare,
    about: "a canary with the shares of several routes",
    bad: twice(6),
    says: ["gateway `shop/shop/web`: the canary `shop:1.1.0` gets 12 % of the requests, more than 10 %"],
    mended: twice(5),
  },
  {
    rule: canaryShare,
    about: "a canary with too much of its cluster, and does not say it again of the gateway before it",
    bad: inFront({ "shop/web": { weight: "90%" }, "blog/web": { weight: "10%" } }, 20),
    says: ["gateway `shop/shop/web`, route `shop:1.1.0`: the canary gets 20 % of the requests"],
    mended: inFront({ "shop/web": { weight: "90%" }, "blog/web": { weight: "10%" } }, 10),
  },
  {
    rule: canaryShare,
    about: "a share that is too large by a hundredth of a percent",
    config: { most: 0.07 },
    bad: withCanary(0.08),
    says: ["the canary gets 0.08 % of the requests, more than 0.07 %"],
    mended: withCanary(0.07),
  },
  {
    rule: canaryShare,
    about: "a condition that everybody meets",
    bad: conditioned({ condition: "path starts with /", conditionStrength: "99%" }),
    says: [
      `${routes}["shop:1.1.0"]: gateway \`shop/shop/web\`, route \`shop:1.1.0\`: the canary gets 99 % of requests such as \`GET example.com/\`, more than 10 %. Let its condition ask for a cookie or a header, lower its strength, or take \`canary\` out of the metadata of its breed when it is no canary any more.`,
    ],
    mended: conditioned({ condition: "path starts with /", conditionStrength: "10%" }),
  },
  {
    rule: canaryShare,
    about: "a condition of a path, and takes one that also asks for a cookie",
    bad: conditioned({ condition: "path ~ ^/cart/[0-9]+$ and method == POST" }),
    says: ["the canary gets 100 % of requests such as `POST example.com/cart/1`, more than 10 %"],
    mended: conditioned({ condition: "path starts with /cart and has cookie beta" }),
  },
  {
    rule: canaryShare,
    about: "a condition of a host, in whose rest the weight has a part",
    bad: conditioned({ weight: "10%", condition: "host == beta.example.com", conditionStrength: "1%" }, "90%"),
    says: ["the canary gets 10.9 % of requests such as `GET beta.example.com/`, more than 10 %"],
    mended: conditioned({ weight: "9%", condition: "host == beta.example.com", conditionStrength: "1%" }, "91%"),
  },
  {
    rule: canaryShare,
    about: "a condition for those without a cookie, and takes one for those that have it",
    bad: conditioned({ condition: "not has cookie stable" }),
    says: ["the canary gets 100 % of requests such as `GET example.com/`"],
    mended: conditioned({ condition: "has cookie beta or header X-Beta == yes or query beta == 1" }),
  },
  {
    rule: canaryShare,
    about: "a condition that everybody gets to, and takes one before which all others are taken",
    bad: after("path starts with /cart"),
    says: ["the canary gets 100 % of requests such as `GET example.com/`"],
    mended: after("not has cookie beta"),
  },
  {
    rule: canaryShare,
    about: "a condition within a route",
    bad: conditionedWithin("method == POST"),
    says: ["route `group`: the canary gets 50 % of requests such as `POST example.com/`, more than 10 %"],
    mended: conditionedWithin("has header X-Beta"),
  },
  {
    rule: canaryCapacity,
    about: "a canary with fewer instances than its share",
    bad: deploys(
      shop(shares(30), [version("1.0.0", {}, { instances: 9 }), version("1.1.0", canary, { instances: 1 })]),
    ),
    says: ["the canary gets 30 % of the requests and has 10 % of the instances. Give it instances enough"],
    mended: deploys(
      shop(shares(30), [version("1.0.0", {}, { instances: 7 }), version("1.1.0", canary, { instances: 3 })]),
    ),
  },
  {
    rule: canaryCapacity,
    about: "a canary with smaller instances",
    bad: deploys(shop(shares(50), [version("1.0.0", {}, { cpu: 0.4 }), version("1.1.0", canary)])),
    says: ["the canary gets 50 % of the requests and has 20 % of the processor time"],
    mended: withCanary(50),
  },
  {
    rule: canaryCapacity,
    about: "a canary without the headroom that is asked for",
    config: { headroom: 2 },
    bad: withCanary(50),
    says: ["Give it instances enough for its share, 2 times over, or a smaller share."],
    mended: withCanary(25),
  },
  {
    rule: canaryCapacity,
    about: "a canary with an instance less than its share, of a hundred",
    bad: sized(7, [94, 6]),
    says: ["the canary gets 7 % of the requests and has 6 % of the instances"],
    mended: sized(7, [93, 7]),
  },
  {
    rule: canaryCapacity,
    about: "a canary with less than half as much again as its share",
    config: { headroom: 1.5 },
    bad: sized(10, [18, 2]),
    says: [
      "the canary gets 10 % of the requests and has 10 % of the instances. Give it instances enough for its share, 1.5",
    ],
    mended: sized(10, [17, 3]),
  },
  {
    rule: canaryCapacity,
    about: "a canary that cannot carry what a gateway of its own gives it",
    bad: pastTheCluster(50, [9, 1]),
    says: ["gateway `edge`, route `shop/shop/shop:1.1.0/web`: the canary gets 50 % of the requests and has 10 %"],
    mended: pastTheCluster(50, [1, 1]),
  },
];
