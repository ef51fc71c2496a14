import type { Blueprint } from "../artifacts/blueprint.js";
import type { Port } from "../artifacts/leaves.js";
import type { DeploymentSettings } from "../artifacts/settings.js";
import type { Workflow } from "../artifacts/workflow.js";
import { gatewayLabel, gatewayPort } from "../checks/gateways.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName, portName } from "../kubernetes/names.js";
import type { Leaf } from "../later.js";
import { locationOf } from "../reading/places.js";
import type { Location } from "../reading/source.js";
import {
  backendsOf,
  decides,
  decisionsOf,
  type Listener,
  mostDecisions,
  type RoutingTable,
  type Target,
} from "../routing/table.js";
import { backendHost, type ClusterDraft, planClusters } from "./cluster.js";
import type { EnvironmentPlan, PodSecurity } from "./environment.js";
import { checkNames } from "./names.js";
import { type Outside, planOutside } from "./outside.js";
import type { DeploymentPlan, GatewayPlan } from "./plan.js";
import { type Settings, settle } from "./settings.js";
import { refuseUnsupported } from "./support.js";
import { planTable } from "./table.js";
import { planWorkflow } from "./workflow.js";

/** What is asked of a deployment. */
export interface DeploymentRequest {
  /** Vamp's name of the deployment; the first part of the name of everything in it. */
  readonly name: string;
  readonly environment: EnvironmentPlan;
  readonly blueprint: Blueprint;
  readonly settings: DeploymentSettings;
  /** Programs that run beside its services. Default: none. */
  readonly workflows?: readonly Workflow[];
  /** Other deployments, whose clusters its breeds may depend on. Default: none. */
  readonly others?: readonly DeploymentPlan[];
}

/** A request with its settings settled, and what the parts of a deployment need to know of the whole. */
export interface DeploymentContext extends Settings {
  readonly name: string;
  readonly namespace: string;
  readonly blueprint: Blueprint;
  /** Port numbers of clusters' Services that were chosen, by `cluster.port`. */
  readonly ports: Readonly<Record<string, number>>;
  /** Values of `$config://name`. */
  readonly parameters: Readonly<Record<string, Leaf<string>>>;
  /** What breeds may depend on that runs elsewhere. */
  readonly outside: Outside;
  /** Pod Security level of the environment. */
  readonly podSecurity: PodSecurity;
  /** Secrets with which nodes pull images. */
  readonly pullSecrets: readonly string[];
}

/** Number of the first port on which an agent listens; below 1024 an ordinary user may not. */
export const firstListenerPort = 10_000;

/** Plans a deployment: what its blueprint says, with references resolved and weights filled. */
export function planDeployment(asked: DeploymentRequest, problems: Problems): DeploymentPlan {
  const { name, environment, blueprint, settings } = asked;
  const { ports = {}, parameters = {}, external = {} } = settings;
  const { namespace, podSecurity } = environment;
  const { pullSecrets = [] } = environment.settings;
  const settled = settle(settings, environment);
  const outside = planOutside(asked.others ?? [], external, settled.clusterDomain);
  const own = { name, namespace, blueprint, ports, parameters, outside, podSecurity, pullSecrets };
  const request: DeploymentContext = { ...settled, ...own };
  refuseUnsupported(request.blueprint, problems);
  const drafts = planClusters(request, problems);
  const gateways = planGateways(request, drafts, problems);
  const listeners = [
    ...gateways.map((gateway) => gateway.listener),
    ...drafts.filter(({ plan }) => plan.routed).flatMap(clusterListeners),
  ].map((listener, index) => ({ ...listener, port: firstListenerPort + index }));
  const listenerOf = new Map(listeners.map((listener) => [listener.portName, listener]));
  const reached = new Set(backendsOf(listeners.map((listener) => listener.table)).map((backend) => backend.host));
  const plan: DeploymentPlan = {
    name: request.name,
    namespace: request.namespace,
    clusters: drafts.map(({ plan }) => ({
      ...plan,
      services: plan.services.map((service) => ({
        ...service,
        routed: reached.has(backendHost(service.backendName, request)),
      })),
    })),
    workflows: (asked.workflows ?? []).flatMap((workflow) => planWorkflow(workflow, request, problems) ?? []),
    gateways: gateways.map((gateway) => ({
      ...gateway,
      listener: listenerOf.get(gateway.listener.portName) ?? gateway.listener,
    })),
    agent:
      listeners.length === 0
        ? undefined
        : {
            ...request.agent,
            objectName: objectName(request.name, "agent"),
            owner: request.name,
            listeners,
            pullSecrets,
            patience: request.patience,
          },
  };
  checkNames(plan, request.blueprint, problems);
  for (const { table } of listeners) checkDecisions(table, locationOf(request.blueprint), problems);
  return plan;
}

/** Refuses a gateway with more decisions than its agent can count. */
export function checkDecisions(table: RoutingTable, location: Location, problems: Problems): void {
  const decisions = decisionsOf(table);
  if (decisions > mostDecisions)
    problems.error("InvalidValue", location, `the gateway \`${table.gateway}\` has ${decisions} decisions to make`, {
      expected: `at most ${mostDecisions} conditions with a strength and splits by weight`,
    });
}

function clusterListeners({ plan, tables }: ClusterDraft): readonly Listener[] {
  return plan.ports.flatMap(({ name, type, portName }) => {
    const table = tables.get(name);
    return table === undefined ? [] : [{ portName, port: 0, mode: type, table }];
  });
}

function planGateways(
  request: DeploymentContext,
  drafts: readonly ClusterDraft[],
  problems: Problems,
): readonly GatewayPlan[] {
  const types = new Map<string, Port["type"]>(
    drafts.flatMap(({ plan }) => plan.ports.map((port) => [`${plan.name}/${port.name}`, port.type] as const)),
  );
  const tables = new Map<string, Target>(
    drafts.flatMap(({ plan, tables }) => [...tables].map(([port, table]) => [`${plan.name}/${port}`, table] as const)),
  );
  return Object.entries(request.blueprint.gateways ?? {}).map(([key, gateway]) => {
    const label = gatewayLabel(key);
    const name = `${request.name}/${label}`;
    const { number, type } = gatewayPort(key, gateway);
    for (const route of gateway.routes ?? []) {
      const target = types.get(route.path) ?? type;
      if (target !== type)
        problems.error(
          "NotSupportedYet",
          locationOf(route, "path"),
          `a gateway that speaks ${type} in front of a port that speaks ${target} is not supported yet`,
          { expected: `\`${number}/${target}\`` },
        );
    }
    const paths = gateway.routes?.map((route) => route.path) ?? [];
    const targets = new Map([...tables].filter(([path]) => paths.includes(path)));
    const table = shortcut(planTable(name, gateway, targets));
    return {
      name,
      key: label,
      serviceName: objectName(request.name, label),
      service: request.gatewayService,
      number,
      type,
      listener: { portName: portName("gw", label), port: 0, mode: type, table },
    };
  });
}

/** A gateway that only leads to another one shares its requests as that one does. */
function shortcut(table: RoutingTable): RoutingTable {
  const [only] = table.pool;
  if (decides(table) || only?.target.kind !== "table") return table;
  return { ...only.target, gateway: table.gateway };
}
