import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { daemons, kubectl, labEnvironment, repairLab, run } from "./lab.js";
import type { Stack } from "./stack.js";

const execute = promisify(execFile);
const agents = "io.vamp=vamp-gateway-agent";

interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName: string };
  readonly status: { readonly podIP: string };
}

function agentPods(stack: Stack): readonly Pod[] {
  const { items } = JSON.parse(kubectl("-n", stack.namespace, "get", "pods", "-l", agents, "-o", "json")) as {
    items: readonly Pod[];
  };
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

/** The nodes that a stack's agents are on. */
export function agentNodes(stack: Stack): ReadonlySet<string> {
  return new Set(agentPods(stack).map(({ spec }) => spec.nodeName));
}

/** Waits until as many agents are ready as there should be; a Deployment notices what it lost within a moment. */
async function awaitAgents(stack: Stack): Promise<void> {
  await sleep(1000);
  run("kubectl", ["-n", stack.namespace, "rollout", "status", "deployment", "-l", agents, "--timeout=120s"], 130);
}

/** Deletes the agents of a stack one after the other, each when its successor is ready. Gives how many there were. */
export async function deleteAgents(stack: Stack): Promise<number> {
  const pods = agentPods(stack);
  for (const { metadata } of pods) {
    kubectl("-n", stack.namespace, "delete", "pod", metadata.name, "--wait=false");
    await awaitAgents(stack);
  }
  return pods.length;
}

/** Takes everything off a node, and lets pods on it again. */
export async function drain(node: string): Promise<void> {
  try {
    run("kubectl", ["drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=150s"], 160);
    await sleep(2000);
  } finally {
    kubectl("uncordon", node);
  }
}

/** Kills the kubelet of a node and starts it again. */
export async function restartKubelet(node: 1 | 2): Promise<void> {
  const pid = daemons()[`kubelet${node}`];
  if (pid === undefined) throw new Error(`node ${node} has no kubelet`);
  process.kill(pid, "SIGKILL");
  await sleep(2000);
  repairLab();
  await sleep(3000);
}

/** When an agent was killed, and when nobody was sent to it any more (ms). */
export interface KilledAgent {
  readonly killed: number;
  readonly withdrawn: number;
}

/** Kills all of an agent at once (SIGKILL), waits until a Service has withdrawn its endpoint, and until it is back. */
export async function killAgent(stack: Stack, service: string): Promise<KilledAgent> {
  const [pod] = agentPods(stack);
  if (pod === undefined) throw new Error("there is no agent");
  const processes = processesOf(pod.metadata.uid, "haproxy");
  if (processes.length < 2) throw new Error(`an agent is a master and a worker, and not ${processes.length} processes`);
  const killed = Date.now();
  for (const pid of processes) process.kill(pid, "SIGKILL");
  while (await isReady(stack, service, pod.status.podIP))
    if (Date.now() > killed + 60_000) throw new Error(`the endpoint of ${pod.metadata.name} was not withdrawn`);
  const withdrawn = Date.now();
  await awaitAgents(stack);
  return { killed, withdrawn };
}

/** Whether a Service sends requests to an address. */
async function isReady(stack: Stack, service: string, address: string): Promise<boolean> {
  const told = `{range .items[*].endpoints[*]}{.addresses[0]}={.conditions.ready} {end}`;
  const selector = `kubernetes.io/service-name=${service}`;
  const asked = ["-n", stack.namespace, "get", "endpointslices", "-l", selector, "-o", `jsonpath=${told}`];
  const { stdout } = await execute("kubectl", asked, { env: labEnvironment(), timeout: 10_000 });
  return stdout.includes(`${address}=true`);
}

/** The processes of a program in a pod, which the host sees as its own. */
export function processesOf(uid: string, program: string): readonly number[] {
  const read = (file: string) => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      // The process has ended meanwhile.
      return "";
    }
  };
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => read(`/proc/${entry}/cgroup`).includes(`pod${uid}`))
    .filter((entry) => read(`/proc/${entry}/comm`).trim() === program)
    .map(Number);
}
