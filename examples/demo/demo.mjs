// The demo, step by step: a cluster, `pulumi up` of the root stack, a thousand requests, and what reached which version.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import http from "node:http";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const lab = join(root, "test/lab/lab");
const ownCluster = process.env.VAMP_CLUSTER === "current";
const stack = process.env.VAMP_DEMO_STACK ?? "demo";
const requests = 1000;
const began = Date.now();

function step(text) {
  console.log(`\n[${String(Math.round((Date.now() - began) / 1000)).padStart(3)} s] ${text}`);
}

function fail(text, remedy) {
  console.error(`\n${text}\n  ${remedy}`);
  process.exit(1);
}

/** Runs a command in front of the user, or quietly for what it prints. */
function run(command, args, { env, quiet = false, minutes = 15 } = {}) {
  const stdio = quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
  const done = spawnSync(command, args, { cwd: root, env, stdio, encoding: "utf8", timeout: minutes * 60_000 });
  return {
    ok: done.status === 0,
    output: `${done.stdout ?? ""}`,
    problem: done.error?.message ?? `${done.stderr ?? ""}`.trim(),
  };
}

/** The environment of the engine and of kubectl: the lab's, or the user's own. */
function environment() {
  if (!ownCluster) {
    step("The lab: a cluster of two nodes and the Pulumi engine on this machine");
    if (!run(lab, ["up"], { minutes: 60 }).ok)
      fail("The lab did not start.", `See what it says above, then try again; \`${lab} status\` shows what runs.`);
    const { output } = run(lab, ["env", "--json"], { quiet: true });
    return { ...process.env, ...JSON.parse(output) };
  }
  step("The cluster that kubectl speaks to now");
  if (!process.env.VAMP_ECHO_IMAGE)
    fail(
      "VAMP_ECHO_IMAGE is not set.",
      "Set it to an image of the echo service (test/lab/parts/echo) that the cluster can pull.",
    );
  for (const [tool, args] of [
    ["pulumi", ["version"]],
    ["kubectl", ["version"]],
  ])
    if (!run(tool, args, { quiet: true, minutes: 1 }).ok)
      fail(`\`${tool} ${args.join(" ")}\` does not work.`, `Put ${tool} on the PATH and point it at a cluster.`);
  const state = join(process.env.XDG_STATE_HOME ?? join(homedir(), ".local/state"), "vamp-demo");
  mkdirSync(state, { recursive: true });
  const own = { PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "demo" };
  return { ...own, ...process.env };
}

/** Forwards a free local port to a pod and gives the port. Pods share requests for themselves, so each is asked alone. */
async function forward(namespace, pod, port, env) {
  const child = spawn("kubectl", ["--namespace", namespace, "port-forward", pod, `:${port}`], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const local = await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("kubectl port-forward said nothing for 20 s")), 20_000).unref();
    child.once("exit", () => reject(new Error("kubectl port-forward ended")));
    child.stdout.on("data", (data) => {
      const match = /127\.0\.0\.1:(\d+)/.exec(String(data));
      if (match) resolve(Number(match[1]));
    });
  });
  return { local, stop: () => child.kill() };
}

function request(port, agent) {
  return new Promise((resolve) => {
    const sent = http.get({ host: "127.0.0.1", port, agent, timeout: 10_000 }, (answer) => {
      let body = "";
      answer.on("data", (part) => {
        body += part;
      });
      answer.on("end", () => {
        try {
          resolve(answer.statusCode === 200 ? JSON.parse(body).version : `status ${answer.statusCode}`);
        } catch {
          resolve("not the echo service");
        }
      });
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer in 10 s")));
    sent.on("error", (error) => resolve(error.message));
  });
}

/** Sends requests through one agent, ten at a time, and counts what answered. */
async function send(port, count) {
  const clients = 10;
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const answers = new Map();
  const client = async (number) => {
    for (let i = number; i < count; i += clients) {
      const version = await request(port, agent);
      answers.set(version, (answers.get(version) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  agent.destroy();
  return answers;
}

const env = environment();
const pulumi = (args, options = {}) =>
  run("pulumi", [...args, "--stack", stack, "--non-interactive"], { env, ...options });

step(`pulumi up of the stack \`${stack}\``);
if (!run("pulumi", ["stack", "select", "--create", stack, "--non-interactive"], { env, quiet: true }).ok)
  fail("The stack could not be opened.", "`pulumi stack ls` shows which there are.");
if (process.env.VAMP_ECHO_IMAGE) pulumi(["config", "set", "echoImage", process.env.VAMP_ECHO_IMAGE], { quiet: true });
if (!pulumi(["up", "--yes", "--skip-preview", "--suppress-progress"]).ok)
  fail("`pulumi up` failed.", "Its message above says where; mend it and run `make demo` again.");

const namespace = pulumi(["stack", "output", "namespace"], { quiet: true }).output.trim();
const canary = Number(pulumi(["config", "get", "canary"], { quiet: true }).output.trim() || 10);
const wanted = { "1.0.0": 100 - canary, "1.1.0": canary };

step(`${requests} requests through the gateway agents`);
const selector = ["--namespace", namespace, "--selector", "io.vamp=vamp-gateway-agent", "--output", "json"];
const listed = run("kubectl", ["get", "pods", ...selector], { env, quiet: true });
if (!listed.ok) fail("The gateway agents could not be listed.", listed.problem);
// Agents with the routing before go on for a while, and nobody sends them anything new.
const agents = JSON.parse(listed.output).items.filter((pod) => !pod.metadata.deletionTimestamp);
if (agents.length === 0) fail("No gateway agent runs.", `kubectl --namespace ${namespace} get pods`);
const share = requests / agents.length;
let furthest = 0;
const row = (...cells) =>
  console.log(cells.map((cell, i) => (i < 2 ? String(cell).padEnd(i ? 8 : 40) : String(cell).padStart(9))).join(" "));
console.log();
row("agent", "version", "asked for", "reached");
for (const { metadata } of agents) {
  const { local, stop } = await forward(namespace, `pod/${metadata.name}`, 10_000, env);
  const answers = await send(local, share);
  stop();
  for (const version of new Set([...Object.keys(wanted), ...answers.keys()])) {
    const asked = ((wanted[version] ?? 0) * share) / 100;
    const reached = answers.get(version) ?? 0;
    furthest = Math.max(furthest, Math.abs(asked - reached));
    row(metadata.name, version, asked, reached);
  }
}
// Counters that are not fresh may start anywhere: 2.6 is the most that a thousand requests can be off then.
if (furthest > 3)
  fail(`The split is ${furthest} requests off.`, "Was something else sending requests through the gateway?");

const shell = ownCluster ? "" : `eval "$(test/lab/lab env)"        # kubectl and pulumi of the lab\n  `;
console.log(`
Look around:
  ${shell}kubectl --namespace ${namespace} get deployments,services,pods
  pulumi stack --stack ${stack}
Give the new version half of the requests:
  pulumi config set canary 50 --stack ${stack} && pulumi up --stack ${stack}
Stop:
  pulumi destroy --stack ${stack}${ownCluster ? "" : "\n  test/lab/lab down"}`);
