import type { KubernetesObject } from "./kubernetesObject.js";
import { items, look, text } from "./values.js";

/** Where the pod stands in the objects that have one. */
const podPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec"],
  Deployment: ["spec", "template", "spec"],
  StatefulSet: ["spec", "template", "spec"],
  DaemonSet: ["spec", "template", "spec"],
  ReplicaSet: ["spec", "template", "spec"],
  ReplicationController: ["spec", "template", "spec"],
  Job: ["spec", "template", "spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
};

/** A pod as an object makes it. */
export interface Pod {
  readonly object: KubernetesObject;
  /** Keys to it in the object. */
  readonly path: readonly string[];
  /** Its PodSpec. */
  readonly spec: unknown;
  readonly containers: readonly Container[];
}

/** A container of a pod. */
export interface Container {
  readonly name: string;
  /** True for one that runs before the others and ends. */
  readonly init: boolean;
  readonly fields: unknown;
  /** What it is, for people. */
  readonly title: string;
}

/** The pods that objects make. */
export function podsOf(objects: readonly KubernetesObject[]): readonly Pod[] {
  return objects.flatMap((object) => {
    const path = podPaths[object.kind];
    const spec = path && look(object.fields, ...path);
    return path === undefined || spec === undefined
      ? []
      : [{ object, path, spec, containers: containersOf(spec, object) }];
  });
}

function containersOf(spec: unknown, { title }: KubernetesObject): readonly Container[] {
  const listed = (key: string, init: boolean) =>
    items(spec, key).map((fields, index): Container => {
      const name = text(fields, "name") ?? String(index);
      return { name, init, fields, title: `${title}, container \`${name}\`` };
    });
  return [...listed("containers", false), ...listed("initContainers", true)];
}
