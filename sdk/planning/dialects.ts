import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { serviceContainer } from "../kubernetes/pod.js";
import { type PodType, podType, strategicMerge } from "../kubernetes/strategicMerge.js";
import { Later, type Leaf } from "../later.js";
import { type Entry, get, type ListNode, type MapNode, type Node, type ScalarNode } from "../reading/node.js";
import { nodeOf } from "../reading/places.js";
import type { Location } from "../reading/source.js";

/** Resolves the references in a text of a dialect. */
export type Interpolate = (text: string, location: Location) => Leaf<string>;

/** The part of a pod that a dialect says. */
export type PodOverlay = Readonly<Record<string, unknown>>;

/**
 * What the dialects of a blueprint, a cluster and a service, in this order, say about a service's pod. Each level is put
 * over the one before, so that a service keeps what its cluster says. Dialects of other schedulers are theirs.
 * @returns a part of a Kubernetes PodSpec; undefined when no level says anything.
 */
export function planDialects(
  levels: readonly (object | undefined)[],
  interpolate: Interpolate,
  problems: Problems,
): PodOverlay | undefined {
  let overlay: PodOverlay | undefined;
  for (const level of levels) {
    const node = level && nodeOf(level);
    const dialect = node?.kind === "map" ? get(node, "kubernetes") : undefined;
    if (dialect === undefined) continue;
    const said = new PodReader(interpolate, problems).read(dialect, "PodSpec");
    if (typeof said === "object" && said !== null) overlay = strategicMerge(overlay ?? {}, said);
  }
  return overlay;
}

/** What a dialect cannot say, since the blueprint itself does. */
const refused: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  PodSpec: { restartPolicy: "a service's containers are always started again" },
  [serviceContainer]: { image: "the breed's `deployable` says it", ports: "the breed's `ports` say it" },
};

/** Reads a dialect by the types of Kubernetes' API. */
class PodReader {
  constructor(
    private readonly interpolate: Interpolate,
    private readonly problems: Problems,
  ) {}

  read(node: Node, type: string, owner = type): unknown {
    if (node.kind === "scalar" && (node.refused || node.value === null)) return undefined;
    const known = podType(type);
    switch (known.kind) {
      case "object":
        return node.kind === "map" ? this.object(node, known.fields, owner) : this.mistyped(node, `a map (${type})`);
      case "map":
        return node.kind === "map" ? this.map(node, known.values) : this.mistyped(node, "a map");
      case "list":
        return node.kind === "list" ? this.list(node, known) : this.mistyped(node, "a list");
      case "scalar":
        if (known.name === "" || known.name === "{}") return this.anything(node);
        return node.kind === "scalar" ? this.scalar(node, known.name) : this.mistyped(node, "a single value");
    }
  }

  private object(node: MapNode, fields: Readonly<Record<string, string>>, owner: string): unknown {
    const value: Record<string, unknown> = {};
    for (const { key, keyLocation, value: inner } of node.entries) {
      const type = Object.hasOwn(fields, key) ? fields[key] : undefined;
      const why = refused[owner]?.[key];
      if (why !== undefined)
        this.problems.error("UnexpectedElement", keyLocation, `\`${key}\` cannot be said here`, { expected: why });
      else if (type === undefined)
        this.problems.error("UnexpectedElement", keyLocation, `a ${kindOf(owner)} has no \`${key}\``, {
          nearest: nearest(key, Object.keys(fields)),
        });
      else value[key] = this.read(inner, type);
    }
    return value;
  }

  private map(node: MapNode, values: string): unknown {
    return Object.fromEntries(node.entries.map(({ key, value }: Entry) => [key, this.read(value, values)]));
  }

  /** Containers without a name, or with the name of the service's, are the service's own. */
  private list(node: ListNode, { items }: PodType & { readonly kind: "list" }): unknown {
    return node.items.map((item) => {
      if (items !== "Container" || item.kind !== "map") return this.read(item, items);
      const name = get(item, "name");
      const isOwn = name === undefined || (name.kind === "scalar" && name.text === serviceContainer);
      if (!isOwn) return this.read(item, items);
      const own = this.read(item, items, serviceContainer);
      return typeof own === "object" ? { name: serviceContainer, ...own } : own;
    });
  }

  private scalar(node: ScalarNode, type: string): unknown {
    if (node.value instanceof Later) return node.value;
    const { text, value } = node;
    if (type === "boolean") return /^(true|false)$/.test(text) ? text === "true" : this.mistyped(node, "true or false");
    if (type === "integer") return /^-?\d{1,15}$/.test(text) ? Number(text) : this.mistyped(node, "a whole number");
    if (type === "IntOrString" && typeof value === "number") return value;
    return this.text(node);
  }

  /** `$(NAME)` is Kubernetes' own way to speak of a variable. */
  private text({ text, location }: ScalarNode): Leaf<string> {
    return text.includes("$") ? this.interpolate(text.replace(/\$\(/g, "$$$$("), location) : text;
  }

  private anything(node: Node): unknown {
    if (node.kind === "map") return this.map(node, "");
    if (node.kind === "list") return node.items.map((item) => this.anything(item));
    return typeof node.value === "string" ? this.text(node) : node.value;
  }

  private mistyped(node: Node, expected: string): undefined {
    const found = node.kind === "scalar" ? `\`${node.text}\`` : `a ${node.kind}`;
    this.problems.error("UnexpectedTypeError", node.location, `${found} cannot stand here`, { expected });
    return undefined;
  }
}

function kindOf(owner: string): string {
  return owner === "PodSpec" ? "pod" : owner === serviceContainer ? "container" : owner;
}
