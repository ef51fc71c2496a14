import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readArtifactObject } from "../../../sdk/reading/artifacts.js";
import { ownCorpus } from "../../corpusTable.js";
import { readText, valid } from "./read.js";

const tutorials = join(ownCorpus, "vamp/vamp.io/content/documentation/tutorials");
const tutorial = (name: string) => readText(readFileSync(join(tutorials, `${name}.yml`), "utf8"));

const check = { port: "webport", initialDelay: 10_000, timeout: 5000, interval: 10_000, failures: 10 };
const small = { inline: { cpu: 200, memory: 64_000_000, instances: 1 } };
const webport = { webport: { number: 8080, type: "http" } };

describe("the tutorials", () => {
  it("deploy-your-first-blueprint is read as it is", () => {
    expect(valid(tutorial("deploy-your-first-blueprint#1"))).toEqual({
      name: "sava:1.0",
      gateways: { 9050: { routes: [{ path: "sava/webport" }] } },
      clusters: {
        sava: {
          services: [
            {
              breed: {
                inline: { name: "sava:1.0.0", deployable: { definition: "vampio/sava:1.0.0" }, ports: webport },
              },
              scale: small,
              healthChecks: [check],
            },
          ],
        },
      },
    });
  });

  it("split-a-monolith is read as it is", () => {
    const backend = (name: string) => ({
      services: [
        { breed: { inline: { name, deployable: { definition: `vampio/${name}` }, ports: webport } }, scale: small },
      ],
    });
    expect(valid(tutorial("split-a-monolith#1"))).toEqual({
      name: "sava:1.2",
      gateways: { 9060: { routes: [{ path: "sava/webport" }] } },
      clusters: {
        sava: {
          services: [
            {
              breed: {
                inline: {
                  name: "sava-frontend:1.2.0",
                  deployable: { definition: "vampio/sava-frontend:1.2.0" },
                  ports: webport,
                  environmentVariables: {
                    BACKEND_1: { value: "http://$backend1.host:$backend1.ports.webport/api/message" },
                    BACKEND_2: { value: "http://$backend2.host:$backend2.ports.webport/api/message" },
                  },
                  dependencies: {
                    backend1: { reference: "sava-backend1:1.2.0" },
                    backend2: { reference: "sava-backend2:1.2.0" },
                  },
                },
              },
              scale: small,
              healthChecks: [check],
            },
          ],
        },
        backend1: backend("sava-backend1:1.2.0"),
        backend2: backend("sava-backend2:1.2.0"),
      },
    });
  });
});

/** Two ways to write the same, each beside what has to stand round it. */
const shortForms: readonly (readonly [name: string, short: string, long: string])[] = [
  ["1: a cluster is a breed's name", "clusters: {s: a}", "clusters: {s: {services: [{breed: {ref: a}}]}}"],
  [
    "2: a cluster is a list of services",
    "clusters: {s: [a, b]}",
    "clusters: {s: {services: [{breed: a}, {breed: b}]}}",
  ],
  [
    "3: a cluster is its only service",
    "clusters: {s: {breed: a, scale: {cpu: 1, memory: 1MB}}}",
    "clusters: {s: {services: [{breed: a, scale: {cpu: 1, memory: 1MB}}]}}",
  ],
  [
    "3: a cluster is its only service, and `sla` and `gateways` are the cluster's",
    "clusters: {s: {breed: {name: a, deployable: i, ports: {w: 1}}, sla: x, gateways: {w: {sticky: route}}}}",
    "clusters: {s: {sla: x, gateways: {w: {sticky: route}}, services: [{breed: {name: a, deployable: i, ports: {w: 1}}}]}}",
  ],
  ["4: `services` is a name", "clusters: {s: {services: a}}", "clusters: {s: {services: [{breed: a}]}}"],
  ["4: `services` is one service", "clusters: {s: {services: {breed: a}}}", "clusters: {s: {services: [{breed: a}]}}"],
  [
    "5: a service is a breed's name",
    "clusters: {s: {services: [a]}}",
    "clusters: {s: {services: [{breed: {reference: a}}]}}",
  ],
  [
    "5: a service is a breed",
    "clusters: {s: {services: [{name: a, deployable: i}]}}",
    "clusters: {s: {services: [{breed: {name: a, deployable: {definition: i}}}]}}",
  ],
  ["5: a service is a reference", "clusters: {s: {services: [{ref: a}]}}", "clusters: {s: {services: [{breed: a}]}}"],
  [
    "5: a service is a reference, with a scale beside it",
    "clusters: {s: {services: [{reference: a, scale: large}]}}",
    "clusters: {s: {services: [{breed: a, scale: large}]}}",
  ],
  [
    "6: a gateway is a path",
    "gateways: {9050: s/w}\nclusters: {s: a}",
    "gateways: {9050: {routes: [s/w]}}\nclusters: {s: a}",
  ],
  [
    "6: `routes` is a path",
    "gateways: {9050: {routes: s/w}}\nclusters: {s: a}",
    "gateways: {9050: s/w}\nclusters: {s: a}",
  ],
  [
    "6: `routes` is a list of paths and maps",
    "gateways: {9050: {routes: [s/w, {s/v: {weight: 50%}}, {s/u: {weight: 50%}}]}}\nclusters: {s: a}",
    "gateways: {9050: {routes: {s/w: {}, s/v: {weight: 50%}, s/u: {weight: 50%}}}}\nclusters: {s: a}",
  ],
  [
    "6: `routes` is a map",
    "gateways: {9050: {routes: {s/w: ~, s/v: {weight: 100%}}}}\nclusters: {s: a}",
    "gateways: {9050: {routes: [s/w, {s/v: {weight: 100%}}]}}\nclusters: {s: a}",
  ],
  [
    "7: a condition is its definition",
    "gateways: {9050: {routes: {s/w: {condition: has cookie x}}}}\nclusters: {s: a}",
    "gateways: {9050: {routes: {s/w: {condition: {condition: has cookie x}}}}}\nclusters: {s: a}",
  ],
  [
    "7: a condition that is not there",
    "gateways: {9050: {routes: {s/w: {condition: ~}}}}\nclusters: {s: a}",
    "gateways: {9050: {routes: {s/w: {}}}}\nclusters: {s: a}",
  ],
  [
    "8: `gateways` is that of the only port",
    "clusters: {s: {gateways: {sticky: route}, services: {name: a, deployable: i, ports: {w: 1}}}}",
    "clusters: {s: {gateways: {'': {sticky: route}}, services: {name: a, deployable: i, ports: {w: 1}}}}",
  ],
  [
    "9: `virtual_hosts` is one host",
    "gateways: {9050: {virtual_hosts: a.b, routes: s/w}}\nclusters: {s: a}",
    "gateways: {9050: {virtual_hosts: [a.b], routes: s/w}}\nclusters: {s: a}",
  ],
  [
    "10: `env` and `dialect`",
    "clusters: {s: {services: {breed: {name: a, deployable: i, env: {X: 1.0}}, env: {X: 2}, dialect: {k: 1}}}}",
    "clusters: {s: {services: {breed: {name: a, deployable: i, environment_variables: {X: 1.0}}, environment_variables: {X: 2}, dialects: {k: 1}}}}",
  ],
  [
    "10: `health_checks` is one check",
    "clusters: {s: {services: {breed: a, health_checks: {port: w, initial_delay: 1, timeout: 1s, interval: 1m, failures: 1}}}}",
    "clusters: {s: {services: {breed: a, health_checks: [{port: w, initial_delay: 1s, timeout: 1, interval: 60, failures: 1}]}}}",
  ],
  ["a scale is a name", "clusters: {s: {breed: a, scale: large}}", "clusters: {s: {breed: a, scale: {ref: large}}}"],
  ["`kind` in the singular", "kind: blueprint\nclusters: {s: a}", "kind: blueprints\nclusters: {s: a}"],
];

