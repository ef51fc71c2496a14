import type { Component, Memory } from "./memory.js";
import { look, plainValues, text } from "./values.js";

/** An object of Kubernetes as it was registered. What is not known while a preview is made is a `Later`. */
export interface KubernetesObject {
  readonly urn: string;
  /** `Deployment`, `Service`. */
  readonly kind: string;
  /** Undefined where the engine makes it up, or where it is not known yet. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** All of it, to be read by `look`, `items` and `text`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The Vamp component that made it: the nearest above it. */
  readonly maker: Component | undefined;
  /** What it is, for people, and where that was written if it was: ``shop.yml:7:9: Deployment `shop-1-0-0` (shop:1.0.0)``. */
  readonly title: string;
}

/** A resource as an object of Kubernetes, when Vamp has to do with it; undefined otherwise. */
export function objectOf(
  { urn, type, props }: { readonly urn: string; readonly type: string; readonly props: object },
  memory: Memory,
): KubernetesObject | undefined {
  if (!type.startsWith("kubernetes:")) return undefined;
  const fields = plainValues(props);
  const namespace = text(fields, "metadata", "namespace");
  const maker = memory.maker(urn);
  if (maker === undefined && memory.environmentOf(namespace) === undefined) return undefined;
  const kind = type.split(":").at(-1) ?? type;
  const name = text(fields, "metadata", "name");
  return { urn, kind, name, namespace, fields, maker, title: titleOf(kind, name, urn, maker) };
}

function titleOf(kind: string, name: string | undefined, urn: string, maker: Component | undefined): string {
  const own = `${kind} \`${name ?? urn.split("::").at(-1)}\``;
  if (maker?.kind === "gateway") return `${placed(maker.position)}${own} (gateway ${maker.name})`;
  if (maker?.kind !== "deployment") return own;
  const version = maker.workloads.find((workload) => workload.deployment === name);
  return version === undefined
    ? `${own} (deployment ${maker.name})`
    : `${placed(version.position)}${own} (${version.service})`;
}

function placed(position: string): string {
  return position === "" ? "" : `${position}: `;
}

/** The labels of an object. */
export function labelsOf({ fields }: KubernetesObject): unknown {
  return look(fields, "metadata", "labels");
}
