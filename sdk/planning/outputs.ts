import { selectorLabels } from "../kubernetes/labels.js";
import { clusterServiceKey } from "../kubernetes/service.js";
import { type Leaf, whenKnown } from "../later.js";
import type { DeploymentPlan, GatewayPlan, ServicePlan } from "./plan.js";

/** The name that an object got when it was made, by its key; else the one that was planned. */
export type Named = (key: string, planned: string) => Leaf<string>;

/** Where the clusters of a deployment are found, by name, for programs that use them. */
export function clusterOutputs({ clusters, namespace }: DeploymentPlan, named: Named) {
  return Object.fromEntries(
    clusters.map(({ name, serviceName: planned, ports, services }) => {
      const serviceName = named(clusterServiceKey(name), planned);
      const host = whenKnown(serviceName, (known) => `${known}.${namespace}.svc`);
      const url = (type: string, number: number) => whenKnown(host, (known) => `${type}://${known}:${number}`);
      return [
        name,
        {
          serviceName,
          host,
          ports: Object.fromEntries(ports.map((port) => [port.name, port.number])),
          urls: Object.fromEntries(ports.map((port) => [port.name, url(port.type, port.number)])),
          services: Object.fromEntries(services.map((service) => [service.name, serviceOutput(service, named)])),
        },
      ];
    }),
  );
}

/** The ports of a gateway's Service, its own first, and how each of them is spoken to: `http`, `https`, `tcp` or `tls`. */
export function gatewayPorts(gateway: GatewayPlan): readonly { readonly number: number; readonly scheme: string }[] {
  return [gateway, ...gateway.others].map(({ number, listener: { mode, tls } }) => ({
    number,
    scheme: schemeOf(mode, tls !== undefined),
  }));
}

/** How a port is spoken to. */
export function schemeOf(mode: "http" | "tcp", encrypted: boolean): string {
  if (mode === "http") return encrypted ? "https" : "http";
  return encrypted ? "tls" : "tcp";
}

function serviceOutput({ deployment, name, key, objectName, scale, scaling }: ServicePlan, named: Named) {
  const labels = selectorLabels({ role: "deployment-service", deployment, service: name });
  return { deployment: named(key, objectName), labels, instances: scaling?.minimum ?? scale.instances };
}
