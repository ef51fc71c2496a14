import { endName } from "../routing/ends.js";
import type { Entrance } from "../routing/simulate.js";
import { noRoute, type RoutingTable } from "../routing/table.js";
import { textOf } from "./routes.js";
import type { GatewayState } from "./state.js";
import type { PlacedTable } from "./tables.js";

/** What changes of a gateway beside its routes, in words: where it listens, for whom, and how its tables decide. */
export function settingChanges(
  before: Pick<GatewayState, "entrance" | "ports">,
  after: Pick<GatewayState, "entrance" | "ports">,
  tables: { readonly before: readonly PlacedTable[]; readonly after: readonly PlacedTable[] },
): readonly string[] {
  return [
    ...listeningChanges(before, after),
    ...hostChanges(before.entrance, after.entrance),
    ...tables.before.flatMap(({ place, table }) => {
      const other = tables.after.find((one) => one.place === place)?.table;
      const words = other === undefined ? [] : tableChanges(table, other);
      return place === "" ? words : words.map((one) => `${place}: ${one}`);
    }),
  ];
}

function listeningChanges(was: Pick<GatewayState, "entrance" | "ports">, is: typeof was): readonly string[] {
  const words: string[] = [];
  const [ports, later] = [was.ports ?? [], is.ports ?? []].map((some) => some.join(", "));
  const known = was.ports !== undefined && is.ports !== undefined;
  if (known && ports !== later) words.push(`listens on ${ports} → ${later}`);
  else if (was.entrance.mode !== is.entrance.mode) words.push(`speaks ${was.entrance.mode} → ${is.entrance.mode}`);
  const { tls, trustedProxies } = was.entrance;
  if (tls && is.entrance.tls && textOf(tls) !== textOf(is.entrance.tls)) words.push("ends TLS in another way");
  if (textOf(trustedProxies) !== textOf(is.entrance.trustedProxies)) words.push("trusts different proxies");
  return words;
}

function hostChanges(was: Entrance, is: Entrance): readonly string[] {
  const [old, fresh] = [was, is].map(({ sites = [] }) => new Set(sites.flatMap(({ hosts }) => hosts)));
  const missing = (some: ReadonlySet<string> = new Set(), others: ReadonlySet<string> = new Set()) =>
    [...some].filter((host) => !others.has(host)).join(", ");
  const [come, gone] = [missing(fresh, old), missing(old, fresh)];
  return [...(come === "" ? [] : [`answers for ${come}`]), ...(gone === "" ? [] : [`no longer answers for ${gone}`])];
}

function tableChanges(was: RoutingTable, is: RoutingTable): readonly string[] {
  const words: string[] = [];
  const keys = ({ conditions }: RoutingTable) => conditions.map(({ route, condition }) => textOf([route, condition]));
  const [old, fresh] = [keys(was), keys(is)];
  const common = (some: readonly string[], others: readonly string[]) => {
    const known = new Set(others);
    return textOf(some.filter((one) => known.has(one)));
  };
  if (common(old, fresh) !== common(fresh, old)) words.push("conditions are asked in another order");
  const [kept, keeps] = [was.stickyCookie, is.stickyCookie];
  if (kept !== keeps && keeps === undefined) words.push("no longer keeps clients with their route");
  else if (kept !== keeps)
    words.push(`keeps clients with their route${kept === undefined ? "" : ", by another cookie"}`);
  const [left, leaves] = [was.otherwise ?? noRoute, is.otherwise ?? noRoute];
  if (textOf(left) !== textOf(leaves)) {
    const [before, after] = [endName(left), endName(leaves)];
    words.push(`what no route takes is ${before === after ? `${after} in another way` : `${before} → ${after}`}`);
  }
  return words;
}
