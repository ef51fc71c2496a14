import { describe, expect, it } from "vitest";
import { Later } from "../../../sdk/later.js";
import { type RequestArgs, requestOf } from "../../../sdk/routing/request.js";
import { Share } from "../../../sdk/routing/share.js";
import { type Entrance, simulate } from "../../../sdk/routing/simulate.js";
import { stickyValue } from "../../../sdk/routing/sticky.js";
import type { Listener, RoutingTable } from "../../../sdk/routing/table.js";
import { unknownHost } from "../../../sdk/routing/table.js";
import { Random } from "../../fuzz/mutations.js";
import { backend, table, way, when } from "../haproxy/listeners.js";
import { ListenerMaker } from "./generate.js";
import { request } from "./generateRequest.js";

const [a, b, c] = [backend("a"), backend("b"), backend("c")];
const at = (decided: RoutingTable, more: Partial<Listener> = {}): Entrance => ({
  mode: "http",
  table: decided,
  ...more,
});
const ask = (entrance: Entrance, args: RequestArgs = {}) => simulate(entrance, requestOf(args));
const beta = { cookies: { beta: "1" } };

/** Title of the backend, or kind of the end, and share, of each way. */
function ways(entrance: Entrance, args: RequestArgs = {}) {
  return ask(entrance, args).ways.map(({ end, share, decisions }) => [
    end.kind === "backend" ? end.backend.name : end.kind,
    share?.toString(),
    ...decisions.map(({ reason }) => reason.kind),
  ]);
}

describe("a table", () => {
  const canary = at(table("shop", [way(a, 90), way(b, 10)], [when("has cookie beta", b, 30), when("path == /c", c)]));

  it("shares what no condition takes by weight", () => {
    expect(ways(canary)).toEqual([
      ["a", "90 %", "weight"],
      ["b", "10 %", "weight"],
    ]);
  });

  it("gives the strength's share to the condition, and the rest to the weights, not to later conditions", () => {
    expect(ways(canary, { ...beta, path: "/c" })).toEqual([
      ["b", "30 %", "condition"],
      ["a", "63 %", "weight"],
      ["b", "7 %", "weight"],
    ]);
    expect(ask(canary, beta).probabilityOf("b")).toBe(0.37);
  });

  it("gives all to a condition of full strength", () => {
    expect(ways(canary, { path: "/c" })).toEqual([["c", "100 %", "condition"]]);
  });

  it("leaves out what gets nothing, and says when there is no other route", () => {
    expect(ways(at(table("shop", [way(a, 100), way(b, 0)])))).toEqual([["a", "100 %", "weight"]]);
    expect(ways(at(table("shop", [way(a, 100)])))).toEqual([["a", "100 %", "only"]]);
  });

  it("answers 503 where no weight is left, or what it is told to", () => {
    const nothing = table("shop", [way(a, 0)], [when("has cookie beta", a, 25)]);
    expect(ways(at(nothing), beta)).toEqual([
      ["a", "25 %", "condition"],
      ["answer", "75 %", "otherwise"],
    ]);
    const [, none] = ask(at(nothing), beta).ways;
    expect(none?.end).toMatchObject({ status: 503, body: "no route\n" });
    const closed = { kind: "answer", status: 404, body: "closed" } as const;
    expect(ask(at({ ...nothing, otherwise: closed })).ways[0]?.end).toMatchObject({ status: 404, body: "closed" });
  });

  it("multiplies shares through tables below it, exactly", () => {
    const low = table("low", [way(a, 33.33), way(b, 66.67)]);
    const lower = table("lower", [way(a, 0.01), way(c, 99.99)]);
    const outcomes = ask(at(table("top", [way(low, 0.01), way(lower, 99.99)])));
    expect(outcomes.shareOf("a")?.fraction).toBe("3333/25000000");
    expect(outcomes.shareOf("low")?.fraction).toBe("1/10000");
  });
});

