// What `pulumi preview` and `pulumi up` of a component take, against a program that writes the same objects out by hand.
// Both run in the lab; services have no pods, so that the engine, the provider and the API server are what is measured.
//
//   node test/bench/deploying.mjs [SERVICES [ROUNDS]]
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parseAllDocuments, stringify } from "yaml";

const root = resolve(import.meta.dirname, "../..");
const [services, chosenRounds] = process.argv.slice(2).map(Number);
const sizes = services === undefined ? [10, 100, 500] : [services];
/** Medians of three; the largest takes minutes, and is measured once. */
const roundsOf = (services) => chosenRounds ?? (services > 100 ? 1 : 3);
const minutes = 60_000;

function run(command, args, env = process.env) {
  const done = spawnSync(command, args, { env, encoding: "utf8", timeout: 15 * minutes, maxBuffer: 1 << 30 });
  if (done.status !== 0) throw new Error(`${command} ${args.join(" ")} failed\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

run(join(root, "test/lab/lab"), ["up"]);
const lab = { ...process.env, ...JSON.parse(run(join(root, "test/lab/lab"), ["env", "--json"])) };

/** A blueprint of as many clusters, each of one service that has no pods. */
function blueprint(services) {
  const clusters = Array.from({ length: services }, (_, index) => [
    `c${index}`,
    {
      breed: {
        name: `c${index}:1.0.0`,
        deployable: "vamp/echo:1.0",
        ports: { web: "8080/http" },
        environment_variables: { LOG_LEVEL: "info" },
      },
      scale: { cpu: 0.1, memory: "32MB", instances: 0 },
    },
  ]);
  return { name: "large", clusters: Object.fromEntries(clusters) };
}

// The program's own peak; a program of Pulumi runs in a process of its own.
const measured = `process.on("exit", () => require("fs").writeFileSync("peak", String(process.resourceUsage().maxRSS)));\n`;

const programs = {
  component: () => `${measured}const vamp = require("pulumi-vamp");
const environment = new vamp.VampEnvironment("environment", { organisation: "bench", environment: "component" });
new vamp.VampDeployment("large", { environment, blueprint: vamp.Blueprint.fromFile("large.yml") });
`,
  byHand: (folder) => {
    const cli = join(root, "dist/sdk/cli/main.js");
    const place = ["--organisation", "bench", "--environment", "byhand"];
    const text = run(process.execPath, [cli, "render", ...place, join(folder, "large.yml")]);
    const [namespace, ...objects] = parseAllDocuments(text, { version: "1.1" }).map((document) => document.toJS());
    const constructors = {
      Deployment: "apps.v1.Deployment",
      NetworkPolicy: "networking.v1.NetworkPolicy",
      PodDisruptionBudget: "policy.v1.PodDisruptionBudget",
      Service: "core.v1.Service",
    };
    const lines = objects.map(({ kind, apiVersion, metadata, ...object }) => {
      const inputs = JSON.stringify({ ...object, metadata: { ...metadata, namespace: "(namespace)" } });
      return `new k8s.${constructors[kind]}("${metadata.name}-${kind}", ${inputs.replace('"(namespace)"', "namespace.metadata.name")});`;
    });
    return `${measured}const k8s = require("@pulumi/kubernetes");
const namespace = new k8s.core.v1.Namespace("namespace", ${JSON.stringify({ metadata: namespace.metadata })});
${lines.join("\n")}
`;
  },
};

/** Time and memory of each command in a stack of its own, and the objects it made. */
function measure(what, services) {
  const folder = mkdtempSync(join(tmpdir(), "vamp-bench-"));
  const env = { ...lab, PULUMI_BACKEND_URL: `file://${folder}` };
  const pulumi = (...args) => run("pulumi", [...args, "--cwd", folder, "--stack", "bench"], env);
  const timed = (...args) => {
    const began = performance.now();
    pulumi(...args, "--non-interactive", "--suppress-progress", "--suppress-outputs");
    return (performance.now() - began) / 1000;
  };
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(root, "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"));
    symlinkSync(root, join(folder, "node_modules/pulumi-vamp"));
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      "name: bench\nmain: index.js\nruntime:\n  name: nodejs\n  options: {typescript: false}\n",
    );
    writeFileSync(join(folder, "package.json"), '{"name": "bench", "main": "index.js"}\n');
    writeFileSync(join(folder, "large.yml"), stringify(blueprint(services)));
    writeFileSync(join(folder, "index.js"), programs[what](folder));
    run("pulumi", ["stack", "init", "bench", "--cwd", folder], env);
    const preview = timed("preview");
    const megabytes = Number(readFileSync(join(folder, "peak"), "utf8")) / 1024;
    const up = timed("up", "--yes", "--skip-preview");
    const again = timed("preview", "--expect-no-changes");
    const { resources } = JSON.parse(pulumi("stack", "export")).deployment;
    return { preview, up, again, megabytes, objects: objectsOf(resources), resources: resources.length };
  } finally {
    const namespace = `vamp-bench-${what.toLowerCase()}`;
    run("kubectl", ["delete", "namespace", namespace, "--ignore-not-found", "--timeout=600s"], lab);
    rmSync(folder, { recursive: true });
  }
}

/** What was asked of Kubernetes, without the name of the environment. */
function objectsOf(resources) {
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, inputs: { __defaults, ...inputs } }) =>
      JSON.stringify([type, inputs], sortedKeys).replaceAll(/\b(component|byhand)\b/g, "environment"),
    )
    .sort();
}

function sortedKeys(_, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Both in turn, so that a machine that gets slower does so to both. */
function compare(services) {
  const results = { component: [], byHand: [] };
  const rounds = roundsOf(services);
  for (let round = 1; round <= rounds; round++)
    for (const what of ["component", "byHand"]) {
      process.stderr.write(`${services} services, ${what === "byHand" ? "by hand" : what}, ${round} of ${rounds}\n`);
      const { objects, ...figures } = measure(what, services);
      process.stderr.write(`  ${JSON.stringify(figures)}\n`);
      results[what].push({ objects, ...figures });
    }
  const [own, theirs] = [results.component[0], results.byHand[0]];
  if (!isDeepStrictEqual(own.objects, theirs.objects))
    throw new Error(
      `the two do not make the same objects: ${own.objects.find((one) => !theirs.objects.includes(one))}`,
    );
  const rows = Object.fromEntries(
    Object.entries(results).map(([what, all]) => [
      what,
      Object.fromEntries(
        ["preview", "up", "again", "megabytes"].map((figure) => [figure, median(all.map((one) => one[figure]))]),
      ),
    ]),
  );
  return { services, objects: own.objects.length, more: own.resources - theirs.resources, ...rows };
}

console.log("| services | objects | more resources | preview | up | preview of no change | memory of the program |");
console.log("|---|---|---|---|---|---|---|");
for (const { services, objects, more, component, byHand } of sizes.map(compare)) {
  const cell = (figure, unit, digits) =>
    `${component[figure].toFixed(digits)} / ${byHand[figure].toFixed(digits)} ${unit} = ${(component[figure] / byHand[figure]).toFixed(2)}`;
  console.log(
    `| ${services} | ${objects} | ${more} | ${cell("preview", "s", 1)} | ${cell("up", "s", 1)} | ${cell("again", "s", 1)} | ${cell("megabytes", "MB", 0)} |`,
  );
}
