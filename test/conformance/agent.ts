import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problems } from "../../sdk/diagnostics/problem.js";
import { manifestsToGateways } from "../../sdk/gatewayApi/gateways.js";
import { isManifest } from "../../sdk/gatewayApi/manifests.js";
import { certificateFiles, certificatePath } from "../../sdk/haproxy/files.js";
import { type Known, whenKnown } from "../../sdk/later.js";
import { planGateway } from "../../sdk/planning/gateway.js";
import { documentNodes, readArtifactOf } from "../../sdk/reading/artifacts.js";
import { asText, get, type MapNode } from "../../sdk/reading/node.js";
import type { Backend, Listener, RoutingTable, Target } from "../../sdk/routing/table.js";
import { environmentPlan } from "../sdk/planning/environments.js";
import { type ConformanceTest, manifestsOf } from "./cases.js";

/** A way in: a port of a Gateway of a test, before or after something is done to its manifests. */
export interface WayIn {
  readonly key: string;
  readonly listener: Known<Listener>;
}

/** Names a way in. */
export function wayIn(test: string, gateway: string, port: number, after = ""): string {
  return [test, gateway, port, after].join(" ");
}

/** Translates the manifests of a test and plans what comes of them, once for each thing that is done to them. */
export function waysIn(test: ConformanceTest): readonly WayIn[] {
  const all = manifestsOf(test).flatMap((text) => strictly((problems) => documentNodes(text, problems)));
  const used = new Set(test.cases.flatMap(({ to }) => to.map(({ gateway, port }) => `${gateway}/${port}`)));
  return [...new Set(test.cases.map(({ after = "" }) => after))].flatMap((after, index) => {
    const nodes = all.flatMap((node) => (isManifest(node) && !isDeleted(node, after) ? [node] : []));
    return strictly((problems) =>
      manifestsToGateways(nodes, problems).flatMap((document) => {
        if (!used.has(document.name ?? "")) return [];
        const gateway = readArtifactOf("gateways", document, problems);
        if (gateway === undefined) return [];
        const name = [`${test.short_name}${index === 0 ? "" : `-${index}`}`, gateway.name].join("/");
        const request = { name, gateway, environment: environmentPlan(), deployments: [], settings: {} };
        const { listener } = planGateway(request, problems).gateway;
        const known = whenKnown(listener, (listener) => listener);
        const [own = "", port] = (gateway.name ?? "").split("/");
        return "portName" in known ? [{ key: wayIn(test.short_name, own, Number(port), after), listener: known }] : [];
      }),
    );
  });
}

/** Does something that must not have a mistake. */
function strictly<T>(act: (problems: Problems) => T): T {
  const problems = new Problems();
  const done = act(problems);
  if (problems.hasErrors) throw new Error(problems.list.map(({ message }) => message).join("\n"));
  return done;
}

/** True for what a case wants to be gone: `deleting ReferenceGrant namespace/name`. */
function isDeleted(node: MapNode, after: string): boolean {
  if (after === "") return false;
  const [, kind, namespace, name] = /^deleting (\w+) ([\w-]+)\/([\w-]+)$/.exec(after) ?? [];
  if (kind === undefined) throw new Error(`nobody knows how to do this: ${after}`);
  const metadata = get(node, "metadata");
  return (
    asText(get(node, "kind")) === kind &&
    metadata?.kind === "map" &&
    asText(get(metadata, "namespace")) === namespace &&
    asText(get(metadata, "name")) === name
  );
}

/** Ways in on ports of this machine, under names that do not meet, to backends on this machine. */
export async function onThisMachine(
  ways: readonly WayIn[],
  freePort: () => Promise<number>,
  backendPort: (backend: string) => Promise<number>,
): Promise<ReadonlyMap<string, Known<Listener>>> {
  const ports = new Map<string, number>();
  const moved = new Map<Known<Target>, Known<Target>>();
  for (const { listener } of ways)
    for (const { host, port } of backendsIn(listener))
      if (!ports.has(`${host}:${port}`)) ports.set(`${host}:${port}`, await backendPort(serviceOf(host)));
  const move = <T extends Known<Target>>(target: T): T => {
    const before = moved.get(target) ?? moveTarget(target);
    moved.set(target, before);
    // A target is moved to one of its kind.
    return before as T;
  };
  const moveTarget = (target: Known<Target>): Known<Target> => {
    if (target.kind === "backend")
      return { ...target, host: "127.0.0.1", port: ports.get(`${target.host}:${target.port}`) ?? 0 };
    return target.kind === "table" ? moveTable(target) : target;
  };
  const moveTable = (table: Known<RoutingTable>): Known<RoutingTable> => ({
    ...table,
    conditions: table.conditions.map((route) => ({ ...route, target: move(route.target) })),
    pool: table.pool.map((route) => ({ ...route, target: move(route.target) })),
  });
  const listeners = new Map<string, Known<Listener>>();
  for (const [index, { key, listener }] of ways.entries())
    listeners.set(key, {
      ...listener,
      portName: `gw-${index}`,
      port: await freePort(),
      table: move(listener.table),
      sites: (listener.sites ?? []).map((site) => ({ ...site, table: move(site.table) })),
    });
  return listeners;
}

function backendsIn({ table, sites = [] }: Known<Listener>): readonly Known<Backend>[] {
  const found = new Set<Known<Backend>>();
  const visit = (target: Known<Target>): void => {
    if (target.kind === "backend") found.add(target);
    if (target.kind === "table") for (const route of [...target.conditions, ...target.pool]) visit(route.target);
  };
  for (const one of [table, ...sites.map((site) => site.table)]) visit(one);
  return [...found];
}

/** `namespace/name` of the Service with a name in the DNS. */
export function serviceOf(host: string): string {
  const [name, namespace] = host.split(".");
  return `${namespace}/${name}`;
}

/** A certificate for some names, and what an agent with some listeners reads. */
export function certificateFor(names: readonly string[], listeners: readonly Known<Listener>[]) {
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));
  try {
    const [key, certificate] = [join(folder, "key"), join(folder, "crt")];
    const options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    const subject = ["-subj", "/CN=conformance", "-addext", `subjectAltName=${names.map((name) => `DNS:${name}`)}`];
    execFileSync("openssl", ["req", "-x509", ...options, "-keyout", key, "-out", certificate, ...subject], {
      stdio: "pipe",
    });
    const [authority, secret] = [readFileSync(certificate, "utf8"), readFileSync(key, "utf8")];
    const files = certificateFiles(listeners).flatMap(({ file }) => [
      [certificatePath(file), authority],
      [`${certificatePath(file)}.key`, secret],
    ]);
    return { authority, files: Object.fromEntries(files) as Readonly<Record<string, string>> };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
