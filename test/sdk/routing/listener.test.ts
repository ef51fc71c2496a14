import { describe, expect, it } from "vitest";
import { hostMatches, type Listener, tableFor } from "../../../sdk/routing/listener.js";
import type { RoutingTable } from "../../../sdk/routing/table.js";

const table = (gateway: string): RoutingTable => ({ kind: "table", gateway, conditions: [], pool: [] });

describe("a host", () => {
  it.each([
    ["shop.example.com", "shop.example.com", true],
    ["shop.example.com", "a.shop.example.com", false],
    ["*.example.com", "shop.example.com", true],
    ["*.example.com", "a.shop.example.com", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", "shopexample.com", false],
  ])("that %s means, %s: %s", (pattern, host, matches) => {
    expect(hostMatches(pattern, host)).toBe(matches);
  });

  it("is answered for by the site that names it most exactly, else by the listener's own table", () => {
    const listener: Listener = {
      portName: "web",
      port: 1,
      mode: "http",
      table: table("all"),
      sites: [
        { hosts: ["*.example.com"], table: table("short") },
        { hosts: ["other.org", "*.shop.example.com"], table: table("long") },
        { hosts: ["a.shop.example.com"], table: table("exact") },
      ],
    };
    const answering = (host?: string) => tableFor(listener, host).gateway;
    expect(
      ["a.shop.example.com", "b.shop.example.com", "b.example.com", "other.org", "example.com"].map(answering),
    ).toEqual(["exact", "long", "short", "long", "all"]);
    expect(answering()).toBe("all");
  });
});
