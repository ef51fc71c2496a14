import { describe, expect, it } from "vitest";
import { runVamp } from "./world.js";

const shop = (old: number, fresh: number) => `gateways: {9050: cart/web}
clusters:
  cart:
    services:
      - {breed: {name: a, deployable: example/a:1, ports: {web: 8080}}, scale: small}
      - {breed: {name: b, deployable: example/b:1, ports: {web: 8080}}, scale: small}
    gateways: {routes: {a: {weight: ${old}%}, b: {weight: ${fresh}%}}}
`;

const target = (name: string, traffic?: object) => ({
  kind: "backend",
  name,
  title: `cart/${name}/web`,
  host: "h",
  port: 80,
  awaited: true,
  traffic,
});
const inputs = (old: number, fresh: unknown, traffic?: object) => ({
  name: "shop",
  namespace: "vamp-acme-test",
  workloads: ["a", "b"].map((service) => ({
    ...{ cluster: "cart", service, deployment: `shop-${service}`, image: "i", instances: 2, cpu: "1", memory: "1Gi" },
    newer: "what this version knows nothing of",
  })),
  gateways: [
    {
      name: "shop/9050",
      type: "http",
      routing: {
        kind: "table",
        gateway: "shop/9050",
        conditions: [],
        pool: [
          { route: "a", weight: old, target: target("a") },
          { route: "b", weight: fresh, target: target("b", traffic) },
        ],
      },
    },
  ],
});
const step = (before: unknown, after: unknown) => ({
  op: "update",
  urn: "urn:pulumi:test::shop::vamp:index:VampDeployment::shop",
  oldState: { type: "vamp:index:VampDeployment", inputs: before },
  newState: { type: "vamp:index:VampDeployment", inputs: after },
});
const gatewayStep = (before: readonly number[], after: readonly number[]) => {
  const state = (ports: readonly number[]) => ({
    type: "vamp:index:VampGateway",
    inputs: {
      ...{ name: "edge", namespace: "vamp-acme-test", type: "http", ports, tls: { redirectFrom: 80 } },
      routing: {
        kind: "table",
        gateway: "edge",
        conditions: [],
        pool: [{ route: "a", weight: 10_000, target: target("a") }],
      },
    },
  });
  return { op: "update", urn: "edge", oldState: state(before), newState: state(after) };
};
const pods = (image: string) => ({
  type: "kubernetes:apps/v1:Deployment",
  inputs: { metadata: { name: "shop-a", namespace: "vamp-acme-test" }, spec: { template: { spec: { image } } } },
});

const files: Readonly<Record<string, string>> = {
  "before.yml": shop(90, 10),
  "after.yml": shop(50, 50),
  "small.yml": "kind: scales\nname: small\ncpu: 0.2\nmemory: 64MB\n",
  "main:before.yml": shop(100, 0),
  "main:small.yml": "kind: scales\nname: small\ncpu: 0.1\nmemory: 64MB\n",
  "breed.yml": "name: a\ndeployable: example/a:1\n",
  "bad.yml": shop(50, 60),
  "preview.json": JSON.stringify({
    steps: [step(inputs(9_000, 1_000), inputs(5_000, 5_000)), { op: "create", urn: "u", newState: { type: "x" } }],
  }),
  "unknown.json": JSON.stringify({
    steps: [step(inputs(9_000, 1_000), inputs(5_000, "04da6b54-80e4-46f7-96ec-b56ff0331ba9"))],
  }),
  "restart.json": JSON.stringify({
    steps: [
      step(inputs(9_000, 1_000), inputs(9_000, 1_000)),
      { op: "update", urn: "u", oldState: pods("one"), newState: pods("two") },
    ],
  }),
  "other.json": JSON.stringify({ steps: [step(inputs(9_000, 1_000), { name: "shop" })] }),
  "text.json": "Previewing update",
  "nothing.json": "{}",
  "failed.json": JSON.stringify({
    steps: [{ op: "same", urn: "u", newState: { type: "pulumi:pulumi:Stack" } }],
    diagnostics: [
      { severity: "warning", message: "old" },
      { severity: "error", message: "<{%reset%}>weights sum\nto 110 %<{%reset%}>\n" },
    ],
  }),
  "plan.json": JSON.stringify({
    manifest: { time: "2026-11-30T00:00:00Z", magic: "", version: "" },
    resourcePlans: {
      urn: { goal: { type: "vamp:index:VampDeployment", inputDiff: { updates: {} } }, steps: ["update"] },
    },
  }),
  "same.json": JSON.stringify({
    steps: [{ op: "same", urn: "u", newState: { type: "pulumi:pulumi:Stack" } }],
    diagnostics: [{ severity: "warning", message: "old" }],
  }),
  "slower.json": JSON.stringify({
    steps: [step(inputs(9_000, 1_000), inputs(9_000, 1_000, { timeouts: { request: 5_000 }, retries: { on: [503] } }))],
  }),
  "moved.json": JSON.stringify({ steps: [gatewayStep([80, 443], [8080])] }),
  "main:gone.yml": shop(100, 0).replace("9050", "9060"),
};
const run = (line: string) => runVamp(files, line);

