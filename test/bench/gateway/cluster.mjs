// In the lab's cluster: our agent as the engine made it, the others in the network of a pod beside it. Each has one core
// at most, and asks for the same Services. Nothing is pinned: pods, the cluster and the requests share two cores.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { attempts } from "./attempt.mjs";
import { run as runContender } from "./contender.mjs";
import { envoy } from "./envoy.mjs";
import { haproxy } from "./haproxy.mjs";
import { ask, during, measure, shareOf } from "./load.mjs";
import { nginx } from "./nginx.mjs";
import { own } from "./own.mjs";
import { inNetworkOf, onNode, processesOf } from "./pod.mjs";
import { atTheEnd, memory, processorTime } from "./processes.mjs";
import { root, run } from "./programs.mjs";
import { splitHost, splitSite } from "./sites.mjs";
import { namespace, Stack } from "./stack.mjs";
import { Stand } from "./stand.mjs";
import { median, medians, noise } from "./statistics.mjs";

function labEnvironment() {
  const tool = join(root, "test/lab/lab");
  run(tool, ["up"]);
  return { ...process.env, ...JSON.parse(run(tool, ["env", "--json"])) };
}

/** Our agent, as something that is measured as the others are. */
function agentOf(stand) {
  const pids = () =>
    stand.podsOf(namespace, "io.vamp=vamp-gateway-agent").flatMap((uid) => processesOf(uid, "haproxy"));
  return {
    url: stand.gatewayUrl(),
    memory: () => memory(pids()),
    processorTime: () => processorTime(pids()),
    stop: async () => {},
  };
}

class Cluster {
  constructor(stand, stack, settings) {
    Object.assign(this, { stand, stack, settings });
  }

  /** Runs who is measured with a share of the second version. */
  async running(contender, percent) {
    if (contender.name === "vamp") return agentOf(this.stand);
    const addresses = this.stand.backends().map(({ ip, port }) => `${ip}:${port}`);
    const plan = this.stand.plan(splitSite(percent, addresses));
    const one = await runContender(contender, plan, inNetworkOf(this.stand.pid), this.stand.address);
    return { ...one, change: (next) => one.change({ ...plan, sites: splitSite(next, addresses) }) };
  }

  async split(contender) {
    process.stderr.write(`in the cluster, a split of 99 and 1 %: ${contender.name}\n`);
    const running = await this.running(contender, 1);
    try {
      const errors = [];
      for (let round = 0; round < this.settings.splits; round++) {
        const summary = await ask(running.url, splitHost, 10_000, onNode);
        if (summary.failed > 0) throw new Error(`${contender.title()} lost requests: ${summary.failures[0].error}`);
        errors.push(Math.abs(Math.round(shareOf(summary, "2") * 10_000) - 100));
      }
      return { title: contender.title(), means: contender.splits, error: median(errors), most: Math.max(...errors) };
    } finally {
      await running.stop();
    }
  }

  async round(contender, direct) {
    const running = await this.running(contender, 50);
    const asked = { hosts: [splitHost], seconds: this.settings.seconds, prefix: onNode };
    try {
      await measure(running.url, { ...asked, seconds: 1 });
      const before = running.processorTime();
      const full = await measure(running.url, asked);
      const used = running.processorTime() - before;
      const paced = await measure(running.url, { ...asked, paced: true });
      return {
        rate: full.requests / full.seconds,
        microseconds: (used / full.requests) * 1e6,
        p50: paced.p50 - direct.p50,
        p99: paced.p99 - direct.p99,
        memory: running.memory(),
      };
    } finally {
      await running.stop();
    }
  }

  /** Rate, times and memory; rounds go through all, so that noise hits all alike. */
  async speed(wanted) {
    const { rounds, seconds } = this.settings;
    const results = new Map(wanted.map(({ name }) => [name, []]));
    const without = [];
    const [{ ip, port }] = this.stand.backends();
    const asked = { hosts: [splitHost], seconds, prefix: onNode };
    for (let number = 1; number <= rounds; number++) {
      const full = await measure(`http://${ip}:${port}/`, asked);
      const paced = await measure(`http://${ip}:${port}/`, { ...asked, paced: true });
      without.push({ rate: full.requests / full.seconds, p50: paced.p50, p99: paced.p99 });
      await attempts(wanted, async (contender) => {
        process.stderr.write(`in the cluster, round ${number} of ${rounds}: ${contender.name}\n`);
        results.get(contender.name).push(await this.round(contender, paced));
      });
    }
    const measured = wanted.filter(({ name }) => results.get(name).length > 0);
    const rows = measured.map((contender) => {
      const all = results.get(contender.name);
      return { title: contender.title(), ...medians(all), noise: noise(all.map(({ rate }) => rate)) };
    });
    return { rows, without: medians(without), noise: noise(without.map(({ rate }) => rate)) };
  }

  /** Requests that are lost while weights change: by an update of the stack, or by the means of the contender. */
  async change(contender) {
    process.stderr.write(`in the cluster, weights change under load: ${contender.name}\n`);
    const percents = this.settings.changes.slice(1);
    const running = await this.running(contender, 50);
    const changeTo = (percent) => {
      if (contender.name === "vamp") this.stack.up(percent);
      else running.change(percent);
    };
    const work = async () => {
      for (const percent of percents) {
        changeTo(percent);
        await sleep(2_500);
      }
    };
    try {
      const { requests, failed, retries, failures } = await during(running.url, splitHost, work, onNode);
      const after = shareOf(await ask(running.url, splitHost, 1_000, onNode), "2");
      if (Math.abs(after - percents.at(-1) / 100) > 0.1)
        throw new Error(`${contender.title()} did not change: ${after}`);
      const { length } = percents;
      return {
        title: contender.title(),
        means: contender.changes,
        requests,
        failed,
        retries,
        failures,
        changes: length,
      };
    } finally {
      await running.stop();
    }
  }
}

/** Everything of the cluster. */
export async function cluster(names, settings) {
  const lab = labEnvironment();
  const stand = new Stand(lab);
  const stack = new Stack(lab);
  atTheEnd(() => {
    stand.end();
    stack.remove();
  });
  process.stderr.write("in the cluster: two versions with an agent of ours, and a pod for the others\n");
  stand.clear();
  stack.up(1);
  await stand.begin();
  const at = new Cluster(stand, stack, settings);
  const agent = { ...own, changes: "`pulumi up`" };
  const traefik = stand.traefik(splitHost, stand.backends());
  const wanted = [agent, haproxy, nginx, envoy, traefik].filter(
    ({ name }) => names.length === 0 || names.includes(name),
  );
  if (wanted.includes(traefik)) await stand.addGatewayApi();
  const splits = await attempts(wanted, (one) => at.split(one));
  stack.up(50);
  const speed = await at.speed(wanted);
  const changes = await attempts(wanted, (one) => at.change(one));
  return { speed, splits, changes };
}
