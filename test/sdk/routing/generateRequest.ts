import { hosts as hostsOf, type RequestFacts } from "../../../sdk/conditions/request.js";
import type { Known } from "../../../sdk/later.js";
import type { Listener } from "../../../sdk/routing/listener.js";
import { stickyValue } from "../../../sdk/routing/sticky.js";
import { backendsOf, type RoutingTable, tablesOf } from "../../../sdk/routing/table.js";
import type { Random } from "../../fuzz/mutations.js";
import { chance, hosts, paths, times } from "./generate.js";

const methods = ["GET", "GET", "POST", "OPTIONS", "OPTIONS", "DELETE"];
const origins = ["https://a.example.com", "https://b.example.com", "http://a.example.com", "https://evil.test"];
const addresses = ["10.0.0.1", "10.0.0.1", "192.0.2.7", "203.0.113.9", "2001:db8::7", "2001:db9::7", "::ffff:10.0.0.1"];
/** What proxies and clients say of who was before them. */
const forwarded = [
  ...["192.0.2.1", "192.0.2.1, 10.9.9.9", "10.1.1.1", "192.0.2.1,2001:db8::1", "2001:db9::1, 10.1.1.1"],
  ...["192.0.2.1:4444", "192.0.2.1, 10.1.1.1:80", "[2001:db9::1]", "192.0.2.1, [2001:db8::1]", "[2001:db8::1]:80"],
  ...["192.0.2.1/32", "192.0.2.1, unknown", "192.0.2.1,", "", '"192.0.2.1', '"x, 192.0.2.1', '"x", 192.0.2.1'],
];

/** Every sticky cookie of a listener, with the routes that it may keep a client with. */
function stickyCookies(listener: Known<Listener>): readonly (readonly [cookie: string, route: string])[] {
  const found: (readonly [string, string])[] = [];
  const visit = (table: Known<RoutingTable>): void => {
    for (const { route, target } of table.pool) {
      if (table.stickyCookie !== undefined) found.push([table.stickyCookie, route]);
      if (target.kind === "table") visit(target);
    }
  };
  for (const { table } of listener.sites ?? []) visit(table);
  visit(listener.table);
  return found;
}

/** The names of the cookies that keep clients with instances behind a listener. */
function instanceCookies(listener: Known<Listener>): readonly string[] {
  return backendsOf(tablesOf(listener)).flatMap(({ instances }) => instances?.cookie ?? []);
}

/**
 * A request that a client may send to a listener.
 * @param instances the values of cookies that agents gave for instances, by the names of the cookies
 */
export function request(
  random: Random,
  listener: Known<Listener>,
  instances: ReadonlyMap<string, readonly string[]> = new Map(),
): RequestFacts {
  if (listener.mode === "tcp") return hello(random);
  const sticky = stickyCookies(listener);
  const kept = instanceCookies(listener).filter((name) => instances.has(name));
  const cookies = [
    ...(chance(random, 30) ? [`beta=${random.of(["1", "2"])}`] : []),
    ...sticky.flatMap(([cookie, route]) =>
      chance(random, 70 / sticky.length) ? [`${cookie}=${chance(random, 80) ? stickyValue(route) : "gone"}`] : [],
    ),
    ...kept.flatMap((cookie) => (chance(random, 60) ? [`${cookie}=${random.of(instances.get(cookie) ?? [""])}`] : [])),
  ];
  const method = random.of(methods);
  const preflight = method === "OPTIONS" && chance(random, 80);
  const headers: (readonly [string, string])[] = [
    ["Host", `${random.of(hosts)}${random.of(["", "", ":80", ":8080"])}`],
    ...(chance(random, 30) ? [["X-Group", random.of(["test", "tes", "other"])] as const] : []),
    ...(chance(random, 20) ? [["User-Agent", random.of(["Mozilla Firefox", "curl"])] as const] : []),
    ...(chance(random, 20) ? [["X-Req-1", "own"] as const] : []),
    ...(chance(random, 40) ? times(1 + random.below(2), () => ["X-Forwarded-For", random.of(forwarded)] as const) : []),
    ...(chance(random, 20) ? [["X-Forwarded-Proto", random.of(["http", "https"])] as const] : []),
    ...(preflight || chance(random, 30)
      ? times(chance(random, 15) ? 2 : 1, () => ["Origin", random.of(origins)] as const)
      : []),
    ...(preflight ? [["Access-Control-Request-Method", random.of(["GET", "PUT", "DELETE"])] as const] : []),
    ...(preflight && chance(random, 50) ? [["Access-Control-Request-Headers", "x-one"] as const] : []),
    ...(cookies.length > 0 ? [["Cookie", cookies.join("; ")] as const] : []),
  ];
  const path = method === "OPTIONS" && chance(random, 35) ? "*" : random.of(paths);
  const query = path !== "*" && chance(random, 50) ? random.of(["q=1", "q=2&r=a%20b"]) : undefined;
  const sourceAddress = random.of(addresses);
  const facts = { method, path, query, headers, sourceAddress };
  // Most connections are made for the host that is asked for; some clients name none.
  if (listener.tls === undefined || chance(random, 10)) return facts;
  return { ...facts, serverName: chance(random, 55) ? asked(facts) : random.of(hosts) };
}

function asked(facts: RequestFacts): string {
  return hostsOf(facts)[0] ?? "";
}

/** The beginning of a connection that is passed on: what its TLS says. */
function hello(random: Random): RequestFacts {
  const begun = { method: "", path: "", headers: [], sourceAddress: random.of(addresses) };
  return chance(random, 15) ? begun : { ...begun, serverName: random.of(hosts) };
}
