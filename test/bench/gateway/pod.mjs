// Pods of the lab, seen from the host: their processes and their network.
import { readdirSync, readFileSync } from "node:fs";

/** Processes of a pod that run a program. */
export function processesOf(uid, name) {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => read(`/proc/${entry}/cgroup`).includes(`pod${uid}`))
    .filter((entry) => read(`/proc/${entry}/comm`).trim() === name)
    .map(Number);
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process has ended meanwhile.
    return "";
  }
}

/** What to start a command with, so that it runs in the network of a process. */
export const inNetworkOf = (pid) => ["nsenter", `--net=/proc/${pid}/ns/net`];

/** What to start a command with, so that it runs in the network of the first node. */
export const onNode = ["nsenter", "--net=/run/netns/lab1"];
