// nginx: a server and an upstream for each site.
import { join } from "node:path";
import { program, versions } from "./programs.mjs";

const upstream = ({ name, address }) => `  upstream ${name} { server ${address}; keepalive 64; }\n`;

/** Requests are told apart by a random number that each of them has. */
const split = (variable, [first, ...others]) => `  split_clients $request_id $${variable} {
${others.map(({ name, weight }) => `    ${weight}% ${name};\n`).join("")}    * ${first.name};
  }
`;

const server = (port, host, target) =>
  `  server { listen ${port}; server_name ${host}; location / { proxy_pass http://${target}; } }\n`;

function config({ port, sites, threads }) {
  const written = sites.map(({ host, routes }, index) => {
    const whole = routes.length === 1;
    const target = whole ? routes[0].name : `$pool${index}`;
    return `${routes.map(upstream).join("")}${whole ? "" : split(`pool${index}`, routes)}${server(port, host, target)}`;
  });
  return `worker_processes ${threads};
pid nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000;
  server_names_hash_max_size 65536;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $host;
  proxy_set_header X-Forwarded-For $remote_addr;
  server { listen ${port} default_server; return 404; }
${written.join("")}}
`;
}

const started = (folder, ...more) => [program("nginx"), "-p", folder, "-c", join(folder, "nginx.conf"), ...more];

export const nginx = {
  name: "nginx",
  title: () => `nginx ${versions.nginx}`,
  files: (plan) => ({ "nginx.conf": config(plan) }),
  check: (folder) => started(folder, "-t"),
  command: (folder) => started(folder, "-g", "daemon off;"),
  splits: "`split_clients`",
  changes: "reload (`SIGHUP`)",
  change: (_, { pid }) => process.kill(pid, "SIGHUP"),
};
