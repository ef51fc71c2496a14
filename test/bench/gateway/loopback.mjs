// On this machine alone: the contender has one core, requests and backends have the other.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { attempts } from "./attempt.mjs";
import { check, run } from "./contender.mjs";
import { changing, contenders, splitting } from "./contenders.mjs";
import { ask, during, measure, shareOf } from "./load.mjs";
import { freePort, start } from "./processes.mjs";
import { program } from "./programs.mjs";
import { sitesOf, someHosts, splitHost, splitSite } from "./sites.mjs";
import { median, medians, noise } from "./statistics.mjs";

const ofRequests = ["taskset", "-c", "0"];
const ofContenders = ["taskset", "-c", "1"];
/** Connections to a contender that has just begun, before anything is counted. */
const warmUp = 0.5;

/** Two versions of a service that answer at once. */
async function backends() {
  const folder = mkdtempSync(join(tmpdir(), "vamp-backends-"));
  const addresses = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const frontends = addresses.map(
    (address, index) => `frontend version${index + 1}
  bind ${address}
  http-request return status 200 content-type application/json string '{"version":"${index + 1}","pod":"${index + 1}"}'
`,
  );
  const file = join(folder, "backends.cfg");
  writeFileSync(
    file,
    `global
  nbthread 1
  maxconn 4000
defaults
  mode http
  timeout client 60s
  timeout connect 1s
  timeout server 60s
${frontends.join("")}`,
  );
  const child = start(ofRequests, [program("haproxy"), "-db", "-f", file]);
  await sleep(300);
  return {
    addresses,
    async stop() {
      await child.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function planOf(sites) {
  return { port: await freePort(), health: await freePort(), threads: 1, sites };
}

/** Full speed and a steady pace at a backend itself. */
async function withNobodyBetween(url, seconds) {
  const asked = { hosts: ["host.example.com"], seconds, prefix: ofRequests };
  return { full: await measure(url, asked), paced: await measure(url, { ...asked, paced: true }) };
}

/** One round of a contender, in a process of its own. */
async function round(contender, plan, seconds, direct) {
  const checked = check(contender, plan);
  const running = await run(contender, plan, ofContenders);
  try {
    const hosts = someHosts(plan.sites);
    await sleep(warmUp * 1000);
    await measure(running.url, { hosts, seconds: 1, prefix: ofRequests });
    const before = running.processorTime();
    const full = await measure(running.url, { hosts, seconds, prefix: ofRequests });
    const used = running.processorTime() - before;
    const paced = await measure(running.url, { hosts, seconds, paced: true, prefix: ofRequests });
    return {
      rate: full.requests / full.seconds,
      microseconds: (used / full.requests) * 1e6,
      p50: paced.p50 - direct.p50,
      p99: paced.p99 - direct.p99,
      memory: running.memory(),
      start: running.seconds,
      check: checked ?? Number.NaN,
    };
  } finally {
    await running.stop();
  }
}

/** Rate, times and memory of each contender with so many routes. Rounds go through all, so that noise hits all alike. */
async function compare(size, wanted, { rounds, seconds }, [address]) {
  const plan = await planOf(sitesOf(size, address));
  const results = new Map(wanted.map(({ name }) => [name, []]));
  const without = [];
  for (let number = 1; number <= rounds; number++) {
    const { full, paced } = await withNobodyBetween(`http://${address}/`, seconds);
    without.push({ rate: full.requests / full.seconds, p50: paced.p50, p99: paced.p99 });
    await attempts(wanted, async (contender) => {
      process.stderr.write(`${size} routes, round ${number} of ${rounds}: ${contender.name}\n`);
      results.get(contender.name).push(await round(contender, plan, seconds, paced));
    });
  }
  const measured = wanted.filter(({ name }) => results.get(name).length > 0);
  const rows = measured.map((contender) => {
    const all = results.get(contender.name);
    return { title: contender.title(), ...medians(all), noise: noise(all.map(({ rate }) => rate)) };
  });
  return { size, rows, without: medians(without), noise: noise(without.map(({ rate }) => rate)) };
}

/** How far from 1 % the second version's share of 10,000 requests is: the median of the rounds, and the most. */
async function split(contender, { splits }, addresses) {
  const errors = [];
  for (let number = 1; number <= splits; number++) {
    process.stderr.write(`a split of 99 and 1 %, round ${number} of ${splits}: ${contender.title()}\n`);
    const running = await run(contender, await planOf(splitSite(1, addresses)), ofContenders);
    try {
      const summary = await ask(running.url, splitHost, 10_000, ofRequests);
      if (summary.failed > 0) throw new Error(`${contender.title()} lost requests: ${summary.failures[0].error}`);
      errors.push(Math.abs(Math.round(shareOf(summary, "2") * 10_000) - 100));
    } finally {
      await running.stop();
    }
  }
  return { title: contender.title(), means: contender.splits, error: median(errors), most: Math.max(...errors) };
}

/** Requests that are lost while weights change under full load. */
async function change(contender, { changes }, addresses) {
  process.stderr.write(`weights change under load: ${contender.name}\n`);
  const plan = await planOf(splitSite(changes[0], addresses));
  const running = await run(contender, plan, ofContenders);
  const changeTo = async (percent) => {
    running.change({ ...plan, sites: splitSite(percent, addresses) });
    await sleep(2_500);
  };
  try {
    const summary = await during(
      running.url,
      splitHost,
      async () => {
        for (const percent of changes.slice(1)) await changeTo(percent);
      },
      ofRequests,
    );
    const after = shareOf(await ask(running.url, splitHost, 1_000, ofRequests), "2");
    if (Math.abs(after - changes.at(-1) / 100) > 0.1) throw new Error(`${contender.title()} did not change: ${after}`);
    const { requests, failed, retries, failures } = summary;
    return {
      title: contender.title(),
      means: contender.changes,
      requests,
      failed,
      retries,
      failures,
      changes: changes.length - 1,
    };
  } finally {
    await running.stop();
  }
}

function rendering(sizes, runs) {
  return sizes.map((size) => {
    const one = () => spawnSync(process.execPath, [join(import.meta.dirname, "render.mjs"), String(size)]).stdout;
    return { size, milliseconds: median(Array.from({ length: runs }, () => Number(one()))) };
  });
}

/** Everything of the machine alone. */
export async function loopback(names, settings) {
  const chosen = (all) => all.filter(({ name }) => names.length === 0 || names.includes(name));
  const services = await backends();
  try {
    const { addresses } = services;
    const sizes = await attempts(settings.sizes, (size) => compare(size, chosen(contenders), settings, addresses));
    const splits = await attempts(chosen(splitting), (one) => split(one, settings, addresses));
    const changes = await attempts(chosen(changing), (one) => change(one, settings, addresses));
    const rendered = chosen(contenders).some(({ name }) => name === "vamp") ? rendering(settings.sizes, 3) : [];
    return { sizes, splits, changes, rendered };
  } finally {
    await services.stop();
  }
}
