import { ProblemsError } from "../diagnostics/format.js";
import { renderFiles } from "../haproxy/config.js";
import { type CertificateFile, certificateFiles } from "../haproxy/files.js";
import { listFile, listOf } from "../haproxy/reload.js";
import { Later, type Leaf, nameOf, whenKnown } from "../later.js";
import { rereads } from "../planning/agent.js";
import type { AgentSize } from "../planning/agentSize.js";
import type { AgentPlan } from "../planning/plan.js";
import { placeNamed } from "../reading/source.js";
import { withoutContent } from "../routing/withoutContent.js";
import { agentKey, agentOwner, healthPort } from "./agentNames.js";
import { objectLabels } from "./labels.js";
import { shortHash } from "./names.js";
import { ownsItsFields, type Rendered } from "./object.js";

/** Files by name. */
export type Files = Readonly<Record<string, string>>;

/** Most bytes of all files of a ConfigMap. Kubernetes takes 1 MiB of values; the names are ours. */
const largest = 1_000_000;

/** What an agent reads, as the objects that hold it, and as a volume of its pods. */
export function agentFiles(plan: AgentPlan, namespace: string, size: AgentSize) {
  const certificates = certificateFiles(plan.listeners);
  const files = whenKnown(
    { listeners: withoutContent(plan.listeners), drain: plan.drain, size },
    ({ listeners, drain, size: { threads, connections } }) =>
      listed(
        plan,
        renderFiles(plan.accessLog ? listeners.map((listener) => ({ ...listener, accessLog: true })) : listeners, {
          title: plan.owner,
          healthPort,
          hardStopAfter: drain,
          threads,
          maxConnections: connections,
          reloads: rereads(plan),
        }),
      ),
  );
  const configMaps = renderConfigMaps(plan, namespace, files);
  const secret = renderSecret(plan, namespace, certificates);
  const configs = configMaps.map(({ name }) => ({ configMap: { name } }));
  const [first] = configs;
  if (first === undefined) throw new TypeError("an agent has a configuration");
  const several = configs.length > 1 || certificates.length > 0;
  return {
    objects: [...configMaps, ...(secret === undefined ? [] : [secret])],
    /** Names what is in the files. */
    content: whenKnown(files, contentName),
    /** True for an agent that reads again what changes while it runs. */
    rereads: rereads(plan),
    /** Mebibytes of two copies, and some for what they are checked with. */
    copies: 2 * configs.length + 2,
    volume: several
      ? {
          name: "config",
          projected: {
            defaultMode: 0o440,
            sources: [...configs, ...certificates.map((one) => projected(one, secret?.name))],
          },
        }
      : { name: "config", configMap: first.configMap },
  } as const;
}

/** The files of an agent, with a list of them for one whose ConfigMaps change. */
function listed({ update }: AgentPlan, files: Files): Files {
  return update === "reload" ? { [listFile]: listOf(files), ...files } : files;
}

/** Names files by what is in them: the same content has the same name everywhere and always. */
function contentName(files: Files): string {
  return shortHash(JSON.stringify(files), 10);
}

/**
 * The ConfigMaps of an agent, one where all fits into it. They have no names of their own, so that a change makes new ones
 * and the agents roll; those that reload keep theirs.
 */
function renderConfigMaps(plan: AgentPlan, namespace: string, files: Leaf<Files>) {
  const reloads = plan.update === "reload";
  // How many there are has to be known when a preview is made; where the content is not, all of it has to fit into one.
  const parts: readonly Leaf<Files>[] = files instanceof Later ? [files.map(onePart)] : partsOf(files);
  return parts.map((part, index) => {
    const suffix = index === 0 ? "" : `-${index + 1}`;
    const key = `${agentKey}-config${suffix}`;
    const own = { name: `${plan.objectName}-config${suffix}` };
    const source = { path: `name of ${key}`, prefix: plan.objectName };
    const metadata = { namespace, labels: objectLabels(agentOwner(plan)), annotations: ownsItsFields };
    return {
      key,
      needs: [],
      name: reloads ? own.name : nameOf(source),
      ...(reloads ? {} : { nameSource: source }),
      object: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: reloads ? { ...own, ...metadata } : metadata,
        ...(reloads ? {} : { immutable: true }),
        data: part,
      },
    } as const satisfies Rendered & { readonly name: Leaf<string> };
  });
}

/**
 * Shares files out over ConfigMaps, in their order.
 * @throws ProblemsError for a file that fits into none
 */
export function partsOf(files: Files): readonly Files[] {
  const parts: Record<string, string>[] = [];
  let room = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.byteLength(text) + name.length;
    if (bytes > largest)
      refuse(`\`${name}\` of the gateway agent`, bytes, "fewer routes: share them out over several gateways");
    if (bytes > room) {
      parts.push({});
      room = largest;
    }
    const part = parts.at(-1);
    if (part !== undefined) part[name] = text;
    room -= bytes;
  }
  return parts;
}

function onePart(files: Files): Files {
  const [only = {}, ...others] = partsOf(files);
  if (others.length > 0) {
    const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    refuse("a configuration of which parts are known only later", bytes, "fewer routes, or values that are known");
  }
  return only;
}

function refuse(what: string, bytes: number, expected: string): never {
  const message = `${what} has ${bytes} bytes, and a ConfigMap takes ${largest}`;
  throw new ProblemsError([
    { severity: "error", code: "InvalidValue", message, expected, location: placeNamed("routes") },
  ]);
}

/**
 * The Secret with the certificates that were given. It has no name of its own, so that pods roll with it, but for agents
 * that read it again.
 */
function renderSecret(plan: AgentPlan, namespace: string, certificates: readonly CertificateFile[]) {
  const data = certificates.flatMap(({ file, source }): readonly (readonly [string, Leaf<string>])[] => {
    if (source.kind !== "given") return [];
    const { certificate, key } = source;
    return [[file, certificate], ...(key === undefined ? [] : ([[keyFile(file), key]] as const))];
  });
  if (data.length === 0) return undefined;
  const key = `${agentKey}-certificates`;
  const reloads = plan.update === "reload";
  const own = `${plan.objectName}-certificates`;
  const source = { path: `name of ${key}`, prefix: own };
  const metadata = { namespace, labels: objectLabels(agentOwner(plan)), annotations: ownsItsFields };
  return {
    key,
    needs: [],
    name: reloads ? own : nameOf(source),
    ...(reloads ? {} : { nameSource: source }),
    object: {
      apiVersion: "v1",
      kind: "Secret",
      metadata: reloads ? { ...metadata, name: own } : metadata,
      stringData: Object.fromEntries(data),
    },
  } as const satisfies Rendered & { readonly name: Leaf<string> };
}

/** HAProxy finds the key of a certificate by its name (`ssl-load-extra-files`). */
function keyFile(file: string): string {
  return `${file}.key`;
}

function projected({ file, source, part }: CertificateFile, given: Leaf<string> | undefined) {
  const item = (key: string, to: string) => ({ key, path: `certificates/${to}` });
  if (source.kind === "secret") {
    const items = part === "ca" ? [item("ca.crt", file)] : [item("tls.crt", file), item("tls.key", keyFile(file))];
    return { secret: { name: source.name, items } };
  }
  const own = source.key === undefined ? [file] : [file, keyFile(file)];
  return { secret: { name: given ?? "", items: own.map((one) => item(one, one)) } };
}
