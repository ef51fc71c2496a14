import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type GithubStep, type GitlabJob, githubWorkflow, gitlabPipeline } from "../docs/ciSyntax.js";
import { labEnvironment, root, run } from "./lab.js";
import { copyOfExample } from "./walk.js";

const top = mkdtempSync(join(tmpdir(), "vamp-ci-"));
const origin = join(top, "examples/shop");
const bin = join(top, "bin");
const lab = labEnvironment();
const environment: NodeJS.ProcessEnv = {
  ...lab,
  PATH: [bin, join(top, "node_modules/.bin"), lab.PATH].join(delimiter),
  PULUMI_BACKEND_URL: `file://${join(top, "state")}`,
  GIT_CONFIG_GLOBAL: join(top, "gitconfig"),
};

const inOrigin = (command: string) => run("bash", ["-euc", `cd ${origin} && ${command}`], 250, environment);

/** Commits a share of the new version on a branch of its own, and merges it as a forge does. Gives the branch. */
function propose(share: number): string {
  const branch = `share-${share}`;
  inOrigin(`git switch --quiet --create ${branch} main
    sed --in-place 's/weight: 90%/weight: ${100 - share}%/; s/weight: 10%/weight: ${share}%/' shop.yml
    git commit --quiet --all --message "${share} %"
    git switch --quiet --create merged-${branch} main
    git merge --quiet --no-ff --message Merge ${branch}`);
  return branch;
}

/** A clone as a forge's runner makes it, where the project finds what it finds in `origin`. */
function clone(branch: string, depth: number): string {
  const folder = mkdtempSync(join(top, "examples/clone-"));
  const shallow = depth === 0 ? [] : ["--depth", String(depth)];
  run("git", ["clone", "--quiet", ...shallow, "--branch", branch, `file://${origin}`, folder], 60, environment);
  return folder;
}

/** Runs a script as a runner does, and says whether it ended well. */
function succeeds(folder: string, script: string, variables: NodeJS.ProcessEnv): Promise<boolean> {
  const shell = spawn("bash", ["-eo", "pipefail", "-c", script], {
    cwd: folder,
    env: { ...environment, ...variables },
    stdio: ["ignore", "ignore", "inherit"],
    timeout: 200_000,
  });
  return new Promise((resolve, reject) => {
    shell.once("error", reject);
    shell.once("close", (code) => resolve(code === 0));
  });
}

beforeAll(() => {
  copyOfExample("shop", top);
  mkdirSync(join(top, "state"));
  mkdirSync(bin);
  writeFileSync(join(top, "gitconfig"), "[user]\nname = Shop\nemail = shop@example.com\n");
  // What needs a registry or a forge: the packages are there, and what would be sent is kept.
  writeFileSync(join(bin, "npm"), `#!/bin/sh\ntest "$*" = ci\n`);
  writeFileSync(join(bin, "gh"), `#!/bin/sh\ntest -n "$GH_TOKEN" && echo "$*" >> gh.log\n`);
  for (const stub of ["npm", "gh"]) chmodSync(join(bin, stub), 0o755);
  // An environment that no other test has.
  inOrigin(`sed --in-place 's/organisation: "acme"/organisation: "ci"/' index.ts
    pulumi stack init production
    git init --quiet --initial-branch main
    git add --all
    git commit --quiet --message "The shop"
    pulumi up --yes --skip-preview --stack production`);
});
afterAll(() => {
  inOrigin("pulumi destroy --yes --skip-preview --stack production");
  rmSync(top, { recursive: true });
});

