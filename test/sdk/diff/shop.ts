import { runVamp } from "../cli/world.js";

/** A version of the cluster `shop`, with so many instances. */
export type Version = readonly [name: string, instances: number];

/** What a blueprint `shop` says, where it is not as usual. */
export interface ShopOptions {
  readonly versions?: readonly Version[];
  /** The routes of the cluster's gateway, in YAML. */
  readonly routes?: string;
  /** What stands behind it. */
  readonly more?: string;
  readonly name?: string;
}

/** A blueprint with a cluster of two versions behind a gateway on port 80. */
export function shop({
  versions = [
    ["s:1", 2],
    ["s:2", 1],
  ],
  routes = '{"s:1": {weight: 95%}, "s:2": {weight: 5%}}',
  more = "",
  name = "shop",
}: ShopOptions = {}): string {
  const services = versions.map(
    ([breed, instances]) =>
      `    - {breed: {name: "${breed}", deployable: "i:1", ports: {web: 8080}}, scale: {cpu: 0.1, memory: 32MB, instances: ${instances}}}\n`,
  );
  return `name: ${name}\ngateways: {80: shop/web}\nclusters:\n  shop:\n    services:\n${services.join("")}    gateways: {routes: ${routes}}\n${more}`;
}

/** A gateway that stands alone beside the usual blueprint, told in YAML. */
export function edge(rules: string): string {
  return shop({ more: `---\nkind: gateways\nname: edge\n${rules}` });
}

/** The routes to both versions by their weights. */
export function split(one: number, other: number): string {
  return `{"shop/shop/s:1/web": {weight: ${one}%}, "shop/shop/s:2/web": {weight: ${other}%}}`;
}

/** What `vamp diff` says. */
export function diffed(before: string, after: string, options = "") {
  const files = { "before.yml": before, "after.yml": after };
  const words = ["diff", ...options.split(" ").filter((word) => word !== ""), "before.yml", "after.yml"];
  return runVamp(files, words.join(" "));
}

/** The text of a diff in one line, for lines are broken where they are too long. */
export function inOneLine({ out }: { readonly out: string }): string {
  return out.replace(/\s+/g, " ");
}
