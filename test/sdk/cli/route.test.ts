import { describe, expect, it } from "vitest";
import { runVamp } from "./world.js";

const shop = `name: shop
gateways: {9050: cart/web}
clusters:
  cart:
    services:
      - {breed: {name: a, deployable: example/a:1, ports: {web: 8080}}, scale: small}
      - {breed: {name: b, deployable: example/b:1, ports: {web: 8080}}, scale: small}
    gateways:
      routes:
        a: {weight: 90%}
        b: {weight: 10%, condition: has cookie beta and path starts with /new, condition_strength: 50%}
`;
const files: Readonly<Record<string, string>> = {
  "shop.yml": shop,
  "small.yml": "kind: scales\nname: small\ncpu: 0.2\nmemory: 64MB\n",
  "edge.yml": "kind: gateways\nname: edge\nport: 80\nroutes: [shop/9050]\n",
  "public.yml": `kind: gateways
name: public
port: 443
tls: {certificates: {secret: all}}
hosts:
  a.example.com: {routes: {"[a.test:80]": {rate_limit: {requests: 100, window: 1m}, max_connections: 5, max_queue: 50}}}
  b.example.com: {routes: "[b.test:80]"}
`,
  "raw.yml":
    "kind: gateways\nname: raw\nport: 80\nroutes: {'[a.test:1]': {condition: < src_is_local >}, '[b.test:1]': {}}\n",
  "bad.yml": shop.replace("cart/web", "card/web"),
};
const run = (line: string) => runVamp(files, line);

describe("vamp route", () => {
  it("tells every way, how often it is taken, and why, in lines that fit a terminal", () => {
    const { code, out, said } = run("route --path /new --cookie beta=1 shop.yml small.yml");
    expect({ code, said }).toEqual({ code: 0, said: "" });
    expect(out).toBe(`GET /new at shop/9050

        50 %  cart/b/web
              shop/9050 → b: its condition \`has cookie beta and path starts with
              /new\` matches and takes 50 %
        45 %  cart/a/web
              shop/9050 → a: its weight is 90 % of what \`has cookie beta and
              path starts with /new\` left
         5 %  cart/b/web
              shop/9050 → b: its weight is 10 % of what \`has cookie beta and
              path starts with /new\` left
`);
  });

  it("prints the same for machines", () => {
    const { out } = run(
      "route --json --host a.example.com --header X=1 --header X=2 --source 10.0.0.1 shop.yml small.yml",
    );
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({
      gateway: "shop/9050",
      request: { method: "GET", path: "/", source: "10.0.0.1" },
      cases: [
        {
          rawAcls: {},
          ways: [
            { probability: 0.9, fraction: "9/10", end: { kind: "backend", title: "cart/a/web" } },
            { probability: 0.1, fraction: "1/10", decisions: [{ gateway: "shop/9050", route: "b" }] },
          ],
        },
      ],
    });
    expect(report).toHaveProperty("request.headers", [
      ["Host", "a.example.com"],
      ["X", "1"],
      ["X", "2"],
    ]);
  });

  it("tells what limits there are", () => {
    const { out } = run("route --host a.example.com public.yml");
    expect(out).toBe(`GET a.example.com/ at public

       100 %  [a.test:80]
              public/a.example.com → [a.test:80]: there is no other route
              it gets the header x-forwarded-proto: https
              limit: at most 100 requests of one client in 1m get to
              [a.test:80]; more are answered with 429
              limit: at most 5 at a time get to [a.test:80]; more wait, 30s at
              most, and are answered with 503 then
              limit: at most 50 wait for [a.test:80]; more are answered with 503
`);
  });

  it("tells when a connection was made for another site", () => {
    const { out } = run("route --host a.example.com --server-name b.example.com public.yml");
    expect(out).toBe(`GET a.example.com/ at public

       100 %  answered with 421
              public: its connection was made for another site
              header x-vamp-reason: misdirected
`);
  });

  it("tells what happens for each answer of a raw ACL", () => {
    const { out } = run("route --allow-raw-acl raw.yml");
    expect(out).toContain("If <src_is_local> matches, which only HAProxy can tell:\n       100 %  [a.test:1]\n");
    expect(out).toContain("If <src_is_local> does not match, which only HAProxy can tell:\n        50 %  [a.test:1]\n");
  });

  it.each([
    ["route", "no file is given"],
    ["route small.yml", "there is no gateway in these files"],
    ["route shop.yml small.yml edge.yml", "`--gateway` takes one of `edge`, `shop/9050`, `shop/cart/web`"],
    ["route --gateway egde shop.yml small.yml edge.yml", "did you mean `edge`?"],
    ["route --path shop shop.yml small.yml", "`shop` cannot be the path of a request: expected `/`"],
    ["route --header X shop.yml small.yml", "`--header` takes NAME=VALUE, not `X`"],
    ["route --source localhost shop.yml small.yml", "expected an address"],
  ])("vamp %s: %s", (line, message) => {
    expect(run(line)).toMatchObject({ code: 2, out: "", said: expect.stringContaining(message) });
  });

  it("tells what is wrong with the files instead", () => {
    expect(run("route bad.yml small.yml")).toMatchObject({
      code: 1,
      out: "",
      said: expect.stringContaining("bad.yml:2"),
    });
    expect(run("route raw.yml")).toMatchObject({ code: 1, said: expect.stringContaining("ConditionParseError") });
  });
});
