import type { Gateway } from "../view/vampResources.js";

/** A message about a gateway, or one of its routes: where it was written, what is wrong, and how to make it right. */
export function at(
  gateway: Pick<Gateway, "name" | "position" | "routes">,
  route: string | undefined,
  problem: string,
  remedy: string,
): string {
  const position = (route === undefined ? undefined : gateway.routes[route]) ?? gateway.position;
  const place = route === undefined ? "" : `, route \`${route}\``;
  return `${position === "" ? "" : `${position}: `}gateway \`${gateway.name}\`${place}: ${problem}. ${remedy}`;
}
