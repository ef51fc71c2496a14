import { describe, expect, it } from "vitest";
import { runVamp, runVampWith } from "./world.js";

const files: Readonly<Record<string, string>> = {
  "good.yml": "name: small\ncpu: 0.2\nmemory: 64MB\n",
  "bad.yml": "name: small\ncpu: 0.2\nmemroy: 64MB\n",
  "warned.yml":
    "clusters: {s: {breed: {name: a, deployable: i, ports: {w: 1}}, gateways: {w: {routes: {a: {weight: 0%}}}}}}\n",
  "uses.yml": "clusters: {s: {breed: a, scale: small}}\n",
  "breed.yml": "name: a\ndeployable: i\n",
  "raw.yml": "name: c\ncondition: '< path_beg /x >'\n",
  "untidy.yml": "memory:   64 mb # little\ncpu: 200m\nname: small\n",
  "two.yml": "name: a\ndeployable: i\n---\nname: b\ndeployable: 1\n",
  "compose.yml": "services: {web: {image: nginx, ports: ['8080:80']}}\n",
  "edge.yml":
    "{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: edge}, spec: {listeners: [{name: a, port: 80, protocol: HTTP}]}}\n",
  "shop.yml":
    "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: shop}, spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: web, port: 80}]}]}}\n",
  "-": "name: small\ncpu: x\nmemory: 64MB\n",
};

const run = (line: string, options?: { colour?: boolean }) => runVamp(files, line, options);

describe("vamp check", () => {
  it("exits with 0 when nothing is wrong", () => {
    expect(run("check good.yml")).toMatchObject({ code: 0, out: "", said: "1 artifact in 1 file: nothing wrong\n" });
  });

  it("exits with 1 and tells every problem with its source", () => {
    const { code, out, said } = run("check good.yml bad.yml");
    expect(code).toBe(1);
    expect(out).toContain("bad.yml:3:1: error: `memroy` is not known here (UnexpectedElement)\n    3 | memroy: 64MB\n");
    expect(out).toContain("did you mean `memory`?");
    expect(said).toBe("2 artifacts in 2 files: 1 error\n");
  });

  it("warns, and exits with 0", () => {
    const { code, out, said } = run("check warned.yml");
    expect(code).toBe(0);
    expect(out).toContain("warning:");
    expect(said).toBe("1 artifact in 1 file: 1 warning\n");
  });

  it("prints what a comment of a pull request takes, and nothing for nothing", () => {
    const { code, out } = run("check --markdown bad.yml");
    expect(code).toBe(1);
    expect(out).toMatch(/^```text\nbad\.yml:3:1: error: .*\n(.*\n)+```\n$/);
    expect(run("check --markdown good.yml")).toMatchObject({ code: 0, out: "" });
  });

  it("reads standard input", () => {
    expect(run("check -").out).toContain("-:2:6: error: `x` is not an amount of processor time");
  });

  it("prints one array for machines, every key in it", () => {
    const { code, out } = run("check --json bad.yml");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      {
        file: "bad.yml",
        line: 3,
        column: 1,
        length: 6,
        path: "memroy",
        severity: "error",
        code: "UnexpectedElement",
        message: "`memroy` is not known here",
        expected: "`kind`, `name`, `metadata`, `cpu`, `memory`, `instances`",
        nearest: "memory",
      },
    ]);
  });

  it("prints an empty array for machines when nothing is wrong", () => {
    expect(run("check --json good.yml")).toMatchObject({ code: 0, out: "[]\n", said: "" });
  });

  it("leaves names alone that no file has", () => {
    expect(run("check uses.yml").code).toBe(0);
  });

  it("tells names that no file has, when they have to be there", () => {
    const { code, out } = run("check --resolve uses.yml good.yml");
    expect(code).toBe(1);
    expect(out).toContain("there is no `a` of kind `breeds` (ArtifactNotFound)");
    expect(run("check --resolve uses.yml good.yml breed.yml").code).toBe(0);
  });

  it("takes raw rules only when it is told so", () => {
    expect(run("check raw.yml").out).toContain("ConditionParseError");
    expect(run("check --allow-raw-acl raw.yml").code).toBe(0);
  });

  it("reads as another kind when it is told so", () => {
    expect(run("check --kind breed good.yml").out).toContain("`cpu` is not known here");
    expect(run("check --kind bread good.yml")).toMatchObject({
      code: 2,
      said: expect.stringContaining("did you mean"),
    });
  });

  it("reads every document of a file", () => {
    expect(run("check two.yml").said).toBe("2 artifacts in 1 file: nothing wrong\n");
  });

  it("is in colour for a terminal only", () => {
    expect(run("check bad.yml", { colour: true }).out).toContain("\u001b[31merror:\u001b[0m");
    expect(run("check bad.yml").out).not.toContain("\u001b");
  });
});

