// The agent of this project: the configuration that it gets, and its HAProxy.
import { createRequire } from "node:module";
import { join } from "node:path";
import { haproxyVersion, program } from "./programs.mjs";

const require = createRequire(import.meta.url);
const { renderFiles } = require("../../../dist/sdk/haproxy/config.js");
const { reloadScript } = require("../../../dist/sdk/haproxy/reload.js");

/** The routing of a plan, as the planner makes it of gateways. */
export function listenersOf({ port, sites }) {
  const backends = new Map();
  const backendOf = ({ name, address }) => {
    const [host, number] = address.split(":");
    if (!backends.has(name))
      backends.set(name, { kind: "backend", name, title: name, host, port: Number(number), awaited: true });
    return backends.get(name);
  };
  const table = (gateway, routes) => ({
    kind: "table",
    gateway,
    conditions: [],
    pool: routes.map((route) => ({ route: route.name, weight: route.weight * 100, target: backendOf(route) })),
  });
  const answered = sites.map(({ host, routes }) => ({ hosts: [host], table: table(host, routes) }));
  return [{ portName: "web", port, mode: "http", table: table("none", []), sites: answered }];
}

/** Files of the agent; `threads` is its number of cores. */
export function filesOf(plan, reloads = false) {
  const settings = {
    title: "the benchmark",
    healthPort: plan.health,
    hardStopAfter: 30,
    threads: plan.threads,
    reloads,
  };
  return renderFiles(listenersOf(plan), settings);
}

/** Where it may write outside of a container. */
const local = (files, folder) => ({
  ...files,
  "haproxy.cfg": files["haproxy.cfg"].replace("/var/run/haproxy/admin.sock", join(folder, "admin.sock")),
});

export const own = {
  name: "vamp",
  title: () => `Vamp on Pulumi, HAProxy ${haproxyVersion()}`,
  files: (plan, folder) => local(filesOf(plan), folder),
  check: (folder) => [program("haproxy"), "-c", "-f", folder],
  command: (folder) => [program("haproxy"), "-W", "-db", "-f", folder],
  splits: "a counter for each gateway",
};

/** The same with `update: "reload"`: it looks every second whether its files have changed. */
export const ownReloading = {
  ...own,
  files: (plan, folder) => local(filesOf(plan, true), folder),
  command: (folder) => ["sh", "-c", reloadScript, "agent", folder, join(folder, "../run"), "0"],
  env: () => ({ ...process.env, PATH: `${join(program("haproxy"), "..")}:${process.env.PATH}` }),
  changes: 'files read again (`update: "reload"`)',
  change: () => {},
};
