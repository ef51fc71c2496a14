// Group by group: the package as a whole takes longer to load than everything else that a component needs.
import * as apiextensions from "@pulumi/kubernetes/apiextensions";
import * as apps from "@pulumi/kubernetes/apps/v1";
import * as autoscaling from "@pulumi/kubernetes/autoscaling/v2";
import * as batch from "@pulumi/kubernetes/batch/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as networking from "@pulumi/kubernetes/networking/v1";
import * as policy from "@pulumi/kubernetes/policy/v1";
import * as rbac from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";
import type { RenderedObject } from "../sdk/kubernetes/rendered.js";
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

/** A Service has its name from its plan, which is for one at a time. */
const oneAtATime: pulumi.CustomResourceOptions = { deleteBeforeReplace: true };

function createObject(
  name: string,
  object: RenderedObject["object"],
  adopted: boolean,
  leaves: Leaves,
  options: pulumi.CustomResourceOptions,
) {
  switch (object.kind) {
    case "Namespace":
      if (adopted) return new core.NamespacePatch(name, leaves.expose(object), options);
      return new core.Namespace(name, leaves.expose(object), options);
    case "Deployment":
      return new apps.Deployment(name, leaves.expose(object), options);
    case "DaemonSet":
      return new apps.DaemonSet(name, leaves.expose(object), options);
    case "Service":
      return new core.Service(name, leaves.expose(object), pulumi.mergeOptions(options, oneAtATime));
    case "ConfigMap":
      return new core.ConfigMap(name, leaves.expose(object), options);
    case "Secret":
      return new core.Secret(name, leaves.release(object), options);
    case "NetworkPolicy":
      return new networking.NetworkPolicy(name, leaves.expose(object), options);
    case "ResourceQuota":
      return new core.ResourceQuota(name, leaves.expose(object), options);
    case "LimitRange":
      return new core.LimitRange(name, leaves.expose(object), options);
    case "RoleBinding":
      return new rbac.RoleBinding(name, leaves.expose(object), options);
    case "CronJob":
      return new batch.CronJob(name, leaves.expose(object), options);
    case "Job":
      return new batch.Job(name, leaves.expose(object), options);
    case "HorizontalPodAutoscaler":
      return new autoscaling.HorizontalPodAutoscaler(name, leaves.expose(object), options);
    case "ScaledObject":
    case "PodMonitor":
    case "ServiceMonitor":
      return new apiextensions.CustomResource(name, leaves.expose(object), options);
    case "PodDisruptionBudget":
      return new policy.PodDisruptionBudget(name, leaves.expose(object), options);
  }
}
