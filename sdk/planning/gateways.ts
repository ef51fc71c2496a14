import { ProblemsError } from "../diagnostics/format.js";
import { nearest } from "../diagnostics/nearest.js";
import { Problems } from "../diagnostics/problem.js";
import type { YamlText } from "../reading/artifacts.js";
import type { Outcomes } from "../routing/outcome.js";
import { type RequestArgs, requestOf } from "../routing/request.js";
import { type Entrance, simulator } from "../routing/simulate.js";
import type { Backend } from "../routing/table.js";
import { whole } from "../routing/weights.js";
import { gatewayPorts } from "./outputs.js";
import type { ClusterPlan, ClusterPort, DeploymentPlan, GatewayPlan } from "./plan.js";
import { nameByFile, type Planned, planWanted, readWanted, type WantedOptions } from "./texts.js";

/** How gateways are read from texts. */
export interface GatewaysOptions extends Pick<WantedOptions, "external"> {
  /** Takes `< raw HAProxy rules >` in conditions; what depends on them is told for each answer. Default: false. */
  readonly allowRawAcl?: boolean | undefined;
}

/** A gateway to which requests can be sent without a cluster. */
export interface SimulatedGateway {
  /** Vamp's name: `shop/9050`, `shop/cart/web`, `edge`. */
  readonly name: string;
  /** True for one that others than the services of its deployment use. */
  readonly outer: boolean;
  /** The ports of its Service, its own first, with what is spoken there: `443/https`. */
  readonly ports: readonly string[];
  readonly entrance: Entrance;
  /**
   * What happens to a request: every way that it may go, with exact probabilities. Gateways of other deployments that it
   * comes to are walked through.
   * @throws TypeError for what no client can send.
   */
  readonly simulate: (request: RequestArgs) => Outcomes;
}

/** The gateways of some blueprints and gateways, by name. */
export class Gateways {
  constructor(
    /** Those that others use first. */
    readonly all: readonly SimulatedGateway[],
  ) {}

  /** The names of all. */
  get names(): readonly string[] {
    return this.all.map(({ name }) => name);
  }

  /**
   * The gateway of a name.
   * @throws RangeError when there is none.
   */
  gateway(name: string): SimulatedGateway {
    const found = this.all.find((one) => one.name === name);
    if (found !== undefined) return found;
    const near = nearest(name, this.names);
    const hint = near === undefined ? "" : `; did you mean \`${near}\`?`;
    throw new RangeError(`there is no gateway \`${name}\`${hint} (there are ${this.names.join(", ") || "none"})`);
  }
}

/**
 * Reads the gateways of blueprints and gateways, as the components would make them with every setting at its default. A
 * deployment is called as its blueprint, and a blueprint without a name as its file.
 * @throws ProblemsError when something is wrong with the texts.
 */
export function readGateways(texts: readonly YamlText[], options: GatewaysOptions = {}): Gateways {
  const problems = new Problems();
  const gateways = gatewaysOf(texts, problems, options);
  if (problems.hasErrors) throw new ProblemsError(problems.list);
  return gateways;
}

/** {@link readGateways} for callers that tell the problems themselves. */
export function gatewaysOf(texts: readonly YamlText[], problems: Problems, options: GatewaysOptions = {}): Gateways {
  const wanted = readWanted(texts, problems, nameByFile, options);
  return new Gateways(
    simulatedGateways(planWanted(wanted, { organisation: "organisation", environment: "environment" }, problems)),
  );
}

/** A gateway where Kubernetes finds it: by the name of its Service. */
interface Addressed extends Pick<SimulatedGateway, "name" | "outer" | "ports" | "entrance"> {
  /** `service.namespace:port`; undefined for one that no other leads to. */
  readonly address: string | undefined;
}

/** The gateways of what was planned. */
export function simulatedGateways({ deployments, gateways }: Planned): readonly SimulatedGateway[] {
  const plans = deployments.map(({ plan }) => plan);
  const all: readonly Addressed[] = [
    ...gateways.map(({ gateway }) => ({
      name: gateway.name,
      outer: true,
      ports: portsOf(gateway),
      entrance: gateway.listener,
      address: undefined,
    })),
    ...plans.flatMap(outerGateways),
    ...plans.flatMap(clusterGateways),
  ];
  const byAddress = new Map(all.map(({ address, entrance }) => [address, entrance]));
  const behind = ({ host, port }: Backend) => byAddress.get(`${host.replace(/\.svc\..*$/, "")}:${port}`);
  return all.map(({ name, outer, ports, entrance }) => {
    const ask = simulator(entrance, { behind });
    return { name, outer, ports, entrance, simulate: (request) => ask(requestOf(request)) };
  });
}

function outerGateways({ namespace, gateways }: DeploymentPlan): readonly Addressed[] {
  return gateways.map((gateway) => {
    const { name, serviceName, number, listener } = gateway;
    const address = `${serviceName}.${namespace}:${number}`;
    return { name, outer: true, ports: portsOf(gateway), entrance: listener, address };
  });
}

function portsOf(gateway: GatewayPlan): readonly string[] {
  return gatewayPorts(gateway).map(({ number, scheme }) => `${number}/${scheme}`);
}

function clusterGateways({ name: deployment, namespace, clusters, agent }: DeploymentPlan): readonly Addressed[] {
  return clusters.flatMap((cluster) =>
    cluster.ports.flatMap((port): readonly Addressed[] => {
      const name = `${deployment}/${cluster.name}/${port.name}`;
      const listener = agent?.listeners.find(({ table }) => table.gateway === name);
      const entrance = cluster.routed ? listener : onlyVersion(name, cluster, port);
      const address = `${cluster.serviceName}.${namespace}:${port.number}`;
      const ports = [`${port.number}/${port.type}`];
      return entrance === undefined ? [] : [{ name, outer: false, ports, entrance, address }];
    }),
  );
}

/** The Service of a cluster with one version and nothing to decide, which leads to its pods. */
function onlyVersion(gateway: string, { name, services }: ClusterPlan, port: ClusterPort): Entrance | undefined {
  const [only] = services;
  const number = only?.ports.find((one) => one.name === port.name)?.number;
  if (only === undefined || number === undefined) return undefined;
  return serviceEntrance({ gateway, cluster: name, version: only.name, port: port.name, number, mode: port.type });
}

/** Where no agent stands: a Service that leads to the pods of the only version of a cluster. */
export function serviceEntrance(of: {
  /** Vamp's name of the gateway that would be there. */
  readonly gateway: string;
  readonly cluster: string;
  /** Name of the breed. */
  readonly version: string;
  /** Vamp's name of the port. */
  readonly port: string;
  /** Number of the port on the pods. */
  readonly number: number;
  readonly mode: Entrance["mode"];
}): Entrance {
  const { gateway, cluster, version, port, number, mode } = of;
  const title = `${cluster}/${version}/${port}`;
  const target = { kind: "backend", name: title, title, host: "pods", port: number, awaited: true } as const;
  const pool = [{ route: version, weight: whole, target }];
  return { mode, agent: false, table: { kind: "table", gateway, conditions: [], pool } };
}
