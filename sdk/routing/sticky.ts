import { cookieValues, type RequestFacts } from "../conditions/request.js";
import { shortHash } from "../kubernetes/names.js";
import type { RoutingTable, WeightedRoute } from "./table.js";

/** The value that a sticky cookie has for a route. It says nothing about the route to the client, and stays as long as it does. */
export function stickyValue(route: string): string {
  return shortHash(route, 16);
}

/** The route that a request's cookie keeps it with: one of the pool, whatever its weight. */
export function stickyRoute({ stickyCookie, pool }: RoutingTable, request: RequestFacts): WeightedRoute | undefined {
  if (stickyCookie === undefined) return undefined;
  const values = cookieValues(request, stickyCookie);
  return pool.find(({ route }) => values.includes(stickyValue(route)));
}