describe("vamp diff", () => {
  it("compares two files, with what both need", () => {
    const { code, out, said } = run("diff --with small.yml before.yml after.yml");
    expect({ code, said }).toEqual({ code: 0, said: "" });
    expect(out).toBe(`before/9050, before/cart/web
  ~ a  weight 90 % → 50 %
  ~ b  weight 10 % → 50 %

  everybody
    such as GET example.com/
      a  90 % → 50 %
      b  10 % → 50 %
`);
  });

  it("compares a revision with the files as they are, or with another", () => {
    const { code, out } = run("diff --git main before.yml small.yml");
    expect(code).toBe(0);
    expect(out).toContain("  ~ b  weight 0 % → 10 %\n");
    expect(out).toContain("  ~ a  cpu 100m → 200m; its pods restart\n");
    expect(run("diff --git main..main before.yml small.yml").out).toBe("nothing changes\n");
  });

  it("takes a file that one of two revisions does not have for one that comes or goes", () => {
    const came = run("diff --git main before.yml small.yml after.yml");
    expect(came.code).toBe(0);
    expect(came.out).toContain("after/9050, after/cart/web added");
    expect(run("diff --git main..old before.yml small.yml").out).toContain("before/9050, before/cart/web removed");
  });

  it("reads what the engine would do", () => {
    const { code, out } = run("diff --preview preview.json --max-step 25");
    expect(code).toBe(1);
    expect(out).toContain("shop/9050\n  ~ a  weight 90 % → 50 %\n");
    expect(out).toContain("refused\n  shop/9050: b: its weight grows from 10 % to 50 %");
    expect(run("diff --preview slower.json").out).toBe("shop/9050\n  ~ b  other timeouts, retries\n");
    expect(run("diff --preview restart.json").out).toBe("versions\n  ~ shop/cart/a  its pods restart\n");
  });

  it("takes a file that is there no more for one that goes", () => {
    const { code, out } = run("diff --git main before.yml gone.yml small.yml");
    expect(code).toBe(0);
    expect(out).toContain("gone/9060, gone/cart/web removed");
  });

  it("takes a revision that is left out for HEAD, as git does", () => {
    expect(run("diff --git main.. after.yml").said).toContain("neither at main nor at HEAD");
  });

  it("takes a preview in which nothing changes for what it is", () => {
    expect(run("diff --preview same.json")).toEqual({ code: 0, out: "nothing changes\n", said: "", written: {} });
  });

  it("tells on which ports a gateway of a preview listens", () => {
    const { code, out } = run("diff --preview moved.json --fail-on removed-with-weight");
    expect(code).toBe(1);
    expect(out).toContain("edge\n  listens on 80/http, 443/https → 8080/https\n");
    expect(out).toContain("edge: it no longer listens on 443/https (removed-with-weight)");
  });

  it("says what is known only later", () => {
    expect(run("diff --preview unknown.json --max-step 1").out).toContain("b  10 % → (known later)\n");
  });

  it("prints the same for machines and for a pull request", () => {
    const { out } = run("diff --json --with small.yml before.yml after.yml --max-step 1 --fail-on capacity");
    expect(JSON.parse(out)).toMatchObject({
      gateways: [
        {
          name: "before/9050",
          change: "changed",
          grouped: [],
          affected: [
            {
              who: ["everybody"],
              example: { method: "GET" },
              ends: [{ end: "cart/a/web", before: 0.9, after: 0.5 }, {}],
            },
          ],
        },
        {},
      ],
      versions: [],
      refusals: [{ gate: "max-step", gateway: "before/9050" }, { gate: "max-step" }],
    });
    const { out: markdown } = run("diff --markdown --with small.yml before.yml after.yml");
    expect(markdown).toContain("### before/9050, before/cart/web\n\n|  | route | change |\n| --- | --- | --- |\n");
    expect(markdown).toContain("| everybody | <code>GET example.com/</code> | <code>a</code> | 90 % → 50 % |\n");
  });

  it("prints only what is refused, if wanted", () => {
    expect(run("diff --quiet --with small.yml before.yml after.yml")).toMatchObject({ code: 0, out: "" });
    const { code, out } = run("diff --quiet --max-step 25% --with small.yml before.yml after.yml");
    expect(code).toBe(1);
    expect(out).toMatch(/^before\/9050, before\/cart\/web: b: its weight grows/);
  });

  it("prints only what is refused for machines and for a pull request too", () => {
    const refused = "diff --quiet --max-step 25% --with small.yml before.yml after.yml";
    const report = JSON.parse(run(`${refused} --json`).out);
    expect(report).toMatchObject({
      gateways: [],
      versions: [],
      refusals: [{ gate: "max-step" }, { gate: "max-step" }],
    });
    expect(run(`${refused} --markdown`).out).toMatch(/^\*\*Refused\*\*\n\n- before/);
    expect(run("diff --quiet --markdown --with small.yml before.yml after.yml")).toMatchObject({ code: 0, out: "" });
  });

  it.each([
    ["--json --markdown --with small.yml before.yml after.yml", "`--json` and `--markdown` exclude each other"],
    ["small.yml small.yml", "there is nothing to compare"],
    ["--with small.yml breed.yml breed.yml", "there is nothing to compare"],
    ["before.yml", "two files are compared"],
    ["before.yml after.yml bad.yml", "two files are compared"],
    ["--preview preview.json before.yml", "no other goes with it"],
    ["--preview text.json", "this is not JSON"],
    ["--preview small.yml", "this is not JSON"],
    ["--preview nothing.json", "this preview has no steps"],
    ["--preview plan.json", "`pulumi preview --json` prints both"],
    ["--preview failed.json", "the preview failed, so nothing is known of the change: weights sum to 110 %"],
    ["--git main...old after.yml", "`--git` takes REVISION or FROM..TO, not `main...old`"],
    ["--git a..b..c after.yml", "`--git` takes REVISION or FROM..TO"],
    ["--git main none.yml", "none.yml: there is no such file, neither at main nor now"],
    ["--preview other.json", "has inputs of another version of pulumi-vamp"],
    ["--git nope after.yml", "Not a valid object name nope"],
    ["--git main..main after.yml", "after.yml: there is no such file, neither at main nor at main"],
    ["--git --output=x before.yml", ""],
    ["--max-step 120 before.yml after.yml", "`--max-step` takes a percentage"],
    ["--max-first x before.yml after.yml", "`--max-first` takes a percentage"],
    ["--fail-on shadow before.yml after.yml", "did you mean `shadowed`?"],
  ])("vamp diff %s: %s", (line, message) => {
    expect(run(`diff ${line}`)).toMatchObject({ code: 2, out: "", said: expect.stringContaining(message) });
  });

  it("neither allows nor refuses what has a mistake", () => {
    const { code, out, said } = run("diff --with small.yml before.yml bad.yml");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(said).toContain("bad.yml:7:");
  });

  it("neither allows nor refuses what is too large for Kubernetes, and says what is", () => {
    const routes = Array.from(
      { length: 90 },
      (_, index) => `"[h${index}:80]": {weight: 0%, condition: "path == /${"x".repeat(15_000)}${index}"}`,
    );
    const text = `kind: gateways\nname: edge\nport: 80\nroutes: {"[x:80]": {weight: 100%}, ${routes.join(", ")}}\n`;
    const { code, out, said } = runVamp({ "big.yml": text }, "diff big.yml big.yml");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(said).toMatch(/^routes: error: .*bytes, and a ConfigMap takes/);
    expect(runVamp({ "big.yml": text }, "render big.yml")).toMatchObject({ code: 1, out: "", said });
  });
});
