import { describe, expect, it } from "vitest";
import { runVamp } from "./world.js";

const blueprint = (weights: readonly [number, number]) => `name: shop
gateways: {9050: shop/web}
clusters:
  shop:
    services:
    - breed:
        name: shop:1
        deployable: a:1
        ports: {web: 80/http}
        dependencies: {db: postgres:9}
        environment_variables: {URL: "$db.host:$db.ports.sql"}
    - breed: {name: shop:2, deployable: a:2, ports: {web: 80/http}}
    gateways: {routes: {shop:1: {weight: ${weights[0]}%}, shop:2: {weight: ${weights[1]}%}}}
`;
const files = { "shop.yml": blueprint([90, 10]), "after.yml": blueprint([50, 50]) };
const external = "--external postgres:9=db.example.com,sql=5432";

describe("--external", () => {
  it("names what breeds may depend on", () => {
    expect(runVamp(files, "check shop.yml").code).toBe(1);
    expect(runVamp(files, `check ${external} shop.yml`).code).toBe(0);
  });

  it("says where it is found", () => {
    const { code, out } = runVamp(files, `render ${external} shop.yml`);
    expect(code).toBe(0);
    expect(out).toContain("value: db.example.com:5432");
  });

  it.each(["diff", "route --host a.example", "graph"])("is taken by vamp %s", (command) => {
    const given = command === "diff" ? "shop.yml after.yml" : "shop.yml";
    expect(runVamp(files, `${command} ${external} ${given}`)).toMatchObject({ code: 0, said: "" });
  });

  it("is called as the breed where no host is said", () => {
    const small = {
      "a.yml":
        "name: a\nclusters: {a: {services: {breed: {name: a, deployable: i, dependencies: {d: db}, environment_variables: {H: $d.host}}}}}",
    };
    expect(runVamp(small, "render --external db a.yml").out).toContain("value: db\n");
  });

  it.each(["=host", "db=", "db=host,sql", "db=host,sql=0", "db=host,sql=70000", "db=host,=1"])("refuses %s", (text) => {
    const { code, said } = runVamp(files, `check --external ${text} shop.yml`);
    expect(code).toBe(2);
    expect(said).toContain(`\`${text}\``);
  });
});
