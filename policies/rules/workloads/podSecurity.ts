import { Later } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import { type Container, type Pod, podsOf } from "../../view/pods.js";
import { differs, items, look, text } from "../../view/values.js";

/*
 * What the standard takes: https://kubernetes.io/docs/concepts/security/pod-security-standards/, as of Kubernetes 1.34. What
 * reaches into the node is a rule of its own: host-access.
 */

const profiles = ["RuntimeDefault", "Localhost"];

const seLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

const safeSysctls = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
];

const volumeTypes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

const appArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

/** Pods run as Pod Security `restricted` wants, whatever their Namespace enforces. */
export const podSecurity = rule({
  name: "pod-security",
  group: "workloads",
  description: "Pods keep to Kubernetes' Pod Security Standard `restricted`.",
  reason: "Who breaks into a process should find nothing there to go on with.",
  level: "mandatory",
  config: z.object({}),
  scope: "resource",
  judge({ objects }, _, report) {
    for (const pod of podsOf(objects)) {
      for (const problem of ofPod(pod)) report(`${pod.object.title}: ${problem}`, pod.object.urn);
      for (const container of pod.containers)
        for (const problem of ofContainer(pod, container)) report(`${container.title}: ${problem}`, pod.object.urn);
    }
  },
});

function set(value: string): string {
  return `Set \`${value}\` in its security context.`;
}

const mayBeRoot = `it may run as root. ${set("runAsNonRoot: true")}`;

const mayCallAll = `it may make every system call. ${set("seccompProfile: { type: RuntimeDefault }")}`;

/** False for a pod of Windows, of which the standard does not ask what only Linux has, and for one that may turn out to be. */
function isOfLinux({ spec }: Pod): boolean {
  return differs(look(spec, "os", "name"), "windows");
}

function* ofPod(pod: Pod): Iterable<string> {
  const { spec, annotations } = pod;
  const context = look(spec, "securityContext");
  yield* ofUser(context, pod);
  yield* ofConfinement(context);
  for (const [key, value] of Object.entries(annotations ?? {}))
    if (key.startsWith(appArmorAnnotation) && isOther(value, "", "runtime/default") && !isLocal(value))
      yield `its annotation \`${key}\` takes the AppArmor profile \`${value}\`. Take it out, or name \`runtime/default\`.`;
  for (const sysctl of items(spec, "securityContext", "sysctls")) {
    const name = text(sysctl, "name");
    if (name !== undefined && !safeSysctls.includes(name))
      yield `the sysctl \`${name}\` is not among those that are safe for other pods. Take it out.`;
  }
  for (const volume of items(spec, "volumes")) {
    if (volume instanceof Later || look(volume, "hostPath") !== undefined) continue;
    const name = text(volume, "name") ?? "";
    if (volumeTypes.every((type) => look(volume, type) === undefined))
      yield `the volume \`${name}\` is of a type that the standard does not take. Claim it by a \`persistentVolumeClaim\`, or use one of ${volumeTypes.join(", ")}.`;
  }
}

function* ofContainer(pod: Pod, { fields }: Container): Iterable<string> {
  const { object, spec } = pod;
  const own = look(fields, "securityContext");
  // What a patch does not say stays as it is.
  const isMissing = (value: unknown) => value === undefined && !object.partial;
  const isSaidNowhere = (key: string) => isMissing(look(own, key) ?? look(spec, "securityContext", key));
  if (isSaidNowhere("runAsNonRoot")) yield mayBeRoot;
  if (isSaidNowhere("seccompProfile") && isOfLinux(pod)) yield mayCallAll;
  yield* ofUser(own, pod);
  if (isOfLinux(pod)) {
    const escalates = look(own, "allowPrivilegeEscalation");
    if (isMissing(escalates) || isOther(escalates, false))
      yield `it may get more rights than it began with. ${set("allowPrivilegeEscalation: false")}`;
    yield* ofCapabilities(look(own, "capabilities"), isMissing);
  }
  if (isOther(look(own, "procMount"), "Default"))
    yield "it sees all of `/proc`. Take `procMount` out of its security context.";
  for (const [asker, handler] of handlersOf(fields))
    if (isOther(look(handler, "httpGet", "host"), "") || isOther(look(handler, "tcpSocket", "host"), ""))
      yield `the node asks another host for its \`${asker}\`. Take \`host\` out of it.`;
  yield* ofConfinement(own);
}

function* ofCapabilities(capabilities: unknown, isMissing: (value: unknown) => boolean): Iterable<string> {
  const dropped = look(capabilities, "drop");
  const isKept = (all: readonly unknown[]) => !all.some((one) => one === "ALL" || one instanceof Later);
  if (Array.isArray(dropped) ? isKept(dropped) : isMissing(dropped))
    yield `it keeps capabilities of Linux. ${set("capabilities: { drop: [ALL] }")}`;
  const added = items(capabilities, "add").filter((one) => isOther(one, "NET_BIND_SERVICE"));
  if (added.length > 0)
    yield `it gets more capabilities of Linux than NET_BIND_SERVICE. Take ${added.map((one) => `\`${one}\``).join(", ")} out of \`add\`.`;
}

/** What the node asks or runs by itself, by the field that says so. */
function handlersOf(container: unknown): readonly (readonly [string, unknown])[] {
  const probes = ["livenessProbe", "readinessProbe", "startupProbe"].map((one) => [one, look(container, one)] as const);
  const hooks = ["postStart", "preStop"].map((one) => [one, look(container, "lifecycle", one)] as const);
  return [...probes, ...hooks];
}

/**
 * Whose rights a pod or a container asks for in its security context, each for itself: as in Kubernetes, a pod's wrong word is
 * refused also where every container says otherwise.
 */
function* ofUser(context: unknown, pod: Pod): Iterable<string> {
  if (isOther(look(context, "runAsNonRoot"), true)) yield mayBeRoot;
  if (look(context, "runAsUser") === 0) yield `it runs as root. ${set("runAsUser: 1000")}`;
  const profile = look(context, "seccompProfile");
  const type = look(profile, "type");
  const isWithoutType = profile !== undefined && type === undefined && !pod.object.partial;
  if (isOfLinux(pod) && (isWithoutType || isOther(type, ...profiles))) yield mayCallAll;
}

/** What else pods and containers may say alike in their security context, each for itself. */
function* ofConfinement(context: unknown): Iterable<string> {
  if (isOther(look(context, "appArmorProfile", "type"), ...profiles))
    yield `AppArmor does not confine it. ${set("appArmorProfile: { type: RuntimeDefault }")}`;
  const seLinux = look(context, "seLinuxOptions");
  const isLabelled = isOther(look(seLinux, "type"), ...seLinuxTypes);
  if (isLabelled || isOther(look(seLinux, "user"), "") || isOther(look(seLinux, "role"), ""))
    yield "it chooses its own SELinux label. Take `seLinuxOptions` out of its security context, or all but a `type` for containers.";
}

/** True for something that is said, known, and none of what is taken. */
function isOther(value: unknown, ...taken: readonly unknown[]): boolean {
  return value !== undefined && !(value instanceof Later) && !taken.includes(value);
}

function isLocal(profile: unknown): boolean {
  return typeof profile === "string" && profile.startsWith("localhost/");
}
