import { describe, expect, it } from "vitest";
import { readProgram, readText, valid } from "./read.js";

const asYaml = `
name: shop
gateways:
  9050: cart/web
  admin: {port: 9000/tcp, routes: cart/admin}
clusters:
  cart:
    health_checks: {port: web, initial_delay: 5s, timeout: 1s, interval: 2s, failures: 0, protocol: TCP}
    gateways:
      web:
        routes:
          cart:1.0.0: {weight: 99.5%, condition_strength: 50%, condition: has cookie beta}
          cart:1.1.0: {weight: 0.5%}
    services:
      - breed:
          name: cart:1.0.0
          deployable: {type: container/docker, definition: example/cart:1.0}
          ports: {web: 8080, admin: 9000/tcp}
          environment_variables: {LEVEL: ~, 'NAME[X]': y}
          constants: {one: "1.0"}
          dependencies: {db: db:9}
        environment_variables: {LEVEL: debug}
        scale: {cpu: 200m, memory: 64MB, instances: 2}
      - breed: {name: cart:1.1.0, deployable: example/cart:1.1, ports: {web: 8080, admin: 9000/tcp}}
  db:
    services: {breed: {name: db:9, deployable: postgres}}
environment_variables: {cart.LEVEL: info}
`;

const asProgram = {
  name: "shop",
  gateways: { 9050: "cart/web", admin: { port: "9000/tcp", routes: "cart/admin" } },
  clusters: {
    cart: {
      healthChecks: { port: "web", initialDelay: 5, timeout: "1s", interval: "2s", failures: 0, protocol: "TCP" },
      gateways: {
        web: {
          routes: {
            "cart:1.0.0": { weight: "99.5%", conditionStrength: "50%", condition: "has cookie beta" },
            "cart:1.1.0": { weight: "0.5%" },
          },
        },
      },
      services: [
        {
          breed: {
            name: "cart:1.0.0",
            deployable: { type: "container/docker", definition: "example/cart:1.0" },
            ports: { web: 8080, admin: "9000/tcp" },
            environmentVariables: { LEVEL: null, "NAME[X]": "y" },
            constants: { one: "1.0" },
            dependencies: { db: "db:9" },
          },
          environmentVariables: { LEVEL: "debug" },
          scale: { cpu: "200m", memory: "64MB", instances: 2 },
        },
        { breed: { name: "cart:1.1.0", deployable: "example/cart:1.1", ports: { web: 8080, admin: "9000/tcp" } } },
      ],
    },
    db: { services: { breed: { name: "db:9", deployable: "postgres" } } },
  },
  environmentVariables: { "cart.LEVEL": "info" },
};

describe("a blueprint as an object of a program", () => {
  it("is the same artifact as its YAML", () => {
    expect(valid(readProgram(asProgram))).toEqual(valid(readText(asYaml)));
  });

  it("may keep Vamp's spelling", () => {
    const breed = { name: "a", deployable: "i", environment_variables: { A: "x" } };
    expect(readProgram({ clusters: { s: { breed, health_checks: [] } } }).problems).toEqual([]);
  });

  it("has property paths for positions", () => {
    const services = [{ breed: { name: "a b", deployable: "i", prots: { web: 0 } }, scale: { cpu: 1, memory: 64 } }];
    expect(readProgram({ clusters: { "my shop": { services } } }).problems).toEqual([
      'IllegalName clusters["my shop"]',
      'IllegalName clusters["my shop"].services[0].breed.name',
      'UnexpectedElement clusters["my shop"].services[0].breed.prots',
      'UnexpectedTypeError clusters["my shop"].services[0].scale.memory',
    ]);
  });
});