describe("stickiness", () => {
  const sticky = {
    ...table("shop", [way(a, 100), way(b, 0)], [when("path == /c", c), when("path == /b", a, 50)]),
    stickyCookie: "vamp",
  };
  const kept = { cookies: { vamp: stickyValue("b") } };

  it("keeps a client with its route, whatever the weight, before weights and strengths", () => {
    expect(ways(at(sticky), kept)).toEqual([["b", "100 %", "sticky"]]);
    expect(ways(at(sticky), { ...kept, path: "/b" })).toEqual([["b", "100 %", "sticky"]]);
  });

  it("is weaker than a condition of full strength", () => {
    expect(ways(at(sticky), { ...kept, path: "/c" })).toEqual([["c", "100 %", "condition"]]);
  });

  it("counts for nothing where the route is gone", () => {
    expect(ways(at(sticky), { cookies: { vamp: stickyValue("gone") } })).toEqual([["a", "100 %", "weight"]]);
  });

  it("gives the cookie that keeps the next request there", () => {
    const [first] = ask(at(sticky)).ways;
    expect(first?.cookies).toEqual([{ name: "vamp", value: stickyValue("a") }]);
    expect(ask(at(sticky), kept).ways[0]?.cookies).toEqual([]);
  });
});

describe("hosts", () => {
  const entrance = at(
    { kind: "table", gateway: "unknown", conditions: [], pool: [], otherwise: unknownHost },
    {
      sites: [
        { hosts: ["*.example.com"], table: table("wide", [way(a, 100)]) },
        { hosts: ["*.b.example.com", "a.example.com"], table: table("narrow", [way(b, 100)]) },
      ],
    },
  );

  it.each([
    ["a.example.com", "b"],
    ["A.example.com:8080", "b"],
    ["x.y.b.example.com", "b"],
    ["b.example.com", "a"],
    ["example.com", "answer"],
  ])("%s is answered by the most specific site: %s", (host, end) => {
    expect(ways(entrance, { host })).toEqual([[end, "100 %", end === "answer" ? "unknown-host" : "only"]]);
  });
});

describe("a connection by TLS", () => {
  const [one, other] = [table("one", [way(a, 50), way(b, 50)]), table("other", [way(b, 100)])];
  const sites = [
    { hosts: ["a.example.com", "*.a.example.com"], table: one },
    { hosts: ["b.example.com"], table: other },
    { hosts: ["c.example.com"], table: table("again", [way(b, 100)]) },
    { hosts: ["d.example.com"], table: table("to-one", [way(one, 100)]) },
  ];
  const secure = at({ ...table("edge", []), otherwise: unknownHost }, { sites, tls: { certificates: [] } });
  const reason = (entrance: Entrance, host: string, serverName?: string) =>
    ask(entrance, { host, serverName }).ways[0]?.decisions.at(-1)?.reason.kind;

  it.each([
    ["a.example.com:443", "a.example.com"],
    ["x.a.example.com", "A.example.com"],
    ["b.example.com", undefined],
    ["b.example.com", "c.example.com"],
    ["nobody.test", "nowhere.test"],
  ])("asks for %s when it was made for %s", (host, serverName) => {
    expect(reason(secure, host, serverName)).not.toBe("misdirected");
  });

  it.each([
    ["a.example.com", "b.example.com"],
    ["d.example.com", "a.example.com"],
    ["nobody.test", "a.example.com"],
    ["a.example.com", "nobody.test"],
  ])("does not ask for %s when it was made for %s", (host, serverName) => {
    expect(reason(secure, host, serverName)).toBe("misdirected");
    const [way, ...others] = ask(secure, { host, serverName }).ways;
    expect([way?.end, others]).toEqual([
      { kind: "answer", status: 421, headers: [["x-vamp-reason", "misdirected"]] },
      [],
    ]);
  });

  it("tells more sites apart where a log does", () => {
    expect(reason({ ...secure, accessLog: true }, "b.example.com", "c.example.com")).toBe("misdirected");
  });

  it("may be anything where no TLS ends, and decides alone where it is passed on", () => {
    expect(reason(at(one, { sites }), "a.example.com", "b.example.com")).not.toBe("misdirected");
    const passed = at(table("edge", []), { sites, mode: "tcp" });
    expect(ways(passed, { serverName: "B.example.com" })).toEqual([["b", "100 %", "only"]]);
  });
});