describe("examples/ci/github.yaml", () => {
  const { env = {}, jobs } = githubWorkflow.parse(parse(readFileSync(join(root, "examples/ci/github.yaml"), "utf8")));
  const steps = jobs.traffic?.steps ?? [];

  const known: Readonly<Record<string, string | boolean>> = {
    "secrets.PULUMI_ACCESS_TOKEN": "a token",
    "github.token": "another",
    "github.event.number": "7",
    "!cancelled()": true,
    "!cancelled() && env.PULUMI_ACCESS_TOKEN != ''": true,
    "!cancelled() && !github.event.pull_request.head.repo.fork": true,
  };
  const evaluated = (text: string) =>
    text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
      const value = known[expression];
      if (value === undefined) throw new Error(`the test does not know \`${expression}\``);
      return String(value);
    });
  const given = (variables: GithubStep["env"] = {}) =>
    Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, evaluated(String(value))]));

  /** Runs the job for a pull request: what its steps came to, what it says of it, and how it says so. */
  async function runJob(branch: string) {
    const checkout = steps.find((step) => "uses" in step && step.uses.startsWith("actions/checkout@"));
    const depth = checkout !== undefined && "uses" in checkout ? Number(checkout.with?.["fetch-depth"]) : 1;
    const folder = clone(`merged-${branch}`, depth);
    const summary = join(folder, "summary.md");
    const ended: Record<string, boolean> = {};
    for (const step of steps) {
      const goesOn = step.if === undefined ? !Object.values(ended).includes(false) : evaluated(step.if) === "true";
      if (!goesOn || !("run" in step)) continue;
      const variables = { ...given(env), ...given(step.env), GITHUB_STEP_SUMMARY: summary };
      ended[step.name ?? step.run] = await succeeds(folder, evaluated(step.run), variables);
    }
    const comment = readFileSync(join(folder, "traffic.md"), "utf8");
    expect(readFileSync(summary, "utf8")).toBe(comment);
    expect(readFileSync(join(folder, "gh.log"), "utf8")).toBe(
      "pr comment 7 --edit-last --create-if-none --body-file traffic.md\n",
    );
    return { ended, comment };
  }

  it("says what a pull request does to traffic, by its blueprints and by a preview", async () => {
    const { ended, comment } = await runJob(propose(30));
    expect(ended).toEqual({ "npm ci": true, Blueprints: true, Preview: true, Summary: true, Comment: true });
    const [before, blueprints = "", preview = ""] = comment.split(/^## Traffic, by .*$/m);
    expect(before).toBe("");
    for (const part of [blueprints, preview]) expect(part).toMatch(/<code>shop:1.1.0<\/code> \| 10 % → 30 % \|/);
  });

  it("refuses what goes too far, and says so all the same", async () => {
    const { ended, comment } = await runJob(propose(60));
    expect(ended).toMatchObject({ Blueprints: false, Preview: false, Summary: true, Comment: true });
    expect(comment.match(/^\*\*Refused\*\*\n\n- .*its weight grows from 10 % to 60 %/gm)).toHaveLength(2);
  });

  it("says what is wrong with a blueprint that cannot be read", async () => {
    const { ended, comment } = await runJob(propose(110));
    expect(ended).toMatchObject({ Blueprints: false, Preview: false, Summary: true, Comment: true });
    expect(comment).toMatch(/^```text\nshop\.yml:\d+:\d+: error: .*\n(.*\n)+```\n/m);
  });
});

describe("examples/ci/gitlab.yaml", () => {
  const pipeline = gitlabPipeline.parse(parse(readFileSync(join(root, "examples/ci/gitlab.yaml"), "utf8")));
  const notes: { readonly url: string | undefined; readonly token: unknown; readonly body: string }[] = [];
  const forge = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      const said = new URLSearchParams(body).get("body") ?? "";
      notes.push({ url: request.url, token: request.headers["private-token"], body: said });
      response.writeHead(201, { "content-type": "application/json" }).end("{}");
    });
  });
  beforeAll(() => new Promise<void>((done) => forge.listen(0, "127.0.0.1", done)));
  afterAll(() => new Promise((done) => forge.close(done)));

  /** Runs a job for a merge request, and says whether it ended well. */
  async function runJob(name: string, job: GitlabJob, branch: string): Promise<boolean> {
    const folder = clone(branch, Number(job.variables?.GIT_DEPTH ?? 20));
    const address = forge.address();
    const own = Object.fromEntries(Object.entries(job.variables ?? {}).map(([key, value]) => [key, String(value)]));
    const variables = {
      ...own,
      CI_API_V4_URL: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/api/v4`,
      CI_JOB_NAME: name,
      CI_MERGE_REQUEST_DIFF_BASE_SHA: run("git", ["-C", origin, "rev-parse", "main"], 60, environment).trim(),
      CI_MERGE_REQUEST_IID: "7",
      CI_PROJECT_ID: "3",
      NOTES_TOKEN: "a token",
    };
    const script = [...(job.before_script ?? []), ...(job.script ?? [])].join("\n");
    const ended = await succeeds(folder, script, variables);
    expect(await succeeds(folder, (job.after_script ?? []).join("\n"), variables)).toBe(true);
    expect(existsSync(join(folder, "note.json"))).toBe(true);
    return ended;
  }

  it("refuses a merge request that goes too far, and notes why", async () => {
    const branch = propose(70);
    for (const [name, job] of Object.entries(pipeline))
      expect([name, await runJob(name, job, branch)]).toEqual([name, false]);
    expect(notes).toHaveLength(2);
    for (const [index, name] of ["blueprints", "preview"].entries()) {
      expect(notes[index]).toMatchObject({ url: "/api/v4/projects/3/merge_requests/7/notes", token: "a token" });
      expect(notes[index]?.body).toMatch(
        new RegExp(`^## Traffic, by the ${name}\n[^]*its weight grows from 10 % to 70 %`),
      );
    }
  });
});
