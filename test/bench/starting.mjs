// How long the provider takes to start and to make its first component, and how much memory, against a bare provider host
// with a schema of its own: Pulumi's SDK and nothing else. Both are started as the engine starts them, in turn.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startEngine } from "./engine.mjs";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

const root = resolve(import.meta.dirname, "../..");
const starter = require.resolve("@pulumi/pulumi/cmd/run-plugin");
const runs = 11;

/** A folder with a bare provider host. */
function bareHost() {
  const folder = mkdtempSync(join(tmpdir(), "vamp-bare-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"));
  symlinkSync(join(root, "node_modules/typescript"), join(folder, "node_modules/typescript"));
  symlinkSync(join(root, "node_modules/ts-node"), join(folder, "node_modules/ts-node"));
  writeFileSync(join(folder, "package.json"), '{"name": "bare", "version": "1.0.0", "main": "index.js"}\n');
  writeFileSync(
    join(folder, "index.js"),
    `const pulumi = require("@pulumi/pulumi");
pulumi.provider.main({ version: "1.0.0", schema: '{"name": "bare"}' }, process.argv.slice(2));\n`,
  );
  return folder;
}

/** Starts a provider, and gives how long it took, what it held, and how long a first component took where one is asked for. */
async function start(folder, engine, component) {
  const began = performance.now();
  const child = spawn(process.execPath, [starter, folder, engine], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 60_000,
  });
  const port = await new Promise((found, failed) => {
    child.once("exit", () => failed(new Error(`the provider in ${folder} ended`)));
    child.stdout.once("data", (data) => found(Number(String(data))));
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const call = (method, request) =>
    new Promise((answered, failed) => {
      client[method](request, (error, response) => (error ? failed(error) : answered(response)));
    });
  await call("getSchema", new messages.GetSchemaRequest());
  const milliseconds = performance.now() - began;
  const megabytes = memory(child.pid);
  let first;
  if (component !== undefined) {
    const asked = performance.now();
    await call("construct", component);
    first = performance.now() - asked;
  }
  child.removeAllListeners("exit");
  client.close();
  child.kill();
  await new Promise((ended) => {
    child.once("close", ended);
  });
  return { milliseconds, megabytes, first };
}

/** The most that a process held, in megabytes. */
function memory(pid) {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(kilobytes) / 1024;
}

/** Asks for an environment, as a program in another language does. */
function environment(monitor) {
  const request = new messages.ConstructRequest();
  request.setType("vamp:index:VampEnvironment");
  request.setName("test");
  request.setProject("bench");
  request.setStack("bench");
  request.setParallel(16);
  request.setMonitorendpoint(monitor);
  request.setInputs(Struct.fromJavaScript({ organisation: "acme" }));
  return request;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const engine = await startEngine();
const bare = bareHost();
const results = { bare: [], provider: [] };
for (let run = 1; run <= runs; run++) {
  process.stderr.write(`starting both, ${run} of ${runs}\n`);
  results.bare.push(await start(bare, engine.address));
  results.provider.push(await start(root, engine.address, environment(engine.address)));
}
engine.stop();
rmSync(bare, { recursive: true });
const [own, other] = [results.provider, results.bare].map((series) => ({
  milliseconds: median(series.map((result) => result.milliseconds)),
  megabytes: median(series.map((result) => result.megabytes)),
  first: median(series.map((result) => result.first)),
}));
if (process.argv.includes("--json")) console.log(JSON.stringify({ own, other }, null, 2));
else {
  const row = (title, mine, bares, unit) =>
    `| ${title} | ${mine.toFixed(0)} ${unit} | ${bares.toFixed(0)} ${unit} | ${(mine / bares).toFixed(2)} |`;
  console.log("| the provider | | bare host | ratio |\n|---|---|---|---|");
  console.log(row("started, schema read", own.milliseconds, other.milliseconds, "ms"));
  console.log(row("memory then", own.megabytes, other.megabytes, "MB"));
  console.log(`| first component | ${own.first.toFixed(0)} ms | | |`);
}
