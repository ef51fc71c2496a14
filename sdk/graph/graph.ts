import { Later, type Leaf } from "../later.js";
import type { DeploymentPlan } from "../planning/plan.js";
import type { Planned } from "../planning/texts.js";
import type { RoutingTable, Target } from "../routing/table.js";
import { tablesOf } from "../routing/table.js";
import { formatShare, whole } from "../routing/weights.js";

/** What a node of a graph stands for. */
export type NodeKind = "gateway" | "cluster" | "version" | "outside" | "answer";

/** Something that requests come to. */
export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** What it is called, a line each. */
  readonly lines: readonly string[];
}

/** A way from one node to another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Which requests go this way, a line each: a share, a condition, a host. */
  readonly lines: readonly string[];
  /** Share of the requests that no condition took, from 0 to 1; undefined when it is known only later. */
  readonly share: number | undefined;
}

/** An environment with its gateways, and where their requests go. */
export interface Graph {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Draws what was planned: from gateways by their routes to the versions of clusters, and to what is outside. */
export function graphOf({ environment, deployments, gateways }: Planned): Graph {
  const builder = new Builder();
  const plans = deployments.map(({ plan }) => plan);
  for (const { gateway } of gateways) builder.node(gateway.name, "gateway", gateway.name, portLine(gateway));
  for (const plan of plans) builder.deployment(plan);
  for (const { gateway } of gateways) builder.listener(gateway.name, gateway.listener);
  for (const plan of plans) builder.routes(plan);
  return { title: `${environment.organisation} / ${environment.environment}`, ...builder.graph };
}

function portLine({ number, type, listener }: DeploymentPlan["gateways"][number]): string {
  return `${number}/${listener.tls === undefined ? type : "tls"}`;
}

/** What leads from a node to another, before it is put together. */
interface Way {
  readonly host: string | undefined;
  readonly condition?: string;
  readonly share: Leaf<number>;
}

class Builder {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly edges = new Map<string, { from: string; to: string; ways: Way[] }>();
  /** Nodes by the host, or host and port, that leads to them. */
  private readonly found = new Map<string, string>();
  /** Clusters by the weights of their routes. */
  private readonly shared = new Map<RoutingTable["pool"], string>();

  get graph(): Pick<Graph, "nodes" | "edges"> {
    return { nodes: [...this.nodes.values()], edges: [...this.edges.values()].map(edgeOf) };
  }

  node(id: string, kind: NodeKind, ...lines: readonly string[]): string {
    if (!this.nodes.has(id)) this.nodes.set(id, { id, kind, lines });
    return id;
  }

  /** The nodes of a deployment: its gateways, its clusters and their versions. */
  deployment({ name, namespace, gateways, clusters }: DeploymentPlan): void {
    for (const gateway of gateways) {
      this.node(gateway.name, "gateway", gateway.name, portLine(gateway));
      this.found.set(`${gateway.serviceName}.${namespace}`, gateway.name);
    }
    for (const { name: cluster, serviceName, services } of clusters) {
      const id = this.node(`${name}/${cluster}`, "cluster", cluster);
      this.found.set(`${serviceName}.${namespace}`, id);
      for (const { name: version, backendName, scale } of services) {
        const count = scale.instances instanceof Later ? "instances: later" : `${scale.instances} instances`;
        const lines = [version, count === "1 instances" ? "1 instance" : count];
        this.found.set(`${backendName}.${namespace}`, this.node(`${id}/${version}`, "version", ...lines));
      }
    }
  }

  /** The ways of a deployment. */
  routes({ name, clusters, gateways, agent }: DeploymentPlan): void {
    for (const { name: cluster, ports, routed, services } of clusters) {
      const id = `${name}/${cluster}`;
      const [only] = services;
      if (!routed && only !== undefined) this.way(id, `${id}/${only.name}`, { host: undefined, share: whole });
      for (const port of routed ? ports : []) {
        const listener = agent?.listeners.find(({ table }) => table.gateway === `${id}/${port.name}`);
        if (listener === undefined) continue;
        this.shared.set(listener.table.pool, id);
        this.table(id, listener.table, undefined);
      }
    }
    for (const gateway of gateways) this.listener(gateway.name, gateway.listener);
  }

  /** The ways of a listener, and those of its hosts. */
  listener(from: string, listener: Parameters<typeof tablesOf>[0]): void {
    for (const table of tablesOf(listener)) {
      const hosts = (listener.sites ?? []).filter((site) => site.table === table).flatMap((site) => site.hosts);
      if (hosts.length === 0) this.table(from, table, undefined);
      for (const host of hosts) this.table(from, table, host);
    }
  }

  private table(from: string, { conditions, pool }: RoutingTable, host: string | undefined): void {
    const cluster = this.shared.get(pool);
    // A gateway that only leads to a cluster has the routes of that: they are drawn once, behind the cluster.
    if (cluster !== undefined && cluster !== from) {
      this.way(from, cluster, { host, share: whole });
      return;
    }
    for (const { target, condition, strength } of conditions)
      this.way(from, this.nodeOf(target, from), { host, condition, share: strength });
    for (const { target, weight } of pool)
      if (weight !== 0 || conditions.every((route) => route.target !== target))
        this.way(from, this.nodeOf(target, from), { host, share: weight });
  }

  private way(from: string, to: string, way: Way): void {
    const key = JSON.stringify([from, to]);
    const edge = this.edges.get(key) ?? { from, to, ways: [] };
    edge.ways.push(way);
    this.edges.set(key, edge);
  }

  private nodeOf(target: Target, from: string): string {
    switch (target.kind) {
      case "table": {
        const [deployment = "", cluster = ""] = target.gateway.split("/");
        return this.nodes.has(`${deployment}/${cluster}`) ? `${deployment}/${cluster}` : this.inner(target, from);
      }
      case "backend": {
        const [service = "", namespace = ""] = target.host.split(".");
        return this.found.get(`${service}.${namespace}`) ?? this.node(target.title, "outside", target.title);
      }
      case "answer": {
        const title = `answer ${target.status instanceof Later ? "later" : target.status}`;
        return this.node(`${from} ${title}`, "answer", title);
      }
      case "redirect":
        return this.node(`${from} redirect ${target.status}`, "answer", `redirect ${target.status}`);
    }
  }

  /** A table that no cluster has: what a route shares among. */
  private inner(table: RoutingTable, from: string): string {
    const id = this.node(`${from} ${table.gateway}`, "cluster", table.gateway);
    this.table(id, table, undefined);
    return id;
  }
}

function edgeOf({
  from,
  to,
  ways,
}: {
  readonly from: string;
  readonly to: string;
  readonly ways: readonly Way[];
}): GraphEdge {
  const lines = ways.map(({ host, condition, share }) => {
    const size = share instanceof Later ? "later" : formatShare(share);
    const which = condition === undefined ? size : `${size} of ${condition}`;
    return host === undefined ? which : `${host}: ${which}`;
  });
  const shared = ways.filter((way) => way.condition === undefined).map(({ share }) => share);
  const [share = 0] = shared;
  return { from, to, lines: [...new Set(lines)], share: share instanceof Later ? undefined : share / whole };
}
