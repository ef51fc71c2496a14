import type { Problems } from "../diagnostics/problem.js";
import { asList, asText, type Entry, get, has, type MapNode, mapOf, type Node, textOf } from "../reading/node.js";
import type { Location } from "../reading/source.js";
import { interpolated } from "./interpolation.js";
import { type AskedPort, composePorts } from "./ports.js";
import { startArguments } from "./start.js";

/** True for a docker-compose document: services by name, and no clusters. */
export function isCompose(node: Node): node is MapNode {
  return node.kind === "map" && get(node, "services")?.kind === "map" && !has(node, "clusters");
}

/** Keys of a service that become a part of the blueprint. */
const known = ["image", "ports", "expose", "environment", "depends_on", "links", "command", "entrypoint"];

/**
 * The blueprint that a docker-compose document stands for, as a node: a cluster for every service, with a breed
 * `<service>:1.0.0`. Where a variable says `service:port`, the port is the other cluster's. What has no equivalent is
 * left out, with a warning.
 */
export function composeToBlueprint(compose: MapNode, name: string, problems: Problems): MapNode {
  const services = get(compose, "services");
  const all = services?.kind === "map" ? services.entries : [];
  for (const entry of compose.entries) if (!["services", "version", "name"].includes(entry.key)) drop(entry, problems);
  const own = asText(get(compose, "name")) ?? name;
  const variables = new Map(all.map(({ key, value }) => [key, variablesOf(value, problems)]));
  const links = new Map(all.map(({ key }) => [key, linksOf(variables.get(key) ?? [], all)]));
  const clusters = all.map((entry) => {
    const { key } = entry;
    const own = { variables: variables.get(key) ?? [], links: links.get(key) ?? [], all: [...links.values()].flat() };
    return { ...entry, value: clusterOf(entry, own, problems) };
  });
  return mapOf(compose.location, {
    name: textOf(compose.location, own.replace(/[\s/[\]]+/g, "-")),
    clusters: { kind: "map", location: services?.location ?? compose.location, entries: clusters },
  });
}

/** `service:port` in the value of a variable. */
interface Link extends AskedPort {
  readonly service: string;
}

/** A variable of a service. */
interface Variable {
  readonly name: string;
  readonly text: string;
  readonly location: Location;
}

function linksOf(variables: readonly Variable[], all: readonly Entry[]): readonly Link[] {
  return variables.flatMap(({ text, location }) =>
    all.flatMap(({ key }) =>
      [...text.matchAll(linkTo(key))].map(([, , port = ""]) => ({ service: key, port, location })),
    ),
  );
}

function linkTo(service: string): RegExp {
  return new RegExp(`(?<![\\w.-])(${service.replace(/[^\w]/g, "\\$&")}):(\\d{1,5})(?![\\w.])`, "g");
}

function clusterOf(
  { key, keyLocation, value }: Entry,
  own: { readonly variables: readonly Variable[]; readonly links: readonly Link[]; readonly all: readonly Link[] },
  problems: Problems,
): Node {
  if (value.kind !== "map") {
    problems.error("UnexpectedTypeError", value.location, "a service is a map", { expected: "`image`, `ports`, …" });
    return mapOf(keyLocation, { breed: textOf(keyLocation, key) });
  }
  for (const entry of value.entries) if (!known.includes(entry.key)) drop(entry, problems);
  const image = get(value, "image");
  const needs = new Map<string, Location>();
  for (const source of ["depends_on", "links"])
    for (const [needed, location] of namesIn(get(value, source))) needs.set(needed, location);
  for (const { service } of own.links) if (!needs.has(service)) needs.set(service, keyLocation);
  const asked = own.all.filter(({ service }) => service === key);
  const ports = composePorts([...listed(value, "ports"), ...listed(value, "expose")], asked, problems);
  const breed = mapOf(keyLocation, {
    name: textOf(keyLocation, `${key}:1.0.0`),
    ...(image === undefined ? {} : { deployable: plainText(image, problems) }),
    ...(ports.length === 0 ? {} : { ports: { kind: "map", location: keyLocation, entries: ports } }),
    ...startArguments(value, problems),
    ...variableNodes(value, own),
    ...(needs.size === 0 ? {} : { dependencies: dependencies(needs, keyLocation) }),
  });
  return mapOf(keyLocation, { services: mapOf(keyLocation, { breed }) });
}

/** A text with the values of variables in it. */
function plainText(node: Node, problems: Problems): Node {
  const text = asText(node);
  return text === undefined ? node : textOf(node.location, interpolated(text, node.location, problems));
}

function variableNodes(
  service: MapNode,
  { variables, links }: { readonly variables: readonly Variable[]; readonly links: readonly Link[] },
): Readonly<Record<string, Node>> {
  const entries = variables.map(({ name, text, location }) => {
    // A sign means nothing to the container, and a reference to Vamp.
    let value = text.replaceAll("$", "$$$$");
    for (const link of links)
      value = value.replace(
        linkTo(link.service),
        (_, host: string, port: string) => `$${host}.host:$${host}.ports.port_${port}`,
      );
    return { key: name, keyLocation: location, value: textOf(location, value) };
  });
  if (entries.length === 0) return {};
  return { environment_variables: { kind: "map", location: service.location, entries } };
}

/** Variables of a service: a map, or a list of `NAME=value`. */
function variablesOf(service: Node, problems: Problems): readonly Variable[] {
  return environmentOf(service).map((one) => ({ ...one, text: interpolated(one.text, one.location, problems) }));
}

function environmentOf(service: Node): readonly Variable[] {
  const given = service.kind === "map" ? get(service, "environment") : undefined;
  if (given?.kind === "map")
    return given.entries.map(({ key, value }) => ({ name: key, text: asText(value) ?? "", location: value.location }));
  return (given === undefined ? [] : asList(given).items).map((item) => {
    const [name = "", text = ""] = (asText(item) ?? "").split(/=(.*)/s);
    return { name, text, location: item.location };
  });
}

function dependencies(needs: ReadonlyMap<string, Location>, location: Location): Node {
  const entries = [...needs].map(([needed, at]) => ({
    key: needed,
    keyLocation: at,
    value: textOf(at, `${needed}:1.0.0`),
  }));
  return { kind: "map", location, entries };
}

/** Names in a list, `name` or `name:alias`, or the keys of a map. */
function namesIn(node: Node | undefined): readonly (readonly [string, Location])[] {
  if (node?.kind === "map") return node.entries.map(({ key, keyLocation }) => [key, keyLocation]);
  return (node === undefined ? [] : asList(node).items).map((item) => [
    (asText(item) ?? "").replace(/:.*/s, ""),
    item.location,
  ]);
}

function listed(service: MapNode, key: string): readonly Node[] {
  const node = get(service, key);
  return node === undefined ? [] : asList(node).items;
}

function drop({ key, keyLocation }: Entry, problems: Problems): void {
  problems.warn("DroppedByImport", keyLocation, `\`${key}\` has no equivalent in a blueprint, and is left out`);
}
