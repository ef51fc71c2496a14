import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelValue, objectName, portName, proxyName, serviceHost, shortHash } from "../../../sdk/kubernetes/names.js";
import { corpusTable } from "../../corpusTable.js";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(..."aB1-._:/ é"), maxLength: 80 }),
);
const parts = fc.array(text, { minLength: 1, maxLength: 3 });
const hashed = /-[0-9a-f]{5}$/;

describe("the corpus's names of objects", () => {
  const rows = corpusTable("identifiers.tsv").filter(([what = ""]) => what.startsWith("k8s"));

  it.each(rows)("%s of %s", (_, input = "", vamp = "") => {
    const parts = [...input.matchAll(/(?:deployment|breed|gateway) ([^ ]+)/g)].flatMap(([, name = ""]) =>
      name.split("/"),
    );
    // Where Vamp made hexadecimal digits of a name, it stays readable here.
    if (/[0-9a-f]{20}/.test(vamp)) expect(objectName(...parts)).toMatch(/^sava/);
    else expect(objectName(...parts)).toBe(vamp);
  });
});

describe("objectName", () => {
  it.each([
    [["shop"], "shop"],
    [["shop", "cart"], "shop-cart"],
    [["shop", "agent"], "shop-agent"],
    [["a".repeat(52)], "a".repeat(52)],
  ])("%j is kept as %s", (given, name) => {
    expect(objectName(...given)).toBe(name);
  });

  it.each([
    [["sava:1.0.0"], /^sava-1-0-0-[0-9a-f]{5}$/],
    [["shop", "cart:1.0.0"], /^shop-cart-1-0-0-[0-9a-f]{5}$/],
    [["Shop"], /^shop-[0-9a-f]{5}$/],
    [["1shop"], /^v-1shop-[0-9a-f]{5}$/],
    [["shop-"], /^shop-[0-9a-f]{5}$/],
    [["a".repeat(53)], /^a{46}-[0-9a-f]{5}$/],
    [["é"], /^v-[0-9a-f]{5}$/],
    [[""], /^v-[0-9a-f]{5}$/],
  ])("%j is changed, and told apart by a hash", (given, name) => {
    expect(objectName(...given)).toMatch(name);
  });

  it("is always a DNS-1035 label that a CronJob may have, with room for `-instances`", () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(objectName(...given)).toMatch(/^(?=.{1,52}$)[a-z]([a-z0-9-]*[a-z0-9])?$/);
      }),
      { examples: [[["shop", ""]], [["", "shop"]], [["é", "1"]]] },
    );
  });

  it("is another for another text", () => {
    // Hashes of five digits may be alike by chance, so chance is the same each time.
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 2, maxLength: 20 }), (texts) => {
        expect(new Set(texts.map((one) => objectName(one))).size).toBe(texts.length);
      }),
      { seed: 1 },
    );
  });

  it.each([
    ["a:b", "a_b"],
    ["a:b", "a.b"],
    ["a", "A"],
    ["x".repeat(60), "x".repeat(61)],
    ["a", "a-"],
  ])("tells %s from %s", (one, other) => {
    expect(objectName("shop", one)).not.toBe(objectName("shop", other));
  });
});

describe("labelValue", () => {
  it.each(["shop", "sava-1.0.0", "A_b", "1", "a".repeat(63), ""])("keeps %j", (value) => {
    expect(labelValue(value)).toBe(value);
  });

  it.each([
    ["sava:1.0.0", /^sava_1\.0\.0-[0-9a-f]{5}$/],
    ["shop/9050", /^shop_9050-[0-9a-f]{5}$/],
    ["-a-", /^a-[0-9a-f]{5}$/],
    ["a".repeat(64), /^a{57}-[0-9a-f]{5}$/],
  ])("%s is changed, and told apart by a hash", (value, label) => {
    expect(labelValue(value)).toMatch(label);
  });

  it("is always a label value", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(labelValue(value)).toMatch(/^(?=.{0,63}$)([A-Za-z0-9]([\w.-]*[A-Za-z0-9])?)?$/);
      }),
    );
  });

  it("is another for another text", () => {
    // Hashes of five digits may be alike by chance, so chance is the same each time.
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 2, maxLength: 20 }), (texts) => {
        expect(new Set(texts.map(labelValue)).size).toBe(texts.length);
      }),
      { seed: 1 },
    );
  });
});

describe("portName", () => {
  it.each([
    [["cart", "web"], "cart-web"],
    [["gw", "9050"], "gw-9050"],
    [["a", "b".repeat(13)], `a-${"b".repeat(13)}`],
  ])("%j is kept as %s", (given, name) => {
    expect(portName(...given)).toBe(name);
  });

  it.each([[["cart", "a-long-port-name"]], [["Cart", "web"]], [["1", "2"]], [["a--b", "web"]], [["cart.x", "web"]]])(
    "%j is changed, and told apart by a hash",
    (given) => {
      expect(portName(...given)).toMatch(hashed);
    },
  );

  it("is always a name that IANA would take", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const name = portName(...given);
        expect(name).toMatch(/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/);
      }),
      { examples: [[["", "web"]], [["shop", ""]], [["é", "1"]]] },
    );
  });

  it("is another for another text", () => {
    // Hashes of five digits may be alike by chance, so chance is the same each time.
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 2, maxLength: 20 }), (texts) => {
        expect(new Set(texts.map((one) => portName("cart", one))).size).toBe(texts.length);
      }),
      { seed: 1 },
    );
  });
});

describe("proxyName", () => {
  it("has its parts between dots, and one that had to be changed has a hash behind it", () => {
    expect(proxyName("shop", "cart", "web")).toBe("shop.cart.web");
    expect(proxyName("shop", "cart:1.0.0")).toMatch(/^shop\.cart-1-0-0-[0-9a-f]{5}$/);
  });

  it("is short enough for a variable of HAProxy, and another for other parts", () => {
    const long = (end: string) => proxyName("a".repeat(60), "b".repeat(60), "c".repeat(60), end);
    expect(long("x").length).toBeLessThanOrEqual(110);
    expect(long("x")).not.toBe(long("y"));
  });
});

it("a Service is found by its name, its Namespace and the cluster's domain", () => {
  expect(serviceHost("shop-cart", "vamp-acme-test", "k8s.example.com")).toBe(
    "shop-cart.vamp-acme-test.svc.k8s.example.com",
  );
});

it("a hash is the same everywhere and always", () => {
  expect(shortHash("sava:1.0.0")).toBe("2357d");
  expect(shortHash("", 10)).toBe("e3b0c44298");
});
