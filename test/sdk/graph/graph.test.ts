import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runVamp } from "../cli/world.js";

const service = (name: string, instances = 1) => `
    - breed: {name: "${name}", deployable: "example/${name}", ports: {web: 8080}}
      scale: {cpu: 0.1, memory: 32MB, instances: ${instances}}`;
const shop = `
name: shop
gateways:
  9050: cart/web
clusters:
  cart:
    services:${service("cart:1", 4)}${service("cart:2", 2)}
    gateways:
      routes:
        cart:1: {weight: 90%}
        cart:2: {weight: 10%, condition: header x == '"<&\`', condition_strength: 50%}
  db:
    services:${service("db:13")}
`;
const edge = `
kind: gateways
name: edge
port: 443
tls: {certificates: {secret: edge}, redirect_from: 80}
hosts:
  www.example.com: {routes: {shop/9050: {}, closed: {condition: path == /x, answer: {status: 403}}}}
  old.example.com: {routes: {moved: {redirect: {scheme: https}}}}
  "*.example.com": "[legacy.example.org:8080]"
`;

const draw = (options: string, files: Readonly<Record<string, string>> = { "shop.yml": shop, "edge.yml": edge }) =>
  runVamp(files, ["graph", options, ...Object.keys(files)].filter((word) => word !== "").join(" "));

describe("vamp graph", () => {
  it("draws the way of requests from gateways over clusters to versions, in Mermaid", () => {
    const { code, out, said } = draw("--organisation acme --environment test");
    expect([code, said]).toEqual([0, ""]);
    expect(out).toMatchInlineSnapshot(`
      "flowchart LR
        subgraph environment["acme / test"]
          n0(["edge<br>443/tls"])
          n1(["shop/9050<br>9050/http"])
          n2[["cart"]]
          n3["cart:1<br>4 instances"]
          n4["cart:2<br>2 instances"]
          n5[["db"]]
          n6["db:13<br>1 instance"]
          n7>"answer 403"]
          n8>"redirect 302"]
          n9{{"[legacy.example.org:8080]"}}
        end
        n0 -->|"www.example.com: 100 % of path == /x"| n7
        n0 -->|"www.example.com: 100 %"| n1
        n0 -->|"old.example.com: 100 %"| n8
        n0 -->|"*.example.com: 100 %"| n9
        n2 -->|"50 % of header x == '#34;#60;#38;#96;'<br>10 %"| n4
        n2 -->|"90 %"| n3
        n5 -->|"100 %"| n6
        n1 -->|"100 %"| n2
      "
    `);
  });

  it("draws it as a picture with the same texts, each escaped", () => {
    const { out } = draw("--format svg");
    expect(out).toMatch(/^<svg [^>]+>\n/);
    const texts = [...out.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(
      expect.arrayContaining([
        "organisation / environment",
        "edge",
        "443/tls",
        "cart:1",
        "4 instances",
        "90 %",
        "answer 403",
      ]),
    );
    expect(texts).toContain("50 % of header x == &#39;&#34;&#60;&#38;`&#39;");
    expect(out.replace(/&#\d+;/g, "")).not.toMatch(/&/);
  });

  it("places nodes apart from each other, and every line between the sides of two of them", () => {
    const { out } = draw("--format svg");
    const boxes = [
      ...out.matchAll(/<rect class="node[^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
    ].map(([, ...numbers]) => numbers.map(Number) as [number, number, number, number]);
    expect(boxes).toHaveLength(10);
    const overlap = boxes.flatMap(([x, y, w, h], i) =>
      boxes.slice(i + 1).filter(([a, b, c, d]) => x < a + c && a < x + w && y < b + d && b < y + h),
    );
    expect(overlap).toEqual([]);
    for (const [, x1, y1, x2, y2] of out.matchAll(/d="M([\d.]+) ([\d.]+) C.* ([\d.]+) ([\d.]+)"/g)) {
      expect(boxes.some(([x, y, w, h]) => x + w === Number(x1) && y + h / 2 === Number(y1))).toBe(true);
      expect(boxes.some(([x, y, , h]) => x === Number(x2) && y + h / 2 === Number(y2))).toBe(true);
    }
  });

  it("writes a file when it is told to, and refuses other formats", () => {
    expect(draw("-o out.mmd").written["out.mmd"]).toMatch(/^flowchart LR\n/);
    expect(draw("--format png")).toMatchObject({ code: 2, said: expect.stringContaining("mermaid or svg") });
  });

  it("says what is wrong with its files", () => {
    expect(draw("", { "a.yml": "name: a\nclusters: {a: {services: {breed: {name: x}}}}" })).toMatchObject({
      code: 1,
      out: "",
    });
  });

  it("drew the picture in the README", () => {
    const text = readFileSync("examples/shop/shop.yml", "utf8");
    const options = "--organisation acme --environment test --format svg";
    expect(draw(options, { "shop.yml": text }).out).toBe(readFileSync("docs/images/shop.svg", "utf8"));
  });
});
