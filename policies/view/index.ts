// The typed view of a stack for policies: see README.md for a rule of one's own.
export type { Agent, Backend, Table, Target, Tls } from "./components.js";
export { type AskedHost, hostsAsked, hostsClaimed, leavesCluster, ownHosts } from "./edge.js";
export { type KubernetesObject, labelsOf, type RegisteredObject } from "./kubernetesObject.js";
export type { Component, Environment, Home, Workload } from "./memory.js";
export { type Container, type Pod, podsOf } from "./pods.js";
export { amountOf, amountSaid, quantityOf, type Resource } from "./quantities.js";
export { type PlacedTable, placedTables } from "./tables.js";
export { differs, items, look, text } from "./values.js";
export {
  type Agents,
  type Entrance,
  forget,
  type Gateway,
  remember,
  type VampResources,
  vampResources,
} from "./vampResources.js";
