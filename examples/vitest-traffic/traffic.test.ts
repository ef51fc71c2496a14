import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readGateways } from "pulumi-vamp/sdk";
import { describe, expect, it } from "vitest";

const name = "shop.yml";
const shop = readGateways([{ name, text: readFileSync(join(__dirname, name), "utf8") }]).gateway("shop/9050");

describe("the shop", () => {
  it("never sends a checkout to the new version, whoever asks", () => {
    for (const cookies of [{}, { beta: "yes" }])
      expect(shop.simulate({ path: "/checkout/pay", cookies }).reaches("shop:1.1.0")).toBe(false);
  });

  it("sends one in twenty of all others there", () => {
    expect(shop.simulate({ path: "/" }).probabilityOf("shop:1.1.0")).toBe(0.05);
  });

  it("sends half of those who try things out there, and of the others one in twenty", () => {
    expect(shop.simulate({ cookies: { beta: "yes" } }).probabilityOf("shop:1.1.0")).toBe(0.5 + 0.5 * 0.05);
  });

  it("looks at the cookie of that name only", () => {
    expect(shop.simulate({ cookies: { betamax: "yes" } }).probabilityOf("shop:1.1.0")).toBe(0.05);
  });
});
