import type { Gateway } from "../view/vampResources.js";

/** A route, and the route that it is within; just its name where it is within none. */
export type Place = string | { readonly route: string; readonly within: string | undefined };

/** A message about a gateway, or one of its routes: where it was written, what is wrong, and how to make it right. */
export function at(
  gateway: Pick<Gateway, "name" | "position" | "routes">,
  place: Place | undefined,
  problem: string,
  remedy: string,
): string {
  const { route, within } = typeof place === "object" ? place : { route: place, within: undefined };
  const position = (route === undefined ? undefined : gateway.routes[route]) ?? gateway.position;
  const named = route === undefined ? "" : `, route \`${route}\`${within === undefined ? "" : ` within \`${within}\``}`;
  return `${position === "" ? "" : `${position}: `}gateway \`${gateway.name}\`${named}: ${problem}. ${remedy}`;
}

/** What some routes do: `` `a` takes ``, `` `a`, `b` take ``. */
export function take(routes: readonly string[], where = ""): string {
  return `${listed(routes)}${where} ${routes.length === 1 ? "takes" : "take"}`;
}

/** Routes by their names: `` `a`, `b` ``. */
export function listed(routes: readonly string[]): string {
  return routes.map((route) => `\`${route}\``).join(", ");
}
