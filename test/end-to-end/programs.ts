/** Image of the lab's echo service. */
export const echoImage = "vamp/echo:1.0";

/** A service of the echo image, as a program writes it. */
export function echoService(version: string, instances = 2): object {
  return {
    breed: {
      name: `shop:${version}`,
      deployable: echoImage,
      ports: { web: "8080/http" },
      environmentVariables: { SERVICE: "shop", VERSION: version },
    },
    scale: { cpu: 0.1, memory: "32MB", instances },
  };
}

/** Weights in percent by version. */
export type Shares = Readonly<Record<string, number>>;

/** A blueprint with one cluster `shop` of some versions, and a gateway on port 9050 unless said otherwise. */
export function shopBlueprint(shares: Shares, gateway = true): object {
  const versions = Object.keys(shares);
  const routes = Object.fromEntries(versions.map((version) => [`shop:${version}`, { weight: `${shares[version]}%` }]));
  return {
    ...(gateway ? { gateways: { 9050: "shop/web" } } : {}),
    clusters: { shop: { services: versions.map((version) => echoService(version)), gateways: { routes } } },
  };
}

/** A program that deploys a blueprint as `shop` and tells where to find it. */
export function deploy(blueprint: object, more: object = {}): string {
  return `
const shop = new vamp.VampDeployment("shop", { environment, blueprint: ${JSON.stringify(blueprint)}, ...${JSON.stringify(more)} });
exports.clusters = shop.clusters;`;
}
