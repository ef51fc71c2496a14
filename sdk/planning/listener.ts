import type { Gateway } from "../artifacts/gateway.js";
import type { GatewayTls } from "../artifacts/gatewayTls.js";
import { allRoutes } from "../artifacts/route.js";
import type { Problems } from "../diagnostics/problem.js";
import { portName } from "../kubernetes/names.js";
import { Later, type Leaf, whenKnown } from "../later.js";
import { locationOf } from "../reading/places.js";
import type { Location } from "../reading/source.js";
import { hstsMaxAge, type Listener, type ListenerTls, type Site } from "../routing/listener.js";
import { decisionCount, mostDecisions, type RoutingTable, type Target, unknownHost } from "../routing/table.js";
import { whole } from "../routing/weights.js";
import type { GatewayPlan, GatewayPort } from "./plan.js";
import { planAnswer } from "./routeTarget.js";
import { chosenNodePort, type ServiceChoice } from "./settings.js";
import { onlyOf, planTable, type TableOptions, type TableRules } from "./table.js";
import { planCertificate } from "./traffic.js";

/** What a listener of a gateway is planned from. */
export interface ListenerRequest {
  /** Vamp's name of the gateway. */
  readonly name: string;
  /** What its ports are called, before their numbers. */
  readonly label: string;
  readonly number: number;
  readonly mode: Listener["mode"];
  readonly gateway: Gateway;
  /** How its Service is reached. */
  readonly service: Pick<ServiceChoice, "type" | "nodePort" | "nodePorts">;
  /** How its own routes share requests. */
  readonly table: RoutingTable;
  /** Hosts with tables of their own. */
  readonly sites: readonly Site[];
}

/** The listeners of a gateway: that of its port, and what else its Service has. Their ports' numbers are chosen later. */
export interface GatewayListeners {
  readonly listener: Listener;
  readonly others: readonly GatewayPort[];
}

/** The tables of a gateway: that of its own routes, and those of its hosts. Only what a route names is a target, or what its selector found. */
export function planTables(
  name: string,
  gateway: Gateway,
  targets: ReadonlyMap<string, Target>,
  options: TableOptions = {},
): Pick<ListenerRequest, "table" | "sites"> {
  const { hosts = {}, routes = [], sticky, otherwise, selector, ...rules } = gateway;
  const tableOf = (named: string, own: TableRules) => {
    const selects = selector !== undefined && named === name;
    return planTable(named, own, selects ? targets : onlyOf(targets, allRoutes(own.routes ?? [])), options);
  };
  const sites = Object.entries(hosts).map(([host, own]) => {
    const said = { ...rules, otherwise, ...own };
    return { hosts: [host.toLowerCase()], table: tableOf(`${name}/${host.toLowerCase()}`, said) };
  });
  return { table: tableOf(name, { ...rules, routes, sticky, otherwise }), sites };
}

/** Plans how an agent listens for a gateway. */
export function planListeners(request: ListenerRequest, problems: Problems): GatewayListeners {
  const { label, mode, gateway } = request;
  const { tls, acceptProxy, maxClients, compression, ports = [] } = gateway;
  const trustedProxies = mode === "tcp" ? undefined : trustedBy(request);
  const asked = {
    ...(acceptProxy === undefined ? {} : { acceptProxy }),
    ...(trustedProxies === undefined ? {} : { trustedProxies }),
    ...(maxClients === undefined ? {} : { maxConnections: maxClients }),
  };
  const listener: Listener = {
    portName: portName("gw", label),
    port: 0,
    mode,
    ...hostsOf(request),
    ...(tls === undefined ? {} : { tls: planTls(tls) }),
    ...asked,
    ...(compression === undefined ? {} : { compression }),
  };
  const nameOf = (other: number) => portName("gw", label, String(other));
  const same = ports.map((other) => ({ name: nameOf(other), number: other, listener }));
  const from = tls?.redirectFrom;
  if (from === undefined) return { listener, others: same };
  const table = redirectTable(request, from, problems);
  const plain = { portName: nameOf(from), port: 0, mode: "http", table, ...asked } as const;
  return { listener, others: [...same, { name: plain.portName, number: from, listener: plain }] };
}

/** Who comes from outside of the cluster is nobody's proxy, unless the gateway says so. */
function trustedBy({ gateway: { trustedProxies }, service }: ListenerRequest): readonly string[] | undefined {
  return trustedProxies ?? (service.type === "ClusterIP" ? undefined : []);
}

