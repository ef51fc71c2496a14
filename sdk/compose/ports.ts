import type { Problems } from "../diagnostics/problem.js";
import { asText, type Entry, get, type Node, textOf } from "../reading/node.js";
import type { Location } from "../reading/source.js";
import { interpolated } from "./interpolation.js";

/** A port of a service that another one speaks of. */
export interface AskedPort {
  readonly port: string;
  /** Where it does. */
  readonly location: Location;
}

/**
 * The ports of a breed that docker-compose's ports stand for: `port_N` for the container's port N. Ports of the host are
 * left out, since a gateway has its own; so are ranges, with a warning.
 *
 * @param asked ports that other services speak of, which are there too.
 */
export function composePorts(
  given: readonly Node[],
  asked: readonly AskedPort[],
  problems: Problems,
): readonly Entry[] {
  const ports = new Map<string, Entry>();
  const add = (number: string, type: string, at: Location) =>
    ports.set(`port_${number}`, { key: `port_${number}`, keyLocation: at, value: textOf(at, `${number}${type}`) });
  for (const node of given) {
    const text = interpolated(shortForm(node), node.location, problems);
    const [, number, range, protocol] =
      /^(?:\[[^\]]*\]:)?(?:[\d.:-]*:)?(\d{1,5})(-\d{1,5})?(?:\/(\w+))?$/.exec(text) ?? [];
    if (protocol === "udp")
      problems.error("UnsupportedProtocolError", node.location, `\`${text}\` speaks UDP, which no gateway does`, {
        expected: "a port that speaks TCP",
      });
    else if (number === undefined)
      problems.error("InvalidPortError", node.location, `\`${text}\` is not a port`, {
        expected: "`80`, `8080:80`, `127.0.0.1:8080:80` or `{target: 80, published: 8080}`",
      });
    else if (range !== undefined)
      problems.warn("DroppedByImport", node.location, `\`${text}\` is a range of ports, and is left out`);
    else add(number, protocol === "tcp" ? "/tcp" : "", node.location);
  }
  for (const { port, location } of asked) if (!ports.has(`port_${port}`)) add(port, "/tcp", location);
  return [...ports.values()];
}

/** A port in one text: of the long form, `{target: 80, published: 8080, protocol: tcp}`, the host's part is left out. */
function shortForm(node: Node): string {
  if (node.kind !== "map") return asText(node) ?? "";
  const [target, protocol] = ["target", "protocol"].map((key) => asText(get(node, key)));
  return `${target ?? ""}${protocol === undefined ? "" : `/${protocol}`}`;
}
