import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { RenderedObject } from "../sdk/kubernetes/render.js";
import type { Leaves } from "./leaves.js";

/** A resource of Kubernetes' provider that the components make. */
export type KubernetesResource = ReturnType<typeof createObject>;

/**
 * Makes the objects of a plan, one resource each, as children of a component. Names are the component's name and the
 * object's key, so that they stay while the plan around them changes.
 */
export function createObjects(
  name: string,
  objects: readonly RenderedObject[],
  leaves: Leaves,
  options: pulumi.CustomResourceOptions,
): ReadonlyMap<string, KubernetesResource> {
  const created = new Map<string, KubernetesResource>();
  for (const { key, object, needs, nameSource, adopted = false } of objects) {
    const dependsOn = needs.flatMap((needed) => created.get(needed) ?? []);
    const own = pulumi.mergeOptions(options, { dependsOn });
    const resource = createObject(`${name}-${key}`, object, adopted, leaves, own);
    created.set(key, resource);
    if (nameSource !== undefined)
      leaves.set(
        nameSource,
        resource.metadata.apply((metadata) => metadata.name),
      );
  }
  return created;
}

function createObject(
  name: string,
  object: RenderedObject["object"],
  adopted: boolean,
  leaves: Leaves,
  options: pulumi.CustomResourceOptions,
) {
  switch (object.kind) {
    case "Namespace":
      if (adopted) return new k8s.core.v1.NamespacePatch(name, leaves.release(object), options);
      return new k8s.core.v1.Namespace(name, leaves.release(object), options);
    case "Deployment":
      return new k8s.apps.v1.Deployment(name, leaves.release(object), options);
    case "Service":
      return new k8s.core.v1.Service(name, leaves.release(object), options);
    case "ConfigMap":
      return new k8s.core.v1.ConfigMap(name, leaves.release(object), options);
    case "Secret":
      return new k8s.core.v1.Secret(name, leaves.release(object), options);
    case "NetworkPolicy":
      return new k8s.networking.v1.NetworkPolicy(name, leaves.release(object), options);
    case "ResourceQuota":
      return new k8s.core.v1.ResourceQuota(name, leaves.release(object), options);
    case "LimitRange":
      return new k8s.core.v1.LimitRange(name, leaves.release(object), options);
    case "RoleBinding":
      return new k8s.rbac.v1.RoleBinding(name, leaves.release(object), options);
    case "CronJob":
      return new k8s.batch.v1.CronJob(name, leaves.release(object), options);
    case "Job":
      return new k8s.batch.v1.Job(name, leaves.release(object), options);
    case "HorizontalPodAutoscaler":
      return new k8s.autoscaling.v2.HorizontalPodAutoscaler(name, leaves.release(object), options);
    case "ScaledObject":
      return new k8s.apiextensions.CustomResource(name, leaves.release(object), options);
    case "PodDisruptionBudget":
      return new k8s.policy.v1.PodDisruptionBudget(name, leaves.release(object), options);
  }
}
