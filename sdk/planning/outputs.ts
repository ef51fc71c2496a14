import { selectorLabels } from "../kubernetes/labels.js";
import type { DeploymentPlan, ServicePlan } from "./plan.js";

/** Where the clusters of a deployment are found, by name, for programs that use them. */
export function clusterOutputs({ clusters, namespace }: DeploymentPlan) {
  return Object.fromEntries(
    clusters.map(({ name, serviceName, ports, services }) => {
      const host = `${serviceName}.${namespace}.svc`;
      return [
        name,
        {
          serviceName,
          host,
          ports: Object.fromEntries(ports.map((port) => [port.name, port.number])),
          urls: Object.fromEntries(ports.map((port) => [port.name, `${port.type}://${host}:${port.number}`])),
          services: Object.fromEntries(services.map((service) => [service.name, serviceOutput(service)])),
        },
      ];
    }),
  );
}

function serviceOutput({ deployment, cluster, name, objectName, scale, scaling }: ServicePlan) {
  const labels = selectorLabels({ role: "deployment-service", deployment, cluster, service: name });
  return { deployment: objectName, labels, instances: scaling?.minimum ?? scale.instances };
}
