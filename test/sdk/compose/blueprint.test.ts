import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readDocument, readDocuments } from "../../../sdk/reading/artifacts.js";
import { formatPath } from "../../../sdk/reading/source.js";
import { writeArtifact } from "../../../sdk/writing/artifact.js";

/** The blueprint of a docker-compose document, as YAML, and what is said about it. */
function imported(text: string) {
  const problems = new Problems();
  const [document] = readDocuments({ name: "folder/shop.yml", text }, problems);
  if (document?.kind !== "blueprints") throw new Error("no blueprint was made");
  const blueprint = readDocument({ ...document, kind: "blueprints" }, problems);
  return {
    text: blueprint && writeArtifact("blueprints", blueprint),
    problems: problems.list.map(({ severity, code, location }) => `${severity} ${code} ${formatPath(location.path)}`),
  };
}

describe("a docker-compose document", () => {
  it("becomes a blueprint named by its file, a cluster for each service", () => {
    expect(
      imported(`
version: "3"
services:
  web:
    image: example/web:1
    ports: ["8080:80", "127.0.0.1:9000:9000/tcp"]
    depends_on: [api]
    environment: {API: "http://api:3000/v1", LEVEL: info}
  api:
    image: example/api:2
    environment:
    - PRICE=5$$
    - HOME=$HOME
`),
    ).toEqual({
      problems: [],
      text: `name: shop
clusters:
  web:
    services:
      - breed:
          name: web:1.0.0
          deployable: example/web:1
          ports:
            port_80: 80/http
            port_9000: 9000/tcp
          environment_variables:
            API: http://$api.host:$api.ports.port_3000/v1
            LEVEL: info
          dependencies:
            api: api:1.0.0
  api:
    services:
      - breed:
          name: api:1.0.0
          deployable: example/api:2
          ports:
            port_3000: 3000/tcp
          environment_variables:
            PRICE: 5$$
            HOME: $$HOME
`,
    });
  });

  it("may have a name of its own", () => {
    expect(imported("name: my shop\nservices: {web: {image: i}}").text).toMatch(/^name: my-shop\n/);
  });

  it("warns of what has no equivalent", () => {
    expect(imported("services: {web: {image: i, restart: always, ports: ['80-90']}}\nvolumes: {}\n").problems).toEqual([
      "warning DroppedByImport services.web.restart",
      "warning DroppedByImport services.web.ports[0]",
      "warning DroppedByImport volumes",
    ]);
  });

  it.each([
    [
      "a port that speaks UDP",
      "services: {dns: {image: i, ports: ['53:53/udp']}}",
      "UnsupportedProtocolError services.dns.ports[0]",
    ],
    ["a port that is none", "services: {dns: {image: i, ports: [web]}}", "InvalidPortError services.dns.ports[0]"],
    ["a service without an image", "services: {web: {build: .}}", "MissingPathValueError services.web"],
    ["a service that is no map", "services: {web: nginx}", "UnexpectedTypeError services.web"],
  ])("refuses %s", (_, text, problem) => {
    expect(imported(text).problems).toContain(`error ${problem}`);
  });

  it("is one only where there are no clusters", () => {
    const problems = new Problems();
    const [document] = readDocuments({ name: "x.yml", text: "clusters: {a: b}\nservices: {c: {image: d}}" }, problems);
    expect(document).toMatchObject({ kind: "blueprints", name: undefined });
  });
});
