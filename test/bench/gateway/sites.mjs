/** So many sites, each a host with a backend of its own; all backends are at one address. */
export function sitesOf(count, address) {
  return Array.from({ length: count }, (_, index) => ({
    host: `host${index}.example.com`,
    routes: [{ name: `backend${index}`, address, weight: 100 }],
  }));
}

/** Ten hosts, spread evenly over the sites. */
export function someHosts(sites) {
  const step = Math.ceil(sites.length / 10);
  return sites.filter((_, index) => index % step === step - 1).map(({ host }) => host);
}

/** The host of {@link splitSite}. */
export const splitHost = "split.example.com";

/** A site that two versions share; `percent` is the share of the second. */
export function splitSite(percent, [first, second]) {
  const routes = [
    { name: "version1", address: first, weight: 100 - percent },
    { name: "version2", address: second, weight: percent },
  ];
  return [{ host: splitHost, routes }];
}
