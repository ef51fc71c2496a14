// A deployment of two versions in the lab, brought up by the engine: what the peers get their requests from, too.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "./programs.mjs";

export const environment = "peers";
export const namespace = `vamp-bench-${environment}`;
export const gatewayService = "shop-9050";

const service = (version) => ({
  breed: {
    name: `shop:${version}`,
    deployable: "vamp/echo:1.0",
    ports: { web: "8080/http" },
    environment_variables: { SERVICE: "shop", VERSION: version },
  },
  scale: { cpu: 0.4, memory: "64MB", instances: 2 },
});

/** The blueprint, with the share of the second version in percent. */
const blueprint = (percent) => ({
  gateways: { 9050: "shop/web" },
  clusters: {
    shop: {
      services: [service("1"), service("2")],
      gateways: { routes: { "shop:1": { weight: `${100 - percent}%` }, "shop:2": { weight: `${percent}%` } } },
    },
  },
});

export class Stack {
  folder = mkdtempSync(join(tmpdir(), "vamp-bench-"));

  constructor(lab) {
    this.env = { ...lab, PULUMI_BACKEND_URL: `file://${this.folder}` };
    mkdirSync(join(this.folder, "node_modules"));
    symlinkSync(join(root, "node_modules/@pulumi"), join(this.folder, "node_modules/@pulumi"));
    symlinkSync(root, join(this.folder, "node_modules/pulumi-vamp"));
    this.write(
      "Pulumi.yaml",
      "name: bench\nmain: index.js\nruntime:\n  name: nodejs\n  options: {typescript: false}\n",
    );
    this.write("package.json", '{"name": "bench", "main": "index.js"}\n');
    this.pulumi("stack", "init");
  }

  write(file, text) {
    writeFileSync(join(this.folder, file), text);
  }

  pulumi(...words) {
    return run("pulumi", [...words, "--cwd", this.folder, "--stack", "bench", "--non-interactive"], { env: this.env });
  }

  /** One agent on the first node, with what is usual: one core at most. */
  up(percent) {
    const agent = { replicas: 1, nodeSelector: { "kubernetes.io/hostname": "node1" } };
    this.write(
      "index.js",
      `const vamp = require("pulumi-vamp");
const environment = new vamp.VampEnvironment("environment", { organisation: "bench", environment: "${environment}" });
new vamp.VampDeployment("shop", { environment, agent: ${JSON.stringify(agent)}, blueprint: ${JSON.stringify(blueprint(percent))} });
`,
    );
    return this.pulumi("up", "--yes", "--skip-preview", "--suppress-progress", "--suppress-outputs");
  }

  remove() {
    rmSync(this.folder, { recursive: true });
  }
}