describe("vamp format", () => {
  const tidy = "name: small\ncpu: 0.2\nmemory: 64MB # little\n";

  it("prints canonical YAML", () => {
    expect(run("format untidy.yml")).toEqual({ code: 0, out: tidy, said: "", written: {} });
  });

  it("changes files when it is told so, and only those that are not canonical", () => {
    expect(run("format --write untidy.yml good.yml")).toMatchObject({
      code: 0,
      out: "",
      written: { "untidy.yml": tidy },
    });
  });

  it("tells which files are not canonical", () => {
    expect(run("format --check untidy.yml good.yml")).toMatchObject({ code: 1, out: "untidy.yml\n", written: {} });
  });

  it("prints several artifacts as documents of one stream", () => {
    expect(run("format good.yml untidy.yml").out).toBe(`${files["good.yml"]}---\n${tidy}`);
  });

  it("prints nothing of a file with a mistake", () => {
    expect(run("format bad.yml")).toMatchObject({
      code: 1,
      out: "",
      said: expect.stringContaining("UnexpectedElement"),
    });
  });

  it("does not write and check at once", () => {
    expect(run("format --write --check good.yml").code).toBe(2);
  });
});

describe("vamp schema", () => {
  it("prints the schema of all artifacts", () => {
    expect(JSON.parse(run("schema").out)).toMatchObject({ title: "Vamp artifact" });
  });

  it.each(["breed", "breeds"])("prints the schema of a %s", (word) => {
    expect(JSON.parse(run(`schema ${word}`).out)).toMatchObject({ title: "Vamp breed" });
  });

  it("knows no other artifacts", () => {
    expect(run("schema bread")).toMatchObject({ code: 2, said: expect.stringContaining("did you mean `breed`?") });
  });
});

describe("vamp import", () => {
  it("prints a docker-compose file as a blueprint", () => {
    const { code, out } = run("import compose.yml");
    expect(code).toBe(0);
    expect(out).toBe(
      "name: compose\nclusters:\n  web:\n    services:\n      - breed:\n          name: web:1.0.0\n          deployable: nginx\n          ports:\n            port_80: 80/http\n",
    );
  });
});

describe("vamp import of the Gateway API", () => {
  it("prints Gateways with the HTTPRoutes of other files as gateways", () => {
    const { code, out, said } = run("import shop.yml edge.yml");
    expect({ code, said }).toEqual({ code: 0, said: "" });
    expect(out).toBe(
      'name: edge/80\nport: 80/http\nroutes:\n  shop:\n    routes:\n      "[web.default.svc.cluster.local:80]": {}\notherwise:\n  status: 404\n',
    );
  });

  it("tells at their line what is left out", () => {
    const { code, out, said } = run("import shop.yml");
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(said).toContain("shop.yml:1:");
    expect(said).toContain("(DroppedByImport)");
  });
});

