import { Later, type Leaf } from "../later.js";
import type { TrafficState, WorkloadState } from "./state.js";

/** How a version changes. */
export interface WorkloadChange {
  readonly cluster: string;
  /** Name of the breed. */
  readonly service: string;
  readonly before: WorkloadState | undefined;
  readonly after: WorkloadState | undefined;
  /** What differs: `instances`, `image`, `cpu`, `memory`. */
  readonly differs: readonly ("instances" | "image" | "cpu" | "memory")[];
  /** True when its pods are started again. */
  readonly restarted: boolean;
}

/** The versions that come, go, or change, those that were there first. */
export function workloadChanges(before: TrafficState, after: TrafficState): readonly WorkloadChange[] {
  const key = ({ namespace, deployment, cluster, service }: WorkloadState) =>
    [namespace, deployment, cluster, service].join("/");
  const [old, fresh] = [before, after].map(({ workloads }) => new Map(workloads.map((one) => [key(one), one])));
  const keys = [...new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])])];
  return keys.flatMap((name): readonly WorkloadChange[] => {
    const [was, is] = [old?.get(name), fresh?.get(name)];
    const either = is ?? was;
    if (either === undefined) return [];
    const differs = was && is ? properties.filter((property) => !alike(was[property], is[property])) : [];
    const restarted = was !== undefined && is !== undefined && isRestarted(was, is, differs);
    if (was && is && differs.length === 0 && !restarted) return [];
    return [{ cluster: either.cluster, service: either.service, before: was, after: is, differs, restarted }];
  });
}

const properties = ["instances", "image", "cpu", "memory"] as const;

function isRestarted(was: WorkloadState, is: WorkloadState, differs: WorkloadChange["differs"]): boolean {
  if (was.template !== undefined && is.template !== undefined) return was.template !== is.template;
  return differs.some((property) => property !== "instances");
}

function alike(one: Leaf<unknown>, other: Leaf<unknown>): boolean {
  return one instanceof Later ? other instanceof Later : one === other;
}
