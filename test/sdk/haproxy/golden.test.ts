import { expect, it } from "vitest";
import { renderFiles } from "../../../sdk/haproxy/config.js";
import type { Known } from "../../../sdk/later.js";
import { type Listener, unknownHost } from "../../../sdk/routing/table.js";
import { backend, listener, settings, table, way, when } from "./listeners.js";

const [v1, v2] = [backend("shop.cart.cart-1-0-0.web"), backend("shop.cart.cart-1-1-0.web")];
const cluster = table(
  "shop/cart/web",
  [way(v1, 90), way(v2, 10)],
  [when("has cookie beta", v2), when("user-agent is Firefox or header x-canary == yes", v2, 50)],
);
const secret = { kind: "secret", name: "certificates" } as const;
const moved = { kind: "redirect", status: 308, scheme: "https" } as const;

/** Configurations to be read by people: what they say is right as it stands here. */
const configurations: Readonly<Record<string, readonly Known<Listener>[]>> = {
  "a-split": [listener("gw-9050", { ...cluster, stickyCookie: "vamp" })],
  "an-edge": [
    { ...listener("http", table("edge", [way(moved, 100)]), 10_000), maxConnections: 5_000 },
    {
      ...listener("https", { ...table("edge", []), otherwise: unknownHost }, 10_001),
      tls: { certificates: [secret], hsts: { maxAge: 31_536_000, includeSubdomains: true, preload: false } },
      trustedProxies: ["10.0.0.0/8"],
      accessLog: true,
      sites: [
        { hosts: ["shop.example.com", "*.shop.example.com"], table: cluster },
        { hosts: ["blog.example.com"], table: table("blog/web", [way(backend("blog.blog.web"), 100)]) },
      ],
    },
  ],
  edits: [
    listener(
      "gw-80",
      table("shop/80", [
        way(
          {
            ...cluster,
            edits: {
              rewrites: [{ kind: "prefix", from: "/cart", to: "/" }],
              requestHeaders: { remove: ["x-debug"], set: { "x-from": "100% edge" } },
              responseHeaders: { add: { "cache-control": "no-store" } },
              cors: { origins: ["https://*.example.com"], methods: ["GET", "PUT"], credentials: true, maxAge: 600 },
            },
          },
          100,
        ),
      ]),
    ),
  ],
  traffic: [
    listener(
      "gw-80",
      table("shop/80", [
        way(
          {
            ...v1,
            instances: { host: "cart-pods.shop.svc.cluster.local", port: 8080, most: 20, cookie: "pod" },
            traffic: {
              timeouts: { connect: 500, request: 30_000 },
              retries: { attempts: 2, on: [502, 503, "conn-failure"] },
              balance: "leastconn",
              maxConnections: 100,
              maxQueue: 200,
              rateLimit: { requests: 50, window: 1_000, by: "client" },
              outlier: { errors: 5, interval: 30_000 },
              slowStart: 10_000,
              healthCheck: { path: "/health", interval: 2_000, failures: 3 },
              tls: { verify: true, serverName: "cart.internal", ca: secret },
            },
          },
          100,
        ),
      ]),
    ),
  ],
  connections: [
    {
      ...listener("sql", table("sql", [way(backend("shop.sql.sql-14.db"), 100)]), 10_000, "tcp"),
      sites: [{ hosts: ["new.example.com"], table: table("sql/new", [way(v1, 50), way(v2, 50)]) }],
    },
  ],
};

it.each(Object.entries(configurations))("%s is written as it was reviewed", async (name, listeners) => {
  const { "haproxy.cfg": config = "", ...others } = renderFiles(listeners, settings);
  expect(others).toEqual({});
  await expect(config).toMatchFileSnapshot(`golden/${name}.cfg`);
});
