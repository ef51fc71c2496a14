import type { Component, Memory } from "./memory.js";
import { items, look, plainValues, text } from "./values.js";

/** An object as it was registered, whoever's it is. What is not known while a preview is made is a `Later`. */
export interface RegisteredObject {
  readonly urn: string;
  /** `Deployment`, `Service`: also of a patch of one, and of one in a list. */
  readonly kind: string;
  /** True for a patch: what it does not say stays as it is in the cluster, where nobody here sees it. */
  readonly partial: boolean;
  /** Keys to it in its resource: none, but for an object in a list. */
  readonly path: readonly string[];
  /** Undefined where the engine makes it up, or where it is not known yet. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** All of it, to be read by `look`, `items` and `text`. */
  readonly fields: unknown;
}

/** An object of Kubernetes that Vamp has to do with. */
export interface KubernetesObject extends RegisteredObject {
  /** The Vamp component that made it: the nearest above it. */
  readonly maker: Component | undefined;
  /** What it is, for people, and where that was written if it was: ``shop.yml:7:9: Deployment `shop-1-0-0` (shop:1.0.0)``. */
  readonly title: string;
}

/** Resources of Kubernetes' provider that make objects, and are none: charts, releases, folders and files. */
const makers = /^kubernetes:(helm\.sh|yaml|kustomize)[/:]/;

/** The objects of Kubernetes that a resource is: one, or those of a list. */
export function objectsIn(resource: {
  readonly urn: string;
  readonly type: string;
  readonly props: object;
}): readonly RegisteredObject[] {
  const { urn, type, props } = resource;
  if (!type.startsWith("kubernetes:") || makers.test(type)) return [];
  const fields = plainValues(props);
  const [, kind = type] = /:([^:]+?)(?:Patch)?$/.exec(type) ?? [];
  const partial = type.endsWith("Patch");
  if (kind.endsWith("List") && look(fields, "items") !== undefined)
    return items(fields, "items").map((item, index) =>
      registered(item, { urn, kind: text(item, "kind") ?? kind.slice(0, -"List".length), partial }, [
        "items",
        String(index),
      ]),
    );
  return [registered(fields, { urn, kind, partial }, [])];
}

function registered(
  fields: unknown,
  own: Pick<RegisteredObject, "urn" | "kind" | "partial">,
  path: readonly string[],
): RegisteredObject {
  const name = text(fields, "metadata", "name");
  return { ...own, path, name, namespace: text(fields, "metadata", "namespace"), fields };
}

/** An object with what Vamp has to do with it; undefined when that is nothing. */
export function placed(object: RegisteredObject, memory: Memory): KubernetesObject | undefined {
  const maker = memory.maker(object.urn);
  if (maker === undefined && memory.environmentOf(object.namespace) === undefined) return undefined;
  return { ...object, maker, title: titleOf(object, maker) };
}

function titleOf({ kind, name, urn }: RegisteredObject, maker: Component | undefined): string {
  const own = `${kind} \`${name ?? urn.split("::").at(-1)}\``;
  if (maker?.kind === "gateway") return `${at(maker.position)}${own} (gateway ${maker.name})`;
  if (maker?.kind !== "deployment") return own;
  const version = maker.workloads.find((workload) => workload.deployment === name);
  return version === undefined
    ? `${own} (deployment ${maker.name})`
    : `${at(version.position)}${own} (${version.service})`;
}

function at(position: string): string {
  return position === "" ? "" : `${position}: `;
}

/** The labels of an object. */
export function labelsOf({ fields }: RegisteredObject): unknown {
  return look(fields, "metadata", "labels");
}
