import { integer } from "./quote.js";

/**
 * Environment variables of the container that say where its pod is (`status.podIP` and `status.podIPs`). Without them an
 * agent knows IPv4 only. The first is an address to listen on beside all of IPv4, which the configuration makes all of IPv6
 * where the pod has an address of that kind.
 */
export const podVariables = { first: "VAMP_LISTEN", all: "VAMP_POD_IPS" } as const;

/** True of a pod that has an address of IPv6, or of IPv4: the other kind may be switched off in its kernel. */
const hasAddress = { v6: `strstr("\\"\${${podVariables.all}}\\"",:)`, v4: `strstr("\\"\${${podVariables.all}}\\"",.)` };

/** Lines that count where a condition holds. HAProxy 2.6 cannot look into a text, and leaves them out. */
function onlyWhere(condition: string, line: string): readonly string[] {
  return [".if version_atleast(2.7)", `.if ${condition}`, line, ".endif", ".endif"];
}

/** Lines of `global` on which {@link bindWords} depend. */
export const listenLines: readonly string[] = [
  "  # A pod with an address of IPv6 listens on all that it has of them.",
  ...onlyWhere(hasAddress.v6, `  setenv ${podVariables.first} ::`),
];

/** Lines of `defaults` that say which kind of address of a name is asked for first; the other one is when there is none. */
export const preferLines: readonly string[] = [
  "  # Which addresses of a name are asked for first: those that the pod itself has.",
  "  default-server resolve-prefer ipv4",
  ...onlyWhere(`${hasAddress.v6} && !${hasAddress.v4}`, "  default-server resolve-prefer ipv6"),
];

/**
 * A `bind` to a port of the pod. IPv6 has a socket of its own (`v6only`), so that a client's IPv4 address is one, not
 * `::ffff:192.0.2.1`. On a pod without IPv6 the second address is its first once more, which does no harm.
 */
export function bindWords(port: number): string {
  return `bind :${integer(port)},"\${${podVariables.first}}:${integer(port)}" v6only`;
}
