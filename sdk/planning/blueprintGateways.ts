import type { Gateway } from "../artifacts/gateway.js";
import type { Port } from "../artifacts/leaves.js";
import { routesOf } from "../checks/gateway.js";
import { gatewayLabel, gatewayPort } from "../checks/gateways.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName } from "../kubernetes/names.js";
import { locationOf } from "../reading/places.js";
import { placeNamed } from "../reading/source.js";
import { onlyTarget, type RoutingTable, type Target } from "../routing/table.js";
import { type ClusterDraft, instancesIn } from "./cluster.js";
import type { DeploymentContext } from "./deployment.js";
import { planListeners, planTables } from "./listener.js";
import type { GatewayPlan } from "./plan.js";

/** Plans the gateways of a blueprint, which lead to the ports of its clusters. */
export function planBlueprintGateways(
  request: DeploymentContext,
  drafts: readonly ClusterDraft[],
  problems: Problems,
): readonly GatewayPlan[] {
  const types = new Map<string, Port["type"]>(
    drafts.flatMap(({ plan }) => plan.ports.map((port) => [`${plan.name}/${port.name}`, port.type] as const)),
  );
  const targets = new Map<string, Target>(
    drafts.flatMap(({ plan, tables }) => [...tables].map(([port, table]) => [`${plan.name}/${port}`, table] as const)),
  );
  const services = drafts.flatMap(({ plan }) => plan.services);
  const options = { instancesOf: instancesIn(services, request) };
  refuseSharedNodePort(request, problems);
  return Object.entries(request.blueprint.gateways ?? {}).map(([key, gateway]) => {
    const label = gatewayLabel(key);
    const name = `${request.name}/${label}`;
    const { number, type } = gatewayPort(key, gateway);
    refuseOtherTypes(gateway, { number, type }, types, problems);
    const { table, sites } = planTables(name, gateway, targets, options);
    const own = sites.length === 0 ? shortcut(table) : table;
    return {
      name,
      key: label,
      serviceName: objectName(request.name, label),
      virtualHosts: gateway.virtualHosts ?? [],
      service: request.gatewayService,
      number,
      type,
      selected: [],
      ...planListeners(
        {
          name,
          label,
          number,
          mode: type,
          gateway,
          service: request.gatewayService,
          table: own,
          sites,
        },
        problems,
      ),
    };
  });
}

/** A port of every node leads to one gateway. */
function refuseSharedNodePort({ blueprint, gatewayService }: DeploymentContext, problems: Problems): void {
  const gateways = Object.keys(blueprint.gateways ?? {});
  if (gatewayService.nodePort === undefined || gateways.length < 2) return;
  const numbers = gateways.map((key) => `${gatewayLabel(key)}: …`).join(", ");
  problems.error(
    "InvalidValue",
    placeNamed("gatewayService.nodePort"),
    `one port of every node for ${gateways.length} gateways: Kubernetes gives it to the first of them only`,
    { expected: `one for each, by their own ports: \`nodePorts: { ${numbers} }\`` },
  );
}

/** An agent speaks on a port what is spoken behind it. */
function refuseOtherTypes(
  gateway: Gateway,
  { number, type }: Port,
  types: ReadonlyMap<string, Port["type"]>,
  problems: Problems,
): void {
  for (const route of routesOf(gateway)) {
    const target = types.get(route.path) ?? type;
    if (target !== type)
      problems.error(
        "NotSupportedYet",
        locationOf(route, "path"),
        `a gateway that speaks ${type} in front of a port that speaks ${target} is not supported yet`,
        { expected: `\`${number}/${target}\`` },
      );
  }
}

/** A gateway that only leads to another one shares its requests as that one does. */
function shortcut(table: RoutingTable): RoutingTable {
  const target = onlyTarget(table);
  const plain = table.stickyCookie === undefined && table.otherwise === undefined;
  return plain && target?.kind === "table" && target.edits === undefined
    ? { ...target, gateway: table.gateway }
    : table;
}
