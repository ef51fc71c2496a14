import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { runVamp } from "../cli/world.js";

const pem = (kind: string, content: string) =>
  JSON.stringify(`-----BEGIN ${kind}-----\n${content}\n-----END ${kind}-----\n`);

/** The objects of a gateway with a certificate of its own. */
function objects(key: string, path = "[v1:80]") {
  const certificates = `[{certificate: ${pem("CERTIFICATE", "Y2VydA==")}, key: ${pem("PRIVATE KEY", key)}}]`;
  const text = `{kind: gateways, name: edge, port: 9443, tls: {certificates: ${certificates}}, routes: "${path}"}`;
  const { out, said } = runVamp({ "edge.yml": text }, "render edge.yml");
  expect(said).not.toContain("error:");
  const all = parseAllDocuments(out, { version: "1.1" }).map((document) => document.toJS());
  const [config, secret, agent] = ["ConfigMap", "Secret", "Deployment"].map((kind) =>
    all.find((object) => object.kind === kind),
  );
  return { names: [config.metadata.name, secret.metadata.name], volumes: agent.spec.template.spec.volumes };
}

describe("without an engine that makes names up, what agents are made after", () => {
  it("is named by its content, and mounted by that name", () => {
    const { names, volumes } = objects("a2V5");
    expect(names).toEqual([
      expect.stringMatching(/^edge-agent-[0-9a-f]{10}$/),
      expect.stringMatching(/^edge-agent-certificates-[0-9a-f]{10}$/),
    ]);
    const [config, secret] = names;
    expect(volumes).toMatchObject([
      { projected: { sources: [{ configMap: { name: config } }, { secret: { name: secret } }] } },
      {},
    ]);
  });

  it("has the same name for the same content, and another one for another", () => {
    const [first, again, renewed, elsewhere] = [
      objects("a2V5"),
      objects("a2V5"),
      objects("bmV3"),
      objects("a2V5", "[v2:80]"),
    ].map(({ names }) => names);
    expect(again).toEqual(first);
    expect(renewed).toEqual([first?.[0], expect.not.stringMatching(String(first?.[1]))]);
    expect(elsewhere).toEqual([expect.not.stringMatching(String(first?.[0])), first?.[1]]);
  });
});
