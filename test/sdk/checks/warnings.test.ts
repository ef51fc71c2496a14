import { describe, expect, it } from "vitest";
import { marked, readText } from "../reading/read.js";

const breed = (name: string) => `{name: "${name}", deployable: i, ports: {web: 8080}}`;
const shared = (routes: string) =>
  `clusters: {s: {services: [${breed("a")}, ${breed("b")}], gateways: {web: {routes: ${routes}}}}}`;

describe("a warning", () => {
  it.each([
    ["UnreachableRoute", "a share of 0 % without a condition", shared("{a: {weight: 100%}, ▸b: {weight: 0%}}")],
    ["UnreachableRoute", "a share that is filled with 0 %", shared("{a: {weight: 100%}, ▸b: {}}")],
    [
      "UnreachableRoute",
      "a condition that another route took",
      shared("{a: {weight: 100%, condition: has cookie x}, ▸b: {weight: 0%, condition: has cookie x}}"),
    ],
    [
      "UnreachableRoute",
      "a condition that another one takes in",
      shared("{a: {weight: 100%, condition: path starts with /a}, ▸b: {weight: 0%, condition: path starts with /a/b}}"),
    ],
    [
      "UnreachableRoute",
      "a condition that another one takes whatever its strength, for the first that matches decides",
      shared(
        "{a: {weight: 100%, condition: has cookie x, condition_strength: 10%}, ▸b: {weight: 0%, condition: has cookie x}}",
      ),
    ],
    [
      "UnreachableRoute",
      "a weight behind conditions that take every request",
      shared("{a: {weight: 0%, condition: has cookie x or not has cookie x}, ▸b: {weight: 100%}}"),
    ],
    [
      "UnreachableRoute",
      "a route of a host of its own",
      `gateways: {80: {hosts: {a.b: {routes: {s/web: {weight: 100%}, ▸x: {weight: 0%, answer: {status: 404}}}}}}}\nclusters: {s: ${breed("a")}}`,
    ],
    [
      "UnreachableRoute",
      "a route within a route",
      `gateways: {80: {routes: {g: {routes: {s/web: {weight: 100%}, ▸x: {weight: 0%, answer: {status: 404}}}}}}}\nclusters: {s: ${breed("a")}}`,
    ],
    [
      "ShadowedCondition",
      "a condition that another one takes in, of a route with a weight",
      shared("{a: {weight: 50%, condition: path starts with /a}, b: {weight: 50%, condition: ▸path starts with /a/b}}"),
    ],
    [
      "ShadowedCondition",
      "a condition that no request can meet",
      shared("{a: {weight: 50%}, b: {weight: 50%, condition: ▸has cookie x and not has cookie x}}"),
    ],
    [
      "IdleCondition",
      "a condition with a strength of 0 %",
      shared("{a: {weight: 50%}, b: {weight: 50%, condition: has cookie x, condition_strength: ▸0%}}"),
    ],
    [
      "DuplicateVirtualHost",
      "a virtual host twice, in whatever case",
      `gateways: {1: {virtual_hosts: x.y, routes: s/web}, 2: {virtual_hosts: [z, ▸X.Y], routes: s/web}}\nclusters: {s: ${breed("a")}}`,
    ],
    [
      "VirtualHostPortClash",
      "port 80 beside virtual hosts",
      `gateways: {80: ▸s/web, 81: {virtual_hosts: x.y, routes: s/web}}\nclusters: {s: ${breed("a")}}`,
    ],
    ["ChangedLabel", "a name that begins with a sign", `clusters: {▸_s: ${breed("a")}}`],
    ["ChangedLabel", "a name of more than 63 characters", `clusters: {▸${"s".repeat(64)}: ${breed("a")}}`],
  ])("%s: %s", (code, _, source) => {
    const { text, places } = marked(source);
    expect(readText(text)).toMatchObject({ warnings: [`${code} ${places[0]}`], problems: [] });
  });
});

describe("no warning", () => {
  it.each([
    ["for a share of 0 % with a condition", shared("{a: {weight: 100%}, b: {weight: 0%, condition: has cookie x}}")],
    ["for a share of 0 % where clients stay", shared("{a: {weight: 100%}, b: {weight: 0%}}, sticky: route")],
    [
      "for a share of 0 % within a route where clients stay",
      `gateways: {80: {sticky: route, routes: {g: {routes: {s/web: {weight: 100%}, x: {weight: 0%, answer: {status: 404}}}}}}}\nclusters: {s: ${breed("a")}}`,
    ],
    [
      "for a condition of which nothing is known",
      shared("{a: {weight: 100%}, b: {weight: 0%, condition: {reference: beta}}}"),
    ],
    [
      "for virtual hosts on another port",
      `gateways: {81: {virtual_hosts: x.y, routes: s/web}, 82: s/web}\nclusters: {s: ${breed("a")}}`,
    ],
    ["for names with signs in them", `clusters: {s-1: ${breed("sava:1.0.0")}}`],
  ])("%s", (_, text) => {
    expect(readText(text)).toMatchObject({ warnings: [], problems: [] });
  });
});
