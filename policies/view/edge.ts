import { parseCondition, testsIn } from "pulumi-vamp/sdk";
import type { Table } from "./components.js";
import { placedTables } from "./tables.js";
import type { Entrance } from "./vampResources.js";

/*
 * What rules of the edge ask of a gateway, in one place: how it is reached, and for which hosts.
 */

/** True for a gateway that can be reached from outside the cluster. */
export function leavesCluster({ service }: Entrance): boolean {
  return service.type !== "ClusterIP";
}

/** A host name that a gateway answers for or looks for. */
export interface AskedHost {
  /** In lower case; `*.example.com` is every host below `example.com`. */
  readonly host: string;
  /** The route whose condition looks for it; undefined for a host of the gateway. */
  readonly route: string | undefined;
  /** The route that this one is within; undefined where it is within none. */
  readonly within: string | undefined;
}

/** The hosts under which a gateway answers, as they were written of it. */
export function ownHosts({ sites }: Entrance): readonly AskedHost[] {
  return sites.flatMap(({ hosts }) =>
    hosts.map((host) => ({ host: host.toLowerCase(), route: undefined, within: undefined })),
  );
}

/** The hosts that requests from outside can ask a gateway for. */
export function hostsClaimed(entrance: Entrance): readonly AskedHost[] {
  const { routing, sites } = entrance;
  return [...ownHosts(entrance), ...[routing, ...sites.map(({ table }) => table)].flatMap(hostsAsked)];
}

/** The hosts that the conditions of a table look for, and those of the routes within its routes. */
export function hostsAsked(table: Table): readonly AskedHost[] {
  return placedTables(table).flatMap(({ table: { conditions }, within }) =>
    conditions.flatMap(({ route, condition }) => {
      const { tree } = parseCondition(condition, { allowRawAcl: true });
      if (tree === undefined) return [];
      return testsIn(tree).flatMap(({ test, negated }) =>
        test.kind === "host" && !negated ? [{ host: test.value.toLowerCase(), route, within }] : [],
      );
    }),
  );
}
