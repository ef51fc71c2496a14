// HAProxy with a configuration written by hand: one backend for each site, found by a map.
import { haproxyVersion, program } from "./programs.mjs";

const backendOf = (index) => `site${index}`;

function config({ port, sites, threads }, split) {
  const [rules, backends] = split(sites);
  return `global
  nbthread ${threads}
  maxconn 4000
  default-path config
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
frontend web
  bind :${port}
${rules.map((rule) => `  ${rule}\n`).join("")}  use_backend %[req.hdr(host),field(1,:),lower,map(hosts.map,none)]
backend none
  http-request return status 404
${backends.join("")}`;
}

const backend = (name, lines) => `backend ${name}\n${lines.map((line) => `  ${line}\n`).join("")}`;

/** Weights of servers, in turn. */
const byWeight = (sites) => [
  [],
  sites.map(({ routes }, index) =>
    backend(
      backendOf(index),
      routes.map(({ name, address, weight }) => `server ${name} ${address} weight ${weight}`),
    ),
  ),
];

/** A random number for each request, as splits between whole backends are written. */
const byRandom = (sites) => {
  const [{ routes }] = sites;
  const [other, ...more] = routes;
  const rules = more.map(({ name, weight }) => `use_backend ${name} if { rand(100) lt ${weight} }`);
  const backends = [backend(backendOf(0), [`server one ${other.address}`])];
  return [rules, [...backends, ...more.map(({ name, address }) => backend(name, [`server one ${address}`]))]];
};

const hosts = ({ sites }) => sites.map(({ host }, index) => `${host} ${backendOf(index)}\n`).join("");

export const haproxy = {
  name: "haproxy",
  title: () => `HAProxy ${haproxyVersion()} by hand`,
  files: (plan) => ({ "haproxy.cfg": config(plan, byWeight), "hosts.map": hosts(plan) }),
  check: (folder) => [program("haproxy"), "-c", "-f", folder],
  command: (folder) => [program("haproxy"), "-W", "-db", "-f", folder],
  splits: "weights of servers",
  changes: "reload (`SIGUSR2`)",
  change: (_, { pid }) => process.kill(pid, "SIGUSR2"),
};

/** For the split alone. */
export const haproxyRandom = {
  ...haproxy,
  title: () => `${haproxy.title()}, \`rand\``,
  files: (plan) => ({ "haproxy.cfg": config(plan, byRandom), "hosts.map": hosts(plan) }),
  splits: "`rand(100)`",
};
