import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readArtifact, readArtifactObject } from "../../../sdk/reading/artifacts.js";
import { placeOf, readProgram } from "../reading/read.js";

it.each<[string, string, string[]]>([
  ["changes nothing", "name: a", ["MissingPathValueError 1:1"]],
  ["changes two things", "name: a\nfull_path: /x\nhost: b.c", ["InvalidValue 3:7"]],
  ["has a condition that cannot be read", "name: a\nfull_path: /x\ncondition: y z", ["ConditionParseError 3:12"]],
  ["leads to what is no path", "name: a\npath: x if has cookie y", ["UnsupportedPathRewriteError 2:7"]],
  ["reads more than the path", "name: a\npath: '/%[env(X)] if has cookie y'", ["UnsupportedPathRewriteError 2:7"]],
  ["rests on what is no condition", "name: a\npath: /x if y", ["ConditionParseError 2:7"]],
  ["changes one thing", "name: a\nhost: b.c\ncondition: path == /x", []],
])("a rewrite under a name is checked as one in place: one that %s", (_, text, expected) => {
  const problems = new Problems();
  readArtifact("rewrites", { name: "a.yml", text }, problems);
  expect(problems.list.map(placeOf)).toEqual(expected);
});

it("a raw ACL is taken in the condition of a rewrite too, where it is allowed", () => {
  const text = "name: a\npath: /x if < src 10.0.0.1 >";
  const placesOf = (allowRawAcl: boolean) => {
    const problems = new Problems();
    readArtifact("rewrites", { name: "a.yml", text }, problems, { allowRawAcl });
    return problems.list.map(placeOf);
  };
  expect([placesOf(true), placesOf(false)]).toEqual([[], ["ConditionParseError 2:7"]]);
});

describe("keys are named in an error as the user writes them", () => {
  const ofProgram = (gateway: object) => {
    const problems = new Problems();
    readArtifactObject("gateways", { name: "edge", ...gateway }, "", problems);
    return problems.list.map(({ message }) => message);
  };
  const ofText = (text: string) => {
    const problems = new Problems();
    readArtifact("gateways", { name: "edge.yml", text: `name: edge\n${text}` }, problems);
    return problems.list.map(({ message }) => message);
  };

  it("what needs HTTP", () => {
    const program = { port: "80/tcp", routes: "a/b", trustedProxies: ["10.0.0.0/8"] };
    expect(ofProgram(program)).toEqual(["`trustedProxies` needs a port that speaks HTTP"]);
    const text = "port: 80/tcp\nroutes: a/b\ntrusted_proxies: [10.0.0.0/8]\n";
    expect(ofText(text)).toEqual(["`trusted_proxies` needs a port that speaks HTTP"]);
  });

  it("what cannot be said twice", () => {
    const route = { rewrites: [{ fullPath: "/a", host: "a.b" }], answer: {} };
    expect(ofProgram({ port: 80, routes: { x: route } })).toEqual([
      "only one of `path`, `fullPath`, `prefix`, `host` can be said",
    ]);
    expect(ofText("port: 80\nroutes: {x: {rewrites: [{full_path: /a, host: a.b}], answer: {}}}\n")).toEqual([
      "only one of `path`, `full_path`, `prefix`, `host` can be said",
    ]);
  });

  it("what the gateway of a cluster does not have", () => {
    const breed = { name: "a", deployable: "i", ports: { web: 80 } };
    const gateways = { web: { routes: "a", maxClients: 5 } };
    expect(readProgram({ clusters: { s: { services: { breed }, gateways } } }).list).toMatchObject([
      {
        message: "a cluster's gateway has no `maxClients`",
        expected: "it on a gateway of the blueprint that leads to this cluster",
      },
    ]);
  });
});

it("a certificate without a source is told to have none", () => {
  const problems = new Problems();
  const gateway = { name: "edge", port: 443, routes: "a/b", tls: { certificates: [{}] } };
  readArtifactObject("gateways", gateway, "", problems);
  expect(problems.list).toMatchObject([{ message: "this certificate has no source" }]);
});

it.each([
  ["tcp", "hdr(x-user)", "InvalidValue"],
  ["tcp", "uri", "InvalidValue"],
  ["tcp", "uri depth 2", "InvalidValue"],
  ["tcp", "url_param user", "InvalidValue"],
  ["tcp", "url_param(user)", "InvalidValue"],
  ["tcp", "source", undefined],
  ["tcp", "random(2)", undefined],
  ["tcp", "default", undefined],
  ["http", "hdr(x-user)", undefined],
] as const)("a balance that looks at requests needs HTTP: on a port of %s %s", (type, balance, code) => {
  const problems = new Problems();
  const text = `name: g\nport: 8080/${type}\nroutes:\n  a/b/web:\n    balance: ${balance}`;
  readArtifact("gateways", { name: "g.yml", text }, problems);
  expect(problems.list.map(placeOf)).toEqual(code === undefined ? [] : [`${code} 5:14`]);
});
