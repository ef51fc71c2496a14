import type { Range } from "../routing/bounds.js";
import type { Diff } from "./diff.js";
import { boundsInWords, changeInWords, sign } from "./words.js";

const kinds = { "+": "added", "-": "removed", "~": "changed" } as const;

/** A diff as `--json` prints it: shares from 0 to 1, null where they are known only later. */
export function diffReport({ gateways, workloads, refusals }: Diff): object {
  return {
    gateways: gateways.map((gateway) => ({
      name: gateway.name,
      ...(gateway.namespace !== "" && { namespace: gateway.namespace }),
      change: kinds[sign(gateway)],
      routes: gateway.routes.map(({ route, before, after }) => ({
        route,
        change: kinds[sign({ before, after })],
        before,
        after,
      })),
      settings: gateway.settings,
      listens: { before: gateway.ports.before ?? null, after: gateway.ports.after ?? null },
      classes: gateway.classes,
      affected: gateway.affected.map(({ who, example, ends }) => ({
        who,
        example,
        ends: ends.map((end) => ({
          end: end.end,
          before: end.before?.number ?? null,
          after: end.after?.number ?? null,
          words: changeInWords(end),
        })),
      })),
      grouped: gateway.grouped.map(({ who, example, ends }) => ({
        who,
        example,
        ends: ends.map((end) => ({
          end: end.end,
          before: bounds(end.before),
          after: bounds(end.after),
          words: boundsInWords(end),
        })),
      })),
    })),
    versions: workloads.map(({ namespace, deployment, cluster, service, before, after, differs, restarted }) => ({
      ...(namespace !== "" && { namespace }),
      deployment,
      cluster,
      version: service,
      change: kinds[sign({ before, after })],
      differs,
      restarted,
      instances: { before: before?.instances ?? null, after: after?.instances ?? null },
    })),
    refusals,
  };
}

const bounds = ({ least, most }: Range) => ({ least: least.number, most: most.number });
