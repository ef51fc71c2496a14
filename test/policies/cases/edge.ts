import { type BlueprintArgs, VampDeployment, VampGateway } from "../../../components/index.js";
import { allowedHosts } from "../../../policies/rules/edge/allowedHosts.js";
import { claimedHost } from "../../../policies/rules/edge/claimedHost.js";
import { externalTls } from "../../../policies/rules/edge/externalTls.js";
import { hsts } from "../../../policies/rules/edge/hsts.js";
import { nodePort } from "../../../policies/rules/edge/nodePort.js";
import { tlsVersion } from "../../../policies/rules/edge/tlsVersion.js";
import { deploys, described, environment, exposes, shop } from "../programs.js";
import type { Case } from "./case.js";

const balancer = { service: { type: "LoadBalancer" } } as const;

/** Two ways in from outside that ask for hosts. */
const entrances =
  (one: string, other: string, port = 80) =>
  () => {
    const home = environment();
    const deployment = new VampDeployment("shop", { environment: home, blueprint: shop() });
    for (const [name, condition, number] of [
      ["first", one, 80],
      ["second", other, port],
    ] as const)
      new VampGateway(name, {
        environment: home,
        port: number,
        deployments: [deployment],
        routes: { "shop/shop/web": { weight: "100%", condition } },
        ...balancer,
      });
  };

/** Deployments by name that are reached from outside, each with a gateway that looks for a host within a route. */
const withinRoutes = (hosts: Readonly<Record<string, string>>) => () => {
  const home = environment();
  for (const [name, host] of Object.entries(hosts)) {
    const routes = { "shop/web": { weight: "100%", condition: `host == ${host}` } };
    const blueprint = {
      ...shop(),
      gateways: {
        80: { routes: { group: { weight: "90%", routes }, closed: { weight: "10%", answer: { status: 503 } } } },
      },
    } as BlueprintArgs;
    new VampDeployment(name, { environment: home, blueprint, gatewayService: balancer.service });
  }
};

/** Gateways that end TLS or not, of one name in an environment each, for one host. */
const namesakes = (host: string, other: string, ports: readonly [object, object] = [{ port: 80 }, { port: 80 }]) => {
  const each = [
    ["one", host, ports[0]],
    ["two", other, ports[1]],
  ] as const;
  return () => {
    for (const [name, virtualHost, port] of each) {
      const home = environment(name);
      const deployment = new VampDeployment(`shop-${name}`, { name: "shop", environment: home, blueprint: shop() });
      new VampGateway(`edge-${name}`, {
        name: "edge",
        environment: home,
        port: 80,
        deployments: [deployment],
        routes: { "shop/shop/web": { weight: "100%" } },
        virtualHosts: [virtualHost],
        ...balancer,
        ...port,
      });
    }
  };
};

/** A blueprint whose gateway has hosts, and leads to a cluster that shares requests as it does. */
const hosted = (...virtualHosts: string[]) =>
  deploys({ ...shop(), gateways: { 9050: { routes: "shop/web", virtualHosts } } } as BlueprintArgs);

/** A gateway with hosts of one routing. */
const hostsOf = (...hosts: string[]) => {
  const routes = { "shop/shop/web": { weight: "100%" } };
  return exposes({ routes: {}, hosts: Object.fromEntries(hosts.map((host) => [host, { routes }])) });
};

const tls = { certificates: { secret: "edge-tls" } };

