import { expect, it } from "vitest";
import { formatProblems } from "../../../sdk/diagnostics/format.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readArtifact } from "../../../sdk/reading/artifacts.js";
import { writeArtifact } from "../../../sdk/writing/artifact.js";
import { blueprintOf } from "../../../sdk/writing/deployment.js";

const deployment = `
kind: deployments
name: shop
gateways:
  shop/9050: {name: shop/9050, port: 9050/http, routes: {shop/shop/web: {weight: 100%}}}
clusters:
  shop:
    services:
      - breed: {name: "shop:1.0.0", deployable: example/shop, ports: {web: 8080}, env: {LEVEL: info, COLOUR: red}}
        scale: {cpu: 0.2, memory: 64MB, instances: 2}
        status: {intention: Deployment, since: "2016-12-03T08:15:30Z", phase: {name: Done}}
        instances: [{name: a, host: 10.0.0.1, ports: {web: 8080}, deployed: true}]
        dependencies: {}
        health: {staged: 0, running: 2, healthy: 2, unhealthy: 0}
    gateways:
      web:
        name: shop/shop/web
        port: 40001/http
        lookup_name: abc
        routes:
          shop/shop/shop:1.0.0/web: {weight: 100%, lookup_name: def, targets: [{name: a}]}
ports: {shop.ports.web: 40001}
environment_variables:
  - {name: shop.environment_variables.LEVEL, value: debug}
  - {name: shop.environment_variables.COLOUR, value: red}
hosts: {shop.hosts.host: 10.0.0.9}
`;

it("a deployment is exported as the blueprint it was made from", () => {
  const problems = new Problems();
  const read = readArtifact("deployments", { name: "deployment.yml", text: deployment }, problems);
  expect(formatProblems(problems.list)).toBe("");
  const exported = read && writeArtifact("blueprints", blueprintOf(read));
  expect(exported).toBe(`name: shop
clusters:
  shop:
    services:
      - breed:
          name: shop:1.0.0
          deployable: example/shop
          ports:
            web: 8080/http
          environment_variables:
            LEVEL: info
            COLOUR: red
        scale:
          cpu: 0.2
          memory: 64MB
          instances: 2
    gateways:
      web:
        routes:
          shop:1.0.0:
            weight: 100%
environment_variables:
  shop.LEVEL: debug
`);
  readArtifact("blueprints", { name: "exported.yml", text: exported ?? "" }, problems);
  expect(formatProblems(problems.list)).toBe("");
});
