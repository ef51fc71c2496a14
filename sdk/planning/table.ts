import type { Gateway } from "../artifacts/gateway.js";
import { conditionOf, type Route } from "../artifacts/route.js";
import { weightProblem } from "../checks/gateway.js";
import { ProblemsError } from "../diagnostics/format.js";
import { Later, type Leaf, whenKnown } from "../later.js";
import type { RoutingTable, Target } from "../routing/table.js";
import { fillWeights, knownWeights, whole } from "../routing/weights.js";

/**
 * Makes the routing table of a gateway: its routes in their order, then the targets that no route names, weights filled.
 * So a service that was just added gets 0 % where the others have 100 % already, and an equal share where nobody has any.
 */
export function planTable(
  name: string,
  gateway: Gateway | undefined,
  targets: ReadonlyMap<string, Target>,
): RoutingTable {
  const named: readonly Route[] = gateway?.routes ?? [];
  const unnamed = [...targets.keys()]
    .filter((path) => !named.some((route) => route.path === path))
    .map((path): Route => ({ path }));
  const routes = [...named, ...unnamed].flatMap((route) => {
    const target = targets.get(route.path);
    return target === undefined ? [] : [{ route, target }];
  });
  const given = routes.map(({ route }) => route.weight);
  const filled = whenKnown(given, (known) => fill(known, gateway));
  const weight = (index: number): Leaf<number> =>
    filled instanceof Later ? filled.map((weights) => weights[index] ?? 0) : (filled[index] ?? 0);
  return {
    kind: "table",
    gateway: name,
    conditions: routes.flatMap(({ route, target }) => {
      const condition = conditionOf(route);
      if (condition === undefined) return [];
      return [{ route: route.path, condition, strength: route.conditionStrength ?? whole, target }];
    }),
    pool: routes.map(({ route, target }, index) => ({ route: route.path, weight: weight(index), target })),
  };
}

function fill(known: readonly (number | undefined)[], gateway: Gateway | undefined): readonly number[] {
  const filled = fillWeights(known);
  if (!("sum" in filled)) return filled;
  // Weights that were known were refused with the blueprint; these became known later.
  const wereKnown = knownWeights((gateway?.routes ?? []).map((route) => route.weight)) !== undefined;
  if (gateway === undefined || wereKnown) return [];
  throw new ProblemsError([weightProblem(gateway, filled.sum)]);
}
