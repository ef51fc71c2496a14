// The typed view of a stack for policies: see README.md for a rule of one's own.
export type { Agent, Backend, Table, Target, Tls } from "./components.js";
export { type AskedHost, hostsClaimed, hostsOf, leavesCluster } from "./edge.js";
export { type KubernetesObject, labelsOf } from "./kubernetesObject.js";
export type { Component } from "./memory.js";
export { type Container, type Pod, podsOf } from "./pods.js";
export { differs, items, look, text } from "./values.js";
export {
  type Entrance,
  type Environment,
  forget,
  type Gateway,
  remember,
  type VampResources,
  vampResources,
  type Workload,
} from "./vampResources.js";
