// Envoy: a virtual host and a cluster for each site. Where weights change, routes come from a file that Envoy watches.
import { join } from "node:path";
import { program, versions } from "./programs.mjs";

const typed = (name, value) => ({ "@type": `type.googleapis.com/envoy.${name}`, ...value });

function clusterOf({ name, address }) {
  const [host, port] = address.split(":");
  const endpoint = { address: { socket_address: { address: host, port_value: Number(port) } } };
  return {
    name,
    connect_timeout: "2s",
    type: "STATIC",
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint }] }] },
  };
}

function virtualHost({ host, routes }, index) {
  const weighted = { clusters: routes.map(({ name, weight }) => ({ name, weight })) };
  const route = routes.length === 1 ? { cluster: routes[0].name } : { weighted_clusters: weighted };
  return { name: `site${index}`, domains: [host], routes: [{ match: { prefix: "/" }, route }] };
}

const routesOf = ({ sites }) => ({ name: "routes", virtual_hosts: sites.map(virtualHost) });

function filesOf(plan, folder) {
  const watched = plan.sites.some(({ routes }) => routes.length > 1);
  const file = join(folder, "routes.json");
  const routes = watched
    ? {
        rds: {
          route_config_name: "routes",
          config_source: { resource_api_version: "V3", path_config_source: { path: file } },
        },
      }
    : { route_config: routesOf(plan) };
  const manager = typed("extensions.filters.network.http_connection_manager.v3.HttpConnectionManager", {
    stat_prefix: "web",
    ...routes,
    http_filters: [{ name: "router", typed_config: typed("extensions.filters.http.router.v3.Router", {}) }],
  });
  const listener = {
    name: "web",
    address: { socket_address: { address: "0.0.0.0", port_value: plan.port } },
    filter_chains: [{ filters: [{ name: "http", typed_config: manager }] }],
  };
  const clusters = plan.sites.flatMap(({ routes: all }) => all.map(clusterOf));
  const bootstrap = {
    node: { id: "bench", cluster: "bench" },
    static_resources: { listeners: [listener], clusters },
  };
  const discovered = { version_info: "1", resources: [typed("config.route.v3.RouteConfiguration", routesOf(plan))] };
  return { "envoy.json": JSON.stringify(bootstrap), ...(watched ? { "routes.json": JSON.stringify(discovered) } : {}) };
}

const started = (folder, ...more) => [program("envoy"), "-c", join(folder, "envoy.json"), "-l", "error", ...more];

export const envoy = {
  name: "envoy",
  title: () => `Envoy ${versions.envoy}`,
  files: filesOf,
  check: (folder) => started(folder, "--mode", "validate"),
  command: (folder, { threads }) => started(folder, "--concurrency", String(threads), "--disable-hot-restart"),
  splits: "`weighted_clusters`",
  changes: "routes discovered from a file",
  // Files are put in place of those before, which is what it watches for.
  change: () => {},
};
