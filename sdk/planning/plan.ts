import type { Port } from "../artifacts/leaves.js";
import type { Leaf } from "../later.js";
import type { Listener } from "../routing/table.js";
import type { AgentChoice } from "./agent.js";
import type { StartPlan } from "./arguments.js";
import type { ScalingPlan } from "./autoscaling.js";
import type { PodOverlay } from "./dialects.js";
import type { HealthPlan } from "./healthChecks.js";
import type { Autoscaling, Patience, ServiceChoice } from "./settings.js";
import type { WorkflowPlan } from "./workflow.js";

/** A Vamp deployment as it will be, references resolved and weights filled. */
export interface DeploymentPlan {
  readonly name: string;
  readonly namespace: string;
  readonly clusters: readonly ClusterPlan[];
  readonly gateways: readonly GatewayPlan[];
  /** Programs that run beside the services. */
  readonly workflows: readonly WorkflowPlan[];
  /** The gateway agent, when there is something to route. */
  readonly agent: AgentPlan | undefined;
}

/** A cluster: versions of one thing behind one Service. */
export interface ClusterPlan {
  readonly name: string;
  /** Name of its Service, which is what `$cluster.host` means. */
  readonly serviceName: string;
  readonly ports: readonly ClusterPort[];
  /** True when the agent decides which version a request reaches; false when the Service selects the only version's pods. */
  readonly routed: boolean;
  readonly services: readonly ServicePlan[];
}

/** A port of a cluster's Service. */
export interface ClusterPort {
  /** Vamp's name of the port. */
  readonly name: string;
  /** Port of the Service: `$cluster.ports.name`. */
  readonly number: number;
  readonly type: Port["type"];
  /** Name of the container's port on pods and agents alike, so that the Service can go from one to the other. */
  readonly portName: string;
}

/** One version of a cluster: one Kubernetes Deployment. */
export interface ServicePlan {
  /** Name of the breed. */
  readonly name: string;
  readonly cluster: string;
  /** Name of the workflow, for one that is no service of a cluster. */
  readonly workflow?: string;
  readonly deployment: string;
  /** Names it among the parts of the deployment. */
  readonly key: string;
  /** Name of the Kubernetes Deployment. */
  readonly objectName: string;
  /** Name of the Service by which an agent reaches this version. */
  readonly backendName: string;
  /** True when an agent reaches it. */
  readonly routed: boolean;
  /** Name of the headless Service by which an agent tells its instances apart. */
  readonly instancesName: string;
  /** True when an agent tells its instances apart. */
  readonly apart: boolean;
  readonly image: Leaf<string>;
  readonly ports: readonly ServicePort[];
  /** Values that can be read by everyone who can read the Deployment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values that come from other resources, which may be secrets. */
  readonly secretEnvironment: Readonly<Record<string, Leaf<string>>>;
  readonly scale: ScalePlan;
  /** How its instances come and go; undefined where their number is fixed. */
  readonly scaling: ScalingPlan | undefined;
  /** By what they do. */
  readonly autoscaling: Autoscaling;
  readonly health: HealthPlan | undefined;
  readonly start: StartPlan;
  /** What dialects say about its pod, to be put over it. */
  readonly pod: PodOverlay | undefined;
  /** Clusters that have to be there first. */
  readonly needs: readonly string[];
  /** Secrets with which nodes pull its image. */
  readonly pullSecrets: readonly Leaf<string>[];
  /** How long an update waits for its pods. */
  readonly patience: Patience;
}

/** A port of a version's container. */
export interface ServicePort {
  readonly name: string;
  readonly number: number;
  readonly type: Port["type"];
  readonly portName: string;
}

/** How many instances there are and what each may use. */
export interface ScalePlan {
  /** Thousandths of a core. */
  readonly cpu: Leaf<number>;
  /** Bytes. */
  readonly memory: Leaf<number>;
  readonly instances: Leaf<number>;
}

/** A gateway with a Service of its own. */
export interface GatewayPlan {
  /** Vamp's name of the gateway. */
  readonly name: string;
  /** What the blueprint calls it. */
  readonly key: string;
  /** Name of its Service. */
  readonly serviceName: string;
  /** Hosts under which it answers; none for all. */
  readonly virtualHosts: readonly string[];
  readonly service: ServiceChoice;
  /** Number of its port. */
  readonly number: number;
  readonly type: Port["type"];
  readonly listener: Listener;
  /** Further ports of its Service. */
  readonly others: readonly GatewayPort[];
  /** Services that it makes for its routes, from their selectors. */
  readonly selected: readonly SelectedService[];
}

/** A Service that selects pods for a route. */
export interface SelectedService {
  readonly name: string;
  /** Names it among the parts of the gateway. */
  readonly key: string;
  readonly selector: Readonly<Record<string, string>>;
  /** Number of the port, of the Service and of the pods. */
  readonly port: number;
}

/** A further port of a gateway, such as one that sends clients to the encrypted one. */
export interface GatewayPort {
  /** Name of the Service's port. */
  readonly name: string;
  readonly number: number;
  readonly listener: Listener;
}

/** The workload that routes: HAProxy, for one deployment or for one gateway that stands alone. */
export interface AgentPlan extends AgentChoice {
  /** Name of its Kubernetes Deployment, and of what belongs to it. */
  readonly objectName: string;
  /** The deployment or gateway it serves. */
  readonly owner: string;
  readonly listeners: readonly Listener[];
  /** Secrets with which nodes pull its image. */
  readonly pullSecrets: readonly Leaf<string>[];
  /** How long an update waits for its pods. */
  readonly patience: Patience;
}