describe("misuse exits with 2 and says how it is used:", () => {
  it.each([
    ["", "vamp check"],
    ["chekc", "did you mean `check`?"],
    ["check", "no file is given"],
    ["check nothing.yml", "nothing.yml: there is no such file"],
    ["check folder", "folder: this is a folder"],
    ["check --jsno good.yml", "--jsno"],
    ["format", "no file is given"],
    ["schema breed scale", "one artifact at a time"],
  ])("vamp %s", (line, said) => {
    const result = run(line);
    expect(result).toMatchObject({ code: 2, out: "" });
    expect(result.said).toContain(said);
    expect(result.said).toContain("vamp ");
  });
});

it.each([
  ["graph", "--output", "shop-of-one.yml"],
  ["render", "--output", "shop-of-one.yml"],
  ["render", "--organisation", "shop-of-one.yml"],
  ["diff", "--with", "good.yml"],
  ["diff", "--preview", undefined],
])("an empty value is a misuse: vamp %s %s ''", (name, option, file) => {
  const run = runVampWith(files, [name, option, "", ...(file === undefined ? [] : [file])]);
  expect(run).toMatchObject({ code: 2, out: "", written: {} });
  expect(run.said).toContain(`\`${option}\` has an empty value`);
});

it("tells its version and how it is used", () => {
  expect(run("--version")).toMatchObject({ code: 0, out: "1.2.3\n" });
  expect(run("--help").out).toContain("vamp format");
  expect(run("check --help").out).toContain("--resolve");
  for (const line of ["-h", "help"]) expect(run(line).out).toBe(run("--help").out);
  expect(run("check -h").out).toBe(run("check --help").out);
  expect(run("--help").out).toContain("vamp --version");
});

it("fits a terminal of 80 columns when it explains itself", () => {
  for (const line of ["--help", "check --help", "format --help", "schema --help"])
    for (const row of run(line).out.split("\n")) expect(row.length, row).toBeLessThanOrEqual(80);
});

describe("help", () => {
  it.each(["check", "diff", "format", "graph", "render", "route", "import"])(
    "of %s says that `-` is standard input",
    (name) => {
      expect(run(`${name} --help`).out).toContain("`-` as a FILE is standard input.\n");
    },
  );

  it.each([
    ["diff", "0 let through, 1 refused, 2 misuse, or files with problems"],
    ["format", "0 clean, 1 problems (`--check`: a file would change), 2 misuse"],
    ["check", "0 clean (warnings too), 1 problems, 2 misuse"],
  ])("of %s says what its exit codes mean", (name, codes) => {
    expect(run(`${name} --help`).out).toContain(`Exit codes: ${codes}\n`);
    expect(run("--help").out).toContain(codes);
  });

  it("names the kinds where one is asked for", () => {
    const list = /blueprint,\s+breed,\s+gateway,\s+.*event-query/s;
    for (const line of ["check --help", "schema --help"]) expect(run(line).out).toMatch(list);
    for (const line of ["check --kind x good.yml", "schema x"])
      expect(run(line)).toMatchObject({ code: 2, said: expect.stringMatching(list) });
  });
});

describe("a result that cannot be written", () => {
  const one =
    "name: s\nclusters: {s: {services: {breed: {name: a, deployable: i}, scale: {cpu: 1, memory: 1GB, instances: 1}}}}\n";
  it.each([
    ["EEXIST", "a part of its path is a file"],
    ["ENOTDIR", "a part of its path is a file"],
    ["EISDIR", "this is a folder; name a file"],
    ["EACCES", "this may not be written"],
  ])("is a misuse: %s", (code, message) => {
    for (const line of [
      "graph -o out.svg shop-of-one.yml",
      "render -o out shop-of-one.yml",
      "format --write untidy.yml",
    ])
      expect(runVamp({ ...files, "shop-of-one.yml": one }, line, { failure: code })).toMatchObject({
        code: 2,
        said: expect.stringContaining(message),
      });
  });
});
