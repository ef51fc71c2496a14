import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Problems, reportOf } from "../../sdk/diagnostics/problem.js";
import { manifestsToGateways } from "../../sdk/gatewayApi/gateways.js";
import { isManifest } from "../../sdk/gatewayApi/manifests.js";
import { renderFiles } from "../../sdk/haproxy/config.js";
import { whenKnown } from "../../sdk/later.js";
import { planGateway } from "../../sdk/planning/gateway.js";
import { documentNodes, readArtifactOf } from "../../sdk/reading/artifacts.js";
import { ownCorpus } from "../corpusTable.js";
import { settings } from "../sdk/haproxy/listeners.js";
import { environmentPlan } from "../sdk/planning/environments.js";
import type { Target } from "./targets.js";

const folder = join(ownCorpus, "gateway-api/manifests");
const texts = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => readFileSync(join(folder, name), "utf8"));
const gateways = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: same-namespace, namespace: gateway-conformance-infra}
spec:
  listeners:
  - {name: http, port: 80, protocol: HTTP}
  - {name: https, port: 443, protocol: HTTPS, hostname: "*.example.com", tls: {certificateRefs: [{name: a}]}}
---
`;
const environment = environmentPlan();

/** Manifests of the Gateway API: translated or refused, and what they become is rendered. */
export const manifests: Target = {
  seeds: texts.map((text) => gateways + text),
  run: (text) => {
    const problems = new Problems();
    const nodes = documentNodes({ name: "fuzz.yml", text }, problems).filter(isManifest);
    const documents = manifestsToGateways(nodes, problems);
    const read = documents.map((document) => readArtifactOf("gateways", document, problems));
    for (const { line, message } of problems.list.map(reportOf))
      if (line === undefined || line < 1 || message === "") throw new Error("a problem has no place or says nothing");
    for (const gateway of read) {
      if (gateway === undefined || problems.hasErrors) return;
      const request = { name: gateway.name ?? "g", gateway, environment, deployments: [], settings: {} };
      const { agent } = planGateway(request, problems);
      if (!problems.hasErrors) whenKnown(agent.listeners, (listeners) => renderFiles(listeners, settings));
    }
  },
};
