// Traefik with its file provider: a router and a service for each site.
import { join } from "node:path";
import { program, versions } from "./programs.mjs";

const services = (routes) =>
  routes.map(({ name, address }) => [name, { loadBalancer: { servers: [{ url: `http://${address}` }] } }]);

function dynamic({ sites }) {
  const routers = {};
  const found = {};
  for (const [index, { host, routes }] of sites.entries()) {
    const whole = routes.length === 1;
    const service = whole ? routes[0].name : `pool${index}`;
    routers[`site${index}`] = { rule: `Host(\`${host}\`)`, service, entryPoints: ["web"] };
    Object.assign(found, Object.fromEntries(services(routes)));
    if (!whole) found[service] = { weighted: { services: routes.map(({ name, weight }) => ({ name, weight })) } };
  }
  return { http: { routers, services: found } };
}

/** What it is started with in every case: nothing that asks anyone outside. */
export const traefikArguments = (port) => [
  `--entryPoints.web.address=:${port}`,
  "--global.checkNewVersion=false",
  "--global.sendAnonymousUsage=false",
  "--log.level=ERROR",
];

export const traefik = {
  name: "traefik",
  title: () => `Traefik ${versions.traefik}`,
  files: (plan) => ({ "routes.yml": JSON.stringify(dynamic(plan)) }),
  command: (folder, { port }) => [
    program("traefik"),
    ...traefikArguments(port),
    `--providers.file.filename=${join(folder, "routes.yml")}`,
  ],
  env: ({ threads }) => ({ ...process.env, GOMAXPROCS: String(threads) }),
  splits: "a weighted service",
  changes: "a file that it watches",
  change: () => {},
};
