import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readArtifactObject } from "../../../sdk/reading/artifacts.js";
import { placeOf } from "../reading/read.js";

function check(gateway: object) {
  const problems = new Problems();
  readArtifactObject("gateways", { name: "edge", port: 80, ...gateway }, "", problems);
  return problems.list;
}

describe("a route to something outside", () => {
  it.each(["[example.com:80]", "[10.0.0.1:65535]", "[[fd00::1]:8080]", "[[::ffff:192.0.2.1]:1]"])(
    "%s is fine",
    (path) => {
      expect(check({ routes: path })).toEqual([]);
    },
  );

  it.each([
    ["[fd00::1:8080]", "`[[fd00::1]:8080]`"],
    ["[fd00::1]", "a port behind it: `[[fd00::1]:80]`"],
    ["[[fd00::1]]", "a port behind it: `[[fd00::1]:80]`"],
  ])("%s does not say where its address ends, and the error shows what does", (path, expected) => {
    expect(check({ routes: path })).toMatchObject([{ code: "UnsupportedRoutePathError", expected }]);
  });

  it.each(["[external/1/2]", "[example.com]", "[[fe80::1%eth0]:80]"])(
    "may be %s, which Vamp read, until it is to lead there",
    (path) => {
      expect(check({ routes: path })).toEqual([]);
    },
  );

  it("is found at hosts and within routes", () => {
    const wrong = check({
      hosts: { "a.b": "[fd00::1:80]" },
      routes: { x: { routes: ["[fd00::2:80]", "[a.b:80]"] } },
    });
    expect(wrong.map(placeOf)).toEqual([
      "UnsupportedRoutePathError routes.x.routes[0]",
      'UnsupportedRoutePathError hosts["a.b"]',
    ]);
  });

  it("by TCP and TLS needs a name that a certificate can have", () => {
    const path = "[[fd00::1]:443]";
    const at = (tls: object, port = "80/tcp") => check({ port, routes: { [path]: { tls } } }).map(placeOf);
    expect(at({})).toEqual([`MissingPathValueError routes["${path}"]`]);
    expect(at({ serverName: "db.example.com" })).toEqual([]);
    expect(at({}, "80/http")).toEqual([]);
  });
});
