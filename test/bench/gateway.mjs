// The gateway agent against nginx, Envoy, Traefik and HAProxy by hand: on this machine, then in the lab's cluster.
//
//   npm run bench:gateway -- [--quick | --rounds N] [--loopback | --cluster] [--json] [vamp|haproxy|nginx|envoy|traefik ...]
import { cpus, release } from "node:os";
import { parseArgs } from "node:util";
import { cluster } from "./gateway/cluster.mjs";
import { contenders } from "./gateway/contenders.mjs";
import { loopback } from "./gateway/loopback.mjs";
import { clusterTables, loopbackTables } from "./gateway/tables.mjs";

const complete = { sizes: [10, 1_000, 10_000], rounds: 3, splits: 5, seconds: 2, changes: [1, 50, 10, 90, 30] };
const quick = { sizes: [10, 1_000], rounds: 1, splits: 1, seconds: 1, changes: [1, 50] };

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean" },
    loopback: { type: "boolean" },
    cluster: { type: "boolean" },
    json: { type: "boolean" },
    rounds: { type: "string" },
  },
});
const unknown = names.filter((name) => !contenders.some((one) => one.name === name));
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(" ")}: not known. Known are ${contenders.map(({ name }) => name).join(" ")}\n`);
  process.exit(2);
}

const settings = options.quick ? quick : complete;
if (options.rounds !== undefined) settings.rounds = Number(options.rounds);
const everywhere = options.loopback === options.cluster;
const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), Linux ${release()}`;
const date = new Date().toISOString().slice(0, 10);
const asJson = options.json;
const results = { date, machine };
const say = (text) => asJson || console.log(`${text}\n`);

say(`${date}, ${machine}`);
if (everywhere || options.loopback) {
  results.loopback = await loopback(names, settings);
  say(`On one machine:\n\n${loopbackTables(results.loopback)}`);
}
if (everywhere || options.cluster) {
  results.cluster = await cluster(names, settings);
  say(`In a cluster:\n\n${clusterTables(results.cluster)}`);
}
if (asJson) console.log(JSON.stringify(results, null, 2));