/** A gateway with virtual hosts answers for those; one that has only hosts with routes of their own for no other. */
function hostsOf({ name, gateway, table, sites }: ListenerRequest): Pick<Listener, "table" | "sites"> {
  const { virtualHosts = [], otherwise, routes = [], selector } = gateway;
  const lowerCase = virtualHosts.map((host) => host.toLowerCase());
  const all = virtualHosts.length === 0 ? sites : [{ hosts: lowerCase, table }, ...sites];
  if (all.length === 0) return { table };
  const routed = routes.length > 0 || selector !== undefined;
  const forOthers = virtualHosts.length === 0 && routed ? table : nobody(name, otherwise);
  return { table: forOthers, sites: all };
}

function nobody(gateway: string, otherwise: Gateway["otherwise"]): RoutingTable {
  const answer = otherwise === undefined ? unknownHost : planAnswer(otherwise);
  return { kind: "table", gateway, conditions: [], pool: [], otherwise: answer };
}

/** Sends clients from a port to the gateway's own: those who came by a port of a node, to the other one of the node. */
function redirectTable(request: ListenerRequest, from: number, problems: Problems): RoutingTable {
  const { name, number, service, gateway } = request;
  const to = (port: Leaf<number>) => ({ kind: "redirect", status: 308, scheme: "https", port }) as const;
  const pool = [{ route: "https", weight: whole, target: to(number) }];
  const plain = { kind: "table", gateway: name, conditions: [], pool } as const;
  if (service.type !== "NodePort") return plain;
  const [cameBy, own] = [chosenNodePort(service, from, false), chosenNodePort(service, number, true)];
  if (own !== undefined && cameBy !== undefined && !(cameBy instanceof Later)) {
    const condition = `header Host contains :${cameBy}`;
    return { ...plain, conditions: [{ route: "node", condition, strength: whole, target: to(own) }] };
  }
  const at = locationOf(gateway.tls ?? gateway, "redirectFrom");
  problems.warn("InvalidValue", at, `who comes by a port of a node is sent to port ${number}, where no node listens`, {
    expected: `\`nodePorts: { ${number}: …, ${from}: … }\` of its Service, each a number that is known before`,
  });
  return plain;
}

function planTls({ certificates, minVersion, clients, hsts }: GatewayTls): ListenerTls {
  return {
    certificates: certificates.map(planCertificate),
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(clients === undefined
      ? {}
      : { clients: { ca: planCertificate(clients.ca), required: clients.required ?? true } }),
    ...(hsts === undefined
      ? {}
      : {
          hsts: {
            maxAge: whenKnown(hsts.maxAge ?? hstsMaxAge, (milliseconds) => Math.round(milliseconds / 1000)),
            includeSubdomains: hsts.includeSubdomains ?? false,
            preload: hsts.preload ?? false,
          },
        }),
  };
}

/** Number of the first port on which an agent listens; below 1024 an ordinary user may not. */
const firstListenerPort = 10_000;

/** Every listener of a gateway, each once. */
export function listenersOf({ listener, others }: Pick<GatewayPlan, "listener" | "others">): readonly Listener[] {
  return [...new Set([listener, ...others.map((other) => other.listener)])];
}

/** Listeners on the ports of one agent. */
export function numbered(listeners: readonly Listener[]): readonly Listener[] {
  return listeners.map((listener, index) => ({ ...listener, port: firstListenerPort + index }));
}

/** A gateway with its listeners as their agent has them. */
export function withListeners(gateway: GatewayPlan, listeners: readonly Listener[]): GatewayPlan {
  const find = (listener: Listener) => listeners.find(({ portName }) => portName === listener.portName) ?? listener;
  const others = gateway.others.map((other) => ({ ...other, listener: find(other.listener) }));
  return { ...gateway, listener: find(gateway.listener), others };
}

/** Refuses a gateway with more decisions than its agent can count. */
export function checkDecisions(table: RoutingTable, location: Location, problems: Problems): void {
  const decisions = decisionCount(table);
  if (decisions > mostDecisions)
    problems.error("InvalidValue", location, `the gateway \`${table.gateway}\` has ${decisions} decisions to make`, {
      expected: `at most ${mostDecisions} conditions with a strength and splits by weight`,
    });
}
