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
      problems: ["warning DroppedByImport services.api.environment[1]"],
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

  it("has the defaults of variables in their places", () => {
    const text = `
services:
  web:
    image: "example/web:\${TAG:-latest}"
    ports: ["\${PORT:-8080}:\${INNER-80}"]
    environment: {LEVEL: "\${LEVEL:-\${OTHER:-info}}", PRICE: "5$$", NONE: "\${NONE:-}"}
`;
    expect(imported(text)).toMatchObject({
      problems: [],
      text: expect.stringMatching(
        /deployable: example\/web:latest\n.*port_80: 80.*LEVEL: info\n.*PRICE: 5\$\$\n.*NONE: ""/s,
      ),
    });
  });

  it("warns of variables without a default, which stay as they are", () => {
    const { problems, text } = imported(
      'services: {web: {image: "example/web:$TAG", environment: ["A=${B}", "C=${D:?no}"]}}',
    );
    expect(problems).toEqual([
      "warning DroppedByImport services.web.image",
      "warning DroppedByImport services.web.environment[0]",
      "warning DroppedByImport services.web.environment[1]",
    ]);
    expect(text).toContain("deployable: example/web:$TAG");
  });

  it("is started as it says", () => {
    const { problems, text } = imported(
      `services: {web: {image: i, entrypoint: /run.sh --fast, command: [nginx, -g, "daemon off;", "it's"]}}`,
    );
    expect(problems).toEqual([]);
    expect(text).toContain(`          arguments:
            - command: /run.sh --fast
            - args: nginx -g 'daemon off;' 'it'\\''s'
`);
  });

  it("has ports in their long form, and of hosts with an address of IPv6", () => {
    const { problems, text } = imported(
      'services: {web: {image: i, ports: [{target: 80, published: 8080}, {target: 90, protocol: tcp}, "[::1]:8081:81"]}}',
    );
    expect(problems).toEqual([]);
    expect(text).toContain("port_80: 80/http\n            port_90: 90/tcp\n            port_81: 81/http\n");
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
    [
      "a port that is out of range, where it is spoken of",
      'services: {db: {image: i}, web: {image: i, environment: {URL: "db:99999"}}}',
      "InvalidPortError services.web.environment.URL",
    ],
    [
      "a long port without a target",
      "services: {dns: {image: i, ports: [{published: 80}]}}",
      "InvalidPortError services.dns.ports[0]",
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
