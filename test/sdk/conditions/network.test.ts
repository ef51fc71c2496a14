import { describe, expect, it } from "vitest";
import { contains, parseNetwork } from "../../../sdk/conditions/network.js";

describe("networks", () => {
  it.each([
    ["10.0.0.0/8", "10.1.2.3", true],
    ["10.0.0.0/8", "11.1.2.3", false],
    ["10.9.9.9/8", "10.1.2.3", true],
    ["10.1.2.3", "10.1.2.3", true],
    ["10.1.2.3", "10.1.2.4", false],
    ["0.0.0.0/0", "255.255.255.255", true],
    ["2001:db8::/32", "2001:db8:1::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1", true],
    ["::1", "::1", true],
    ["::/0", "10.1.2.3", true],
    ["::ffff:10.0.0.0/104", "10.1.2.3", true],
    ["10.0.0.0/8", "::ffff:10.1.2.3", true],
    ["10.0.0.0/8", "2002:a01:203::1", true],
    ["10.0.0.0/8", "2001:db8::1", false],
    ["10.0.0.0/8", "nonsense", false],
  ])("%s and %s: %s", (network, address, expected) => {
    const parsed = parseNetwork(network);
    expect(parsed && contains(parsed, address)).toBe(expected);
  });

  it.each([
    "",
    "10.0.0.0/33",
    "::/129",
    "10.0.0/8",
    "10.0.0.0/",
    "/8",
    "a",
    "10.0.0.0/-1",
    "fe80::1%eth0",
    "10.0.0.0/8/8",
    "010.0.0.1",
    "1::2::3",
  ])("%j is none", (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });
});
