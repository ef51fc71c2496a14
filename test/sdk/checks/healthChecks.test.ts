import { describe, expect, it } from "vitest";
import { marked, readText } from "../reading/read.js";

const times = "initial_delay: 1s, timeout: 1s, interval: 1s, failures: 1";
const check = (port: string) => `{port: ${port}, ${times}}`;
const a = (keys = "") => `{name: a, deployable: i, ports: {web: 80}${keys}}`;
const b = "{name: b, deployable: i, ports: {admin: 90}}";

describe("checkHealthChecks", () => {
  it.each([
    ["UnresolvedPortReferenceError", "the breed's own", `{breed: ${a(`, health_checks: ${check("▸wbe")}`)}}`],
    [
      "UnresolvedPortReferenceError",
      "the service's",
      `{breed: ${a()}, health_checks: [${check("web")}, ${check("▸80")}]}`,
    ],
    ["UnresolvedPortReferenceError", "the cluster's", `{services: [${a()}, ${b}], health_checks: ${check("▸wbe")}}`],
    ["UnresolvedPortReferenceError", "another service's", `[{breed: ${a()}, health_checks: ${check("▸admin")}}, ${b}]`],
    ["InvalidValue", "the protocol", `{breed: ${a()}, health_checks: {port: web, protocol: ▸UDP, ${times}}}`],
  ])("%s: %s", (code, _, cluster) => {
    const { text, places } = marked(`clusters: {s: ${cluster}}`);
    expect(readText(text).problems).toEqual([`${code} ${places[0]}`]);
  });

  it.each([
    ["a port of one service is enough for the cluster", `{services: [${a()}, ${b}], health_checks: ${check("admin")}}`],
    ["breeds that are not known yet", `{services: [a], health_checks: ${check("any")}}`],
    ["protocols", `{breed: ${a()}, health_checks: {port: web, protocol: MESOS_HTTP, ${times}}}`],
    ["none at all", `{breed: ${a()}, health_checks: []}`],
  ])("may have: %s", (_, cluster) => {
    expect(readText(`clusters: {s: ${cluster}}`).problems).toEqual([]);
  });

  it("names the nearest port and protocol", () => {
    const { list } = readText(`clusters: {s: {breed: ${a()}, health_checks: {port: wbe, protocol: http, ${times}}}}`);
    expect(list.map((problem) => problem.nearest)).toEqual(["web", "HTTP"]);
  });
});