describe("limits", () => {
  it("are told on the way to what they are for, with shares as if there were room", () => {
    const rateLimit = { requests: 5, window: 1000, by: "client" } as const;
    const limited = { ...a, traffic: { rateLimit, maxConnections: 10, maxQueue: 3, timeouts: { queue: 2000 } } };
    const outcomes = ask(at(table("shop", [way(limited, 50), way(b, 50)])));
    const backend = "shop/a/web";
    expect(outcomes.ways.map(({ limits }) => limits)).toEqual([
      [
        { kind: "rate-limit", backend, ...rateLimit },
        { kind: "connections", backend, most: 10, wait: 2000 },
        { kind: "queue", backend, most: 3 },
      ],
      [],
    ]);
    expect(outcomes.probabilityOf("a")).toBe(0.5);
  });
});

describe("the cookie of an instance", () => {
  const kept = { ...a, instances: { host: "pods.test", port: 80, most: 3, cookie: "pod" } };
  const entrance = at(table("shop", [way(kept, 100)]));
  const asked = (cookies: Readonly<Record<string, string>>) => {
    const [only] = ask(entrance, { cookies }).ways;
    const headers = only?.end.kind === "backend" ? only.end.request.headers : [];
    return [headers.filter(([name]) => name === "Cookie").map(([, value]) => value), only?.cookies];
  };

  it("is given to a client that has none", () => {
    expect(asked({ x: "1" })).toEqual([["x=1"], [{ name: "pod" }]]);
  });

  it("is not seen by the instance, and not given again", () => {
    expect(asked({ x: "1", pod: "0123456789abcdef", y: "2" })).toEqual([["x=1; y=2"], []]);
    expect(asked({ pod: "0123456789abcdef" })).toEqual([[], []]);
  });
});

describe("what is not known", () => {
  const later = Later.of({ path: "weight" }).map(Number);

  it("has no probability where a weight or a strength is known only later", () => {
    const open = {
      ...table("shop", []),
      pool: [
        { route: "a", weight: later, target: a },
        { route: "b", weight: 0, target: b },
      ],
    };
    const outcomes = ask(at(open));
    expect(outcomes.probabilityOf("a")).toBeUndefined();
    expect(outcomes.reaches("a")).toBe(true);
    expect(outcomes.probabilityOf("b")).toBe(0);
    const strong = {
      ...table("shop", [way(a, 100)]),
      conditions: [{ route: "b", condition: "has cookie beta", strength: later, target: b }],
    };
    expect(ask(at(strong), beta).probabilityOf("b")).toBeUndefined();
    expect(ask(at(strong)).probabilityOf("b")).toBe(0);
  });

  it("is told for each answer of a raw ACL, and each is asked once", () => {
    const raw = table(
      "shop",
      [way(a, 100)],
      [when("< src_is_local > and has cookie beta", b), when("not < src_is_local >", c)],
    );
    expect(
      ask(at(raw)).cases.map(({ rawAcls, ways: [way] }) => [
        [...rawAcls],
        way?.end.kind === "backend" && way.end.backend.name,
      ]),
    ).toEqual([
      [[["src_is_local", true]], "a"],
      [[["src_is_local", false]], "c"],
    ]);
    expect(ask(at(raw), beta).probabilityOf("b")).toBeUndefined();
    expect(ask(at(raw), beta).reaches("a")).toBe(false);
    expect(ask(at(raw)).probabilityOf("b")).toBe(0);
  });

  it("is refused where it makes too many cases", () => {
    const rewrites = Array.from(
      { length: 12 },
      (_, index) => ({ kind: "path", path: "/", condition: `< acl${index} >` }) as const,
    );
    expect(() => ask(at({ ...table("shop", [way(a, 100)]), edits: { rewrites } }))).toThrow(RangeError);
  });
});

describe("a name that no route leads to", () => {
  it("is refused, so that it proves nothing", () => {
    const outcomes = ask(at(table("shop", [way(a, 100), way(b, 0)])));
    expect(outcomes.probabilityOf("shop/b/web")).toBe(0);
    expect(() => outcomes.probabilityOf("bb")).toThrow("no route leads to `bb`; did you mean `b`?");
  });
});

it("shares sum to all, whatever the listener and the request", () => {
  for (let seed = 0; seed < 400; seed++) {
    const random = new Random(seed);
    const listener = new ListenerMaker(random, () => ({ host: "127.0.0.1", port: 1 })).http(1);
    const facts = request(random, listener);
    const sum = simulate(listener, facts).ways.reduce((all, { share }) => all.plus(share ?? Share.none), Share.none);
    expect({ seed, sum: sum.fraction }).toEqual({ seed, sum: "1/1" });
  }
});
