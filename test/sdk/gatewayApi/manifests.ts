import { Problems } from "../../../sdk/diagnostics/problem.js";
import { manifestsToGateways } from "../../../sdk/gatewayApi/gateways.js";
import { isManifest } from "../../../sdk/gatewayApi/manifests.js";
import { readArtifactOf } from "../../../sdk/reading/artifacts.js";
import { readObject } from "../../../sdk/reading/object.js";
import { Source } from "../../../sdk/reading/source.js";

const apiVersion = "gateway.networking.k8s.io/v1";

/** A Gateway `edge` in the Namespace `shop`; without listeners it has one for HTTP on port 80. */
export function edge(...listeners: readonly object[]): object {
  const all = (listeners.length === 0 ? [{}] : listeners).map((one, index) => ({
    name: `l${index}`,
    port: 80,
    protocol: "HTTP",
    ...one,
  }));
  return { apiVersion, kind: "Gateway", metadata: { name: "edge", namespace: "shop" }, spec: { listeners: all } };
}

/** An HTTPRoute of the Namespace `shop` that wants to be at `edge`. */
export function route(name: string, rules: readonly object[], spec: object = {}, metadata: object = {}): object {
  return {
    apiVersion,
    kind: "HTTPRoute",
    metadata: { name, namespace: "shop", ...metadata },
    spec: { parentRefs: [{ name: "edge", namespace: "shop" }], rules, ...spec },
  };
}

/** A Service, with the port 80. */
export const to = (name: string, more: object = {}) => ({ name, port: 80, ...more });

/** How a Service of the Namespace `shop` is called in a gateway. */
export const service = (name: string, namespace = "shop") => `[${name}.${namespace}.svc.cluster.local:80]`;

/** The gateways that manifests become, by name, and what is said of them: code and message. */
export function translated(...manifests: readonly object[]) {
  const problems = new Problems();
  const nodes = manifests.map((one, index) => readObject(one, new Source(`m${index}`), problems)).filter(isManifest);
  const documents = manifestsToGateways(nodes, problems);
  const gateways = new Map(
    documents.map((document) => [document.name, readArtifactOf("gateways", document, problems)]),
  );
  return { gateways, said: problems.list.map(({ code, message }) => `${code}: ${message}`) };
}

/** The gateway on port 80 of `edge`, about which there is nothing to say. */
export function gatewayOf(...manifests: readonly object[]) {
  const { gateways, said } = translated(...manifests);
  const gateway = gateways.get("edge/80");
  if (gateway === undefined || said.length > 0) throw new Error(said.join("\n"));
  return gateway;
}