it("an empty condition is none", () => {
  const text =
    "gateways: {9050: {routes: {s/w: {condition: ''}, s/v: {condition: {condition: ''}}}}}\nclusters: {s: a}";
  expect(readText(text).problems).toEqual([]);
});

describe("short forms mean the long ones", () => {
  it.each(shortForms)("%s", (_, short, long) => {
    expect(valid(readText(short))).toEqual(valid(readText(long)));
  });
});

describe("the long forms", () => {
  it.each([
    ["a port without a type speaks HTTP", "ports: {w: 8080}", { ports: { w: { number: 8080, type: "http" } } }],
    ["a port with a type", "ports: {w: 8080/tcp}", { ports: { w: { number: 8080, type: "tcp" } } }],
    ["`1.0` stays `1.0`", "constants: {v: 1.0, w: 1.10}", { constants: { v: "1.0", w: "1.10" } }],
    ["YAML's own words stay", "constants: {v: yes, w: 0x10}", { constants: { v: "yes", w: "0x10" } }],
    ["a variable with an alias", "env: {'A[B]': x}", { environmentVariables: { A: { alias: "B", value: "x" } } }],
    ["a variable that is left open", "env: {A: ~}", { environmentVariables: { A: {} } }],
    [
      "a variable called `constructor`",
      "env: {constructor: x}",
      { environmentVariables: { constructor: { value: "x" } } },
    ],
  ])("%s", (_, keys, breed) => {
    const { clusters } = valid(readText(`clusters: {s: {breed: {name: a, deployable: i, ${keys}}}}`));
    expect(clusters.s?.services[0]?.breed.inline).toEqual({ name: "a", deployable: { definition: "i" }, ...breed });
  });

  it("an external route may be written without quotes", () => {
    const problems = new Problems();
    const gateway = readArtifactObject(
      "gateways",
      { port: 80, routes: { "[a.example.com:80]": { weight: "100%" } } },
      "web",
      problems,
    );
    expect(problems.list).toEqual([]);
    expect(gateway?.routes).toEqual([{ path: "[a.example.com:80]", weight: 10_000 }]);
    const { blueprint } = readText("gateways: {80: {routes: {? [external/1/2] : {weight: 100%}}}}\nclusters: {s: a}");
    expect(blueprint?.gateways?.["80"]?.routes).toEqual([{ path: "[external/1/2]", weight: 10_000 }]);
  });

  it("conditions and strengths", () => {
    const { clusters } = valid(
      readText(`
clusters:
  s:
    gateways:
      w:
        sticky: NONE
        routes:
          a: {weight: 90%, condition: "host == a.example.com", condition_strength: 12.5%}
          b: {weight: 10 %}
    services:
      - {name: a, deployable: i, ports: {w: 1}}
      - {name: b, deployable: i, ports: {w: 1}}
`),
    );
    expect(clusters.s?.gateways).toEqual({
      w: {
        sticky: "none",
        routes: [
          { path: "a", weight: 9000, condition: { definition: "host == a.example.com" }, conditionStrength: 1250 },
          { path: "b", weight: 1000 },
        ],
      },
    });
  });
});
