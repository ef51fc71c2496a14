import { Later, type Leaf } from "../later.js";
import type { TrafficState, WorkloadState } from "./state.js";

/** How a version changes. */
export interface WorkloadChange {
  /** Kubernetes' Namespace; empty where it does not matter. */
  readonly namespace: string;
  /** Name of the Vamp deployment. */
  readonly deployment: string;
  readonly cluster: string;
  /** Name of the breed. */
  readonly service: string;
  readonly before: WorkloadState | undefined;
  readonly after: WorkloadState | undefined;
  /** What differs: `instances`, `image`, `cpu`, `memory`. */
  readonly differs: readonly ("instances" | "image" | "cpu" | "memory")[];
  /** True when its pods are started again. */
  readonly restarted: boolean;
  /** What it is called for people: as its breed; behind its deployment and cluster, where others may be called so too. */
  readonly title: string;
}

/** The versions that are added, removed, or change, those that were there first. */
export function workloadChanges(before: TrafficState, after: TrafficState): readonly WorkloadChange[] {
  const key = ({ namespace, deployment, cluster, service }: WorkloadState) =>
    [namespace, deployment, cluster, service].join("/");
  const [old, fresh] = [before, after].map(({ workloads }) => new Map(workloads.map((one) => [key(one), one])));
  const titleOf = titles(before, after);
  const keys = [...new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])])];
  return keys.flatMap((name): readonly WorkloadChange[] => {
    const [was, is] = [old?.get(name), fresh?.get(name)];
    const either = is ?? was;
    if (either === undefined) return [];
    const differs = was && is ? properties.filter((property) => !alike(was[property], is[property])) : [];
    const restarted = was !== undefined && is !== undefined && isRestarted(was, is, differs);
    if (was && is && differs.length === 0 && !restarted) return [];
    const { namespace, deployment, cluster, service } = either;
    const title = titleOf(either);
    return [{ namespace, deployment, cluster, service, before: was, after: is, differs, restarted, title }];
  });
}

/** What versions are called. A preview does not tell of all deployments, so that any may have another of the name. */
function titles(before: TrafficState, after: TrafficState): (one: WorkloadState) => string {
  const places = new Map<string, Map<string, Set<string>>>();
  const namespaces = new Set<string>();
  for (const { namespace, deployment, cluster, service } of [...before.workloads, ...after.workloads]) {
    namespaces.add(namespace);
    const deployments = places.get(service) ?? new Map<string, Set<string>>();
    const clusters = deployments.get(`${namespace} ${deployment}`) ?? new Set();
    places.set(service, deployments.set(`${namespace} ${deployment}`, clusters.add(cluster)));
  }
  return ({ namespace, deployment, cluster, service }) => {
    const deployments = places.get(service);
    if (before.onlyChanges || (deployments?.size ?? 0) > 1)
      return `${deployment}/${cluster}/${service}${namespaces.size > 1 ? ` in ${namespace}` : ""}`;
    const clusters = deployments?.get(`${namespace} ${deployment}`)?.size ?? 0;
    return clusters > 1 ? `${cluster}/${service}` : service;
  };
}

const properties = ["instances", "image", "cpu", "memory"] as const;

function isRestarted(was: WorkloadState, is: WorkloadState, differs: WorkloadChange["differs"]): boolean {
  if (was.template !== undefined && is.template !== undefined) return was.template !== is.template;
  return differs.some((property) => property !== "instances");
}

function alike(one: Leaf<unknown>, other: Leaf<unknown>): boolean {
  return one instanceof Later ? other instanceof Later : one === other;
}
