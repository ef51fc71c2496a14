import { renderWanted } from "../kubernetes/wanted.js";
import { Later, type Leaf } from "../later.js";
import { serviceEntrance, simulatedGateways } from "../planning/gateways.js";
import type { Planned } from "../planning/texts.js";
import { deploymentView } from "../planning/view.js";
import type { Entrance } from "../routing/simulate.js";

/** What runs and how requests are shared, before or after a change. */
export interface TrafficState {
  readonly gateways: readonly GatewayState[];
  readonly workloads: readonly WorkloadState[];
  /** True where deployments that neither side tells of stay as they are; otherwise there are no others. */
  readonly onlyChanges?: boolean;
}

/** A gateway. */
export interface GatewayState {
  /** Vamp's name. */
  readonly name: string;
  /** Kubernetes' Namespace; empty where it does not matter. */
  readonly namespace: string;
  readonly entrance: Entrance;
  /** The ports on which it listens, with what is spoken there: `443/https`; undefined where they are not known. */
  readonly ports?: readonly string[] | undefined;
}

/** A version of a cluster. */
export interface WorkloadState {
  readonly namespace: string;
  /** Name of the Vamp deployment. */
  readonly deployment: string;
  readonly cluster: string;
  /** Name of the breed. */
  readonly service: string;
  readonly image: Leaf<string>;
  /** The fewest, where it is autoscaled. */
  readonly instances: Leaf<number>;
  readonly cpu: Leaf<string>;
  readonly memory: Leaf<string>;
  /** The numbers of its ports by Vamp's names; undefined where its version of pulumi-vamp did not tell. */
  readonly ports: Readonly<Record<string, number>> | undefined;
  /** Equal for pods that need not be started again; undefined where that is not known. */
  readonly template: string | undefined;
}

/**
 * The state that some texts say.
 * @throws ProblemsError for what is too large for Kubernetes
 */
export function stateOfTexts(planned: Planned): TrafficState {
  const objects = renderWanted(planned).flatMap((owned) => owned.objects);
  const templates = new Map(
    objects.flatMap(({ object }) =>
      object.kind === "Deployment" ? [[object.metadata.name, templateOf(object.spec.template)] as const] : [],
    ),
  );
  return {
    gateways: simulatedGateways(planned).map(({ name, entrance, ports }) => ({ name, namespace: "", entrance, ports })),
    workloads: planned.deployments.flatMap(({ plan, blueprint }) =>
      deploymentView(plan, blueprint).workloads.map(
        ({ cluster, service, deployment, image, instances, cpu, memory, ports }): WorkloadState => ({
          ...{ namespace: "", deployment: plan.name, cluster, service, image, instances, cpu, memory, ports },
          template: templates.get(deployment),
        }),
      ),
    ),
  };
}

/** A pod's template as a text that is equal for equal ones, whatever the order of its keys. */
export function templateOf(template: unknown): string {
  return JSON.stringify(template, (_, value: unknown) => {
    if (value instanceof Later) return "(known only later)";
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/**
 * The version of a cluster that its Service leads to while there is no agent; undefined where it has none or several, or no
 * such port.
 * @param mode what is spoken there
 */
export function onlyVersionOf(
  gateway: string,
  namespace: string,
  { workloads }: TrafficState,
  mode: Entrance["mode"],
): Entrance | undefined {
  const [deployment, cluster, port] = gateway.split("/");
  const own = workloads.filter(
    (one) => one.namespace === namespace && one.deployment === deployment && one.cluster === cluster,
  );
  const [only] = own;
  if (only === undefined || own.length > 1 || port === undefined) return undefined;
  const { service: version, ports } = only;
  const number = ports?.[port];
  if (ports !== undefined && number === undefined) return undefined;
  return serviceEntrance({ gateway, cluster: only.cluster, version, port, number: number ?? 0, mode });
}
