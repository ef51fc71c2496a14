import type { Blueprint } from "../artifacts/blueprint.js";
import type { DeploymentSettings } from "../artifacts/settings.js";
import type { Workflow } from "../artifacts/workflow.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName } from "../kubernetes/names.js";
import type { Leaf } from "../later.js";
import { locationOf } from "../reading/places.js";
import { backendsOf, type Listener, tablesOf } from "../routing/table.js";
import { planBlueprintGateways } from "./blueprintGateways.js";
import { type ClusterDraft, hostOf, planClusters } from "./cluster.js";
import type { EnvironmentPlan, PodSecurity } from "./environment.js";
import { checkDecisions, listenersOf, numbered, withListeners } from "./listener.js";
import { checkNames } from "./names.js";
import { type Outside, planOutside } from "./outside.js";
import type { DeploymentPlan } from "./plan.js";
import { type Settings, settle } from "./settings.js";
import { refuseUnsupported } from "./support.js";
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
  readonly pullSecrets: readonly Leaf<string>[];
}

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
  const gateways = planBlueprintGateways(request, drafts, problems);
  const listeners = numbered([
    ...gateways.flatMap(listenersOf),
    ...drafts.filter(({ plan }) => plan.routed).flatMap(clusterListeners),
  ]);
  const backends = backendsOf(listeners.flatMap(tablesOf));
  const reached = new Set(backends.map(({ host }) => host));
  const apart = new Set(backends.map(({ instances }) => instances?.host));
  const plan: DeploymentPlan = {
    name: request.name,
    namespace: request.namespace,
    clusters: drafts.map(({ plan }) => ({
      ...plan,
      services: plan.services.map((service) => ({
        ...service,
        routed: reached.has(hostOf(service.backendName, request)),
        apart: apart.has(hostOf(service.instancesName, request)),
      })),
    })),
    workflows: (asked.workflows ?? []).flatMap((workflow) => planWorkflow(workflow, request, problems) ?? []),
    gateways: gateways.map((gateway) => withListeners(gateway, listeners)),
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
  for (const table of listeners.flatMap(tablesOf)) checkDecisions(table, locationOf(request.blueprint), problems);
  return plan;
}

function clusterListeners({ plan, tables }: ClusterDraft): readonly Listener[] {
  return plan.ports.flatMap(({ name, type, portName }) => {
    const table = tables.get(name);
    return table === undefined ? [] : [{ portName, port: 0, mode: type, table }];
  });
}