export const edge: readonly Case[] = [
  {
    rule: externalTls,
    about: "plain text from outside",
    bad: exposes(balancer),
    says: [
      "gateway `edge`: it is reached from outside without TLS. Give it `tls: { certificates: { secret } }`, and `redirectFrom: 80` for clients that come without.",
    ],
    mended: exposes({ ...balancer, port: 443, tls }),
  },
  {
    rule: externalTls,
    about: "plain text that nobody allowed",
    bad: exposes(balancer),
    says: ["it is reached from outside without TLS"],
    mended: exposes(balancer),
    mendedConfig: { exempt: ["edge"] },
  },
  {
    rule: tlsVersion,
    about: "an old version",
    config: { minimum: "1.3" },
    bad: exposes({ port: 443, tls }),
    says: [
      'gateway `edge`: it speaks TLS 1.2, and 1.3 is the oldest that is allowed. Set `minVersion: "1.3"` in its `tls`.',
    ],
    mended: exposes({ port: 443, tls: { ...tls, minVersion: "1.3" } }),
  },
  {
    rule: hsts,
    about: "TLS that browsers need not use",
    bad: exposes({ ...balancer, port: 443, tls }),
    says: [
      "gateway `edge`: it does not tell browsers to come by TLS only. Give its `tls` an `hsts: {}`, which is a year, or a longer `maxAge`.",
    ],
    mended: exposes({ ...balancer, port: 443, tls: { ...tls, hsts: {} } }),
  },
  {
    rule: hsts,
    about: "TLS that browsers soon forget",
    bad: exposes({ ...balancer, port: 443, tls: { ...tls, hsts: { maxAge: "24h" } } }),
    says: ["it tells browsers to come by TLS only for 1 of 180 days."],
    mended: exposes({ ...balancer, port: 443, tls: { ...tls, hsts: { maxAge: "24h" } } }),
    mendedConfig: { days: 1 },
  },
  {
    rule: hsts,
    about: "TLS for HTTP, and leaves TCP alone, where the language has no hsts",
    bad: exposes({ ...balancer, port: 443, tls }),
    says: ["it does not tell browsers to come by TLS only"],
    mended: exposes({ ...balancer, port: "443/tcp", tls }),
  },
  {
    rule: nodePort,
    about: "a node port",
    bad: deploys(shop(), { gatewayService: { type: "NodePort" } }),
    says: [
      'blueprint.gateways["9050"]: Service `shop-9050` (gateway shop/9050): a port of every node is opened, which the environment `test` does not allow. Use the type ClusterIP or LoadBalancer, or name the environment in the policy\'s configuration.',
    ],
    mended: deploys(shop(), { gatewayService: { type: "NodePort" } }),
    mendedConfig: { environments: ["test"] },
  },
  {
    rule: allowedHosts,
    about: "a host of another domain",
    config: { domains: ["example.com"] },
    bad: exposes({ routes: { "shop/shop/web": { weight: "100%", condition: "host == shop.example.org" } } }),
    says: [
      'routes["shop/shop/web"]: gateway `edge`, route `shop/shop/web`: the host `shop.example.org` lies in no allowed domain (example.com). Correct the name, or have its domain allowed in the policy\'s configuration.',
    ],
    mended: exposes({
      routes: { "shop/shop/web": { weight: "100%", condition: "host == *.example.com or host != x.org" } },
    }),
  },
  {
    rule: allowedHosts,
    about: "a virtual host of another domain",
    config: { domains: ["example.com"] },
    bad: exposes({ virtualHosts: ["example.com", "Shop.example.org"] }),
    says: ["gateway `edge`: the host `shop.example.org` lies in no allowed domain (example.com)."],
    mended: exposes({ virtualHosts: ["example.com", "*.shop.example.com"] }),
  },
  {
    rule: claimedHost,
    about: "a host at two gateways",
    bad: entrances("host == shop.example.com", "has cookie a and host == Shop.example.com"),
    says: [
      'routes["shop/shop/web"]: gateway `second`, route `shop/shop/web`: the host `shop.example.com` is claimed by the gateway `first` too, on the same port. Let one gateway have the host, and route to the other\'s deployments there.',
    ],
    mended: entrances("host == shop.example.com", "not host == shop.example.com"),
  },
  {
    rule: claimedHost,
    about: "a host on one of two ports",
    bad: entrances("host == a.example.com", "host == a.example.com"),
    says: ["the host `a.example.com` is claimed by the gateway `first` too"],
    mended: entrances("host == a.example.com", "host == a.example.com", 8080),
  },
  {
    rule: claimedHost,
    about: "a host at two gateways of one name",
    bad: namesakes("a.example.com", "A.example.com"),
    says: [
      "gateway `edge`: the host `a.example.com` is claimed by the gateway `edge` of the environment `one` too, on the same port",
    ],
    mended: namesakes("a.example.com", "b.example.com"),
  },
  {
    rule: claimedHost,
    about: "a host on a port from which another gateway sends clients away",
    bad: namesakes("a.example.com", "a.example.com", [{ port: 443, tls: { ...tls, redirectFrom: 80 } }, {}]),
    says: ["the host `a.example.com` is claimed by the gateway `edge`"],
    mended: namesakes("a.example.com", "a.example.com", [{ port: 443, tls }, {}]),
  },
  {
    rule: claimedHost,
    about: "a host on a further port",
    bad: namesakes("a.example.com", "a.example.com", [{ port: 8080, ports: [80] }, {}]),
    says: ["the host `a.example.com` is claimed by the gateway `edge`"],
    mended: namesakes("a.example.com", "a.example.com", [{ port: 8080, ports: [8081] }, {}]),
  },
  {
    rule: allowedHosts,
    about: "a virtual host of a blueprint's gateway that decides as its cluster does",
    config: { domains: ["Example.com"] },
    bad: hosted("ok.example.com", "evil.org"),
    says: [
      'blueprint.gateways["9050"]: gateway `shop/9050`: the host `evil.org` lies in no allowed domain (example.com).',
    ],
    mended: hosted("ok.example.com", "*.EXAMPLE.com"),
  },
  {
    rule: allowedHosts,
    about: "one of two hosts with the same routes",
    config: { domains: ["*.example.com"] },
    bad: hostsOf("ok.example.com", "evil.org"),
    says: ["gateway `edge`: the host `evil.org` lies in no allowed domain"],
    mended: hostsOf("ok.example.com", "example.com"),
  },
  {
    rule: nodePort,
    about: "a node port in an environment of another stack",
    bad: deploys(shop(), { gatewayService: { type: "NodePort" }, environment: described }),
    says: ["a port of every node is opened, which the environment `test` does not allow"],
    mended: deploys(shop(), { gatewayService: { type: "NodePort" }, environment: described }),
    mendedConfig: { environments: ["te*"] },
  },
  {
    rule: allowedHosts,
    about: "a condition within a route for a host of somebody else's",
    config: { domains: ["example.com"] },
    bad: withinRoutes({ shop: "evil.example.org" }),
    says: [
      'blueprint.gateways["80"].routes.group.routes["shop/web"]: gateway `shop/80`, route `shop/web` within `group`: the host `evil.example.org` lies in no allowed domain',
    ],
    mended: withinRoutes({ shop: "shop.example.com" }),
  },
  {
    rule: claimedHost,
    about: "a host for which a condition within a route looks",
    bad: withinRoutes({ first: "www.example.com", second: "www.example.com" }),
    says: [
      "gateway `second/80`, route `shop/web` within `group`: the host `www.example.com` is claimed by the gateway `first/80` too",
    ],
    mended: withinRoutes({ first: "www.example.com", second: "blog.example.com" }),
  },
];
