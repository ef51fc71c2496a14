import type { KubernetesObject } from "./kubernetesObject.js";
import { items, look, text } from "./values.js";

/** Where the template of a pod stands in objects, where that is not where nearly all have it. */
const templatePaths: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ["template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** Where all others have it that make pods: those of Kubernetes, and those of others such as Argo's `Rollout`. */
const usualPath = ["spec", "template"];

/** A pod as an object makes it. */
export interface Pod {
  readonly object: KubernetesObject;
  /** Keys to its PodSpec in the object. */
  readonly path: readonly string[];
  readonly annotations: unknown;
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
    const template = templatePaths[object.kind] ?? usualPath;
    const path = [...template, "spec"];
    const spec = look(object.fields, ...path);
    // Whatever has containers there makes pods of them; a patch need not name them.
    const hasPod = object.partial ? spec !== undefined : look(spec, "containers") !== undefined;
    if (!hasPod) return [];
    const annotations = look(object.fields, ...template, "metadata", "annotations");
    return [{ object, path, annotations, spec, containers: containersOf(spec, object) }];
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
