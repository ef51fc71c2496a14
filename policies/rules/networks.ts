/** True for a network that holds every address, as CIDR writes it: `0.0.0.0/0`, `::/0`. */
export function isEverywhere(network: unknown): boolean {
  return typeof network === "string" && network.trim().endsWith("/0");
}
