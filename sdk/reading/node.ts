import { Later } from "../later.js";
import type { Location } from "./source.js";

/** Comments that stand with an entry or a value. A comment is the object, so that it can be told whether it was kept. */
export interface Comments {
  /** Lines above, without their `#`; an empty line between them is an empty string. */
  readonly before?: string | undefined;
  /** Behind it on the same line, or after its last entry. */
  readonly after?: string | undefined;
  /** True when an empty line stands above. */
  readonly blank?: boolean | undefined;
  /** The comments that were put together to these. */
  readonly of?: readonly Comments[];
}

/** One entry of a {@link MapNode}. */
export interface Entry {
  readonly key: string;
  readonly keyLocation: Location;
  readonly value: Node;
  readonly comments?: Comments | undefined;
}

/** A map, in the order it was written. */
export interface MapNode {
  readonly kind: "map";
  readonly location: Location;
  readonly entries: readonly Entry[];
  readonly comments?: Comments | undefined;
}

/** A list. */
export interface ListNode {
  readonly kind: "list";
  readonly location: Location;
  readonly items: readonly Node[];
  readonly comments?: Comments | undefined;
}

/** A single value. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly location: Location;
  readonly value: string | number | boolean | null | Later<unknown>;
  /** The value as it was written, so that `1.0` stays `1.0` where the language wants text. */
  readonly text: string;
  /** True for what stands in place of something that was refused: the problem is told, and nothing more is said of it. */
  readonly refused?: true;
  /** True when the text says it all: it may be written without quotes, also where it looks like a number. */
  readonly bare?: true;
  readonly comments?: Comments | undefined;
}

/** What YAML text and objects of a program both become before anything is checked. */
export type Node = MapNode | ListNode | ScalarNode;

/** The value under a key of a map. */
export function get(map: MapNode, key: string): Node | undefined {
  return map.entries.find((entry) => entry.key === key)?.value;
}

/** True when a map has a key. */
export function has(map: MapNode, key: string): boolean {
  return map.entries.some((entry) => entry.key === key);
}

/** A map with one place for itself and all its keys: what a short form stands for. */
export function mapOf(location: Location, values: Readonly<Record<string, Node>>): MapNode {
  const entries = Object.entries(values).map(([key, value]) => ({ key, keyLocation: value.location, value }));
  return { kind: "map", location, entries };
}

/** A list in one place. */
export function listOf(location: Location, items: readonly Node[]): ListNode {
  return { kind: "list", location, items };
}

/** A text in place of something written differently: what a short form stands for. */
export function textOf(location: Location, text: string): ScalarNode {
  return { kind: "scalar", location, value: text, text };
}

/** Plain values in one place: what something written differently stands for. What is undefined is not there. */
export function nodeIn(location: Location, value: unknown): Node {
  if (Array.isArray(value))
    return listOf(
      location,
      value.map((item) => nodeIn(location, item)),
    );
  if (typeof value === "object" && value !== null)
    return mapOf(
      location,
      Object.fromEntries(
        Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, nodeIn(location, item)]])),
      ),
    );
  return textOf(location, String(value));
}

/** What stands in place of something that was refused. */
export function nothing(location: Location): ScalarNode {
  return { kind: "scalar", location, value: null, text: "", refused: true };
}

/** A value that says nothing, as in `key:`. */
export function empty(location: Location): ScalarNode {
  return { kind: "scalar", location, value: null, text: "" };
}

/** The same map without some keys. */
export function without(map: MapNode, ...keys: readonly string[]): MapNode {
  return { ...map, entries: map.entries.filter((entry) => !keys.includes(entry.key)) };
}

/** The items of a list, or the node itself as the only one: `services: x` means `services: [x]`. */
export function asList(node: Node): ListNode {
  return node.kind === "list" ? node : listOf(node.location, [node]);
}

/** True for a scalar that says nothing: `key:` or `key: ~`. */
export function isEmpty(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** The text of a scalar as it was written, unless it is empty or known only later. */
export function asText(node: Node | undefined): string | undefined {
  if (node?.kind !== "scalar" || node.value === null || node.value instanceof Later) return undefined;
  return node.text;
}

/** The plain value of a node. Maps have no prototype, so that a key such as `constructor` is a key like any other. */
export function toValue(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toValue);
  const value: Record<string, unknown> = Object.create(null);
  for (const entry of node.entries) value[entry.key] = toValue(entry.value);
  return value;
}
