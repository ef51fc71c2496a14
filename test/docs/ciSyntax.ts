import { z } from "zod";

// The parts of both languages that the examples use, and what stands beside them. A key that is not here is refused, as
// the forges refuse those they do not know: see GitHub's "Workflow syntax" and GitLab's "CI/CD YAML syntax reference".

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const variables = z.record(z.string().regex(/^[A-Za-z_]\w*$/), scalar);
const listOrOne = <S extends z.ZodType>(schema: S) => z.union([schema, z.array(schema).min(1)]);

/** A condition of GitHub's: secrets are not to be had there. */
const condition = z
  .string()
  .refine((text) => !/\bsecrets\./.test(text), "`if` knows no secrets; give them to `env`, and ask for that");

const stepBase = {
  id: z.string().optional(),
  name: z.string().optional(),
  if: condition.optional(),
  env: variables.optional(),
  "continue-on-error": z.boolean().optional(),
  "timeout-minutes": z.number().int().positive().optional(),
};

/** A step of a job: a script, or an action at a version. */
const step = z.union([
  z.strictObject({
    ...stepBase,
    run: z.string().min(1),
    shell: z.enum(["bash", "sh", "pwsh", "python"]).optional(),
    "working-directory": z.string().optional(),
  }),
  z.strictObject({
    ...stepBase,
    uses: z.string().regex(/^(\.\/\S+|docker:\/\/\S+|[\w.-]+\/[\w./-]+@[\w./-]+)$/),
    with: z.record(z.string(), scalar).optional(),
  }),
]);

const permission = z.enum(["read", "write", "none"]);
const permissions = z.union([
  z.enum(["read-all", "write-all"]),
  z.strictObject({
    actions: permission.optional(),
    checks: permission.optional(),
    contents: permission.optional(),
    deployments: permission.optional(),
    "id-token": permission.optional(),
    issues: permission.optional(),
    packages: permission.optional(),
    "pull-requests": permission.optional(),
    statuses: permission.optional(),
  }),
]);

const concurrency = z.union([
  z.string(),
  z.strictObject({ group: z.string(), "cancel-in-progress": z.union([z.boolean(), z.string()]).optional() }),
]);

const event = z.enum(["pull_request", "push", "merge_group", "schedule", "workflow_dispatch"]);
const filter = z
  .strictObject({
    types: z.array(z.string()).optional(),
    branches: z.array(z.string()).optional(),
    paths: z.array(z.string()).optional(),
  })
  .nullable();

/** A workflow of GitHub Actions. */
export const githubWorkflow = z.strictObject({
  name: z.string().optional(),
  on: z.union([listOrOne(event), z.partialRecord(event, filter)]),
  permissions: permissions.optional(),
  concurrency: concurrency.optional(),
  env: variables.optional(),
  jobs: z.record(
    z.string().regex(/^[A-Za-z_][\w-]*$/),
    z.strictObject({
      name: z.string().optional(),
      needs: listOrOne(z.string()).optional(),
      if: condition.optional(),
      "runs-on": listOrOne(z.string()),
      permissions: permissions.optional(),
      concurrency: concurrency.optional(),
      environment: z.string().optional(),
      env: variables.optional(),
      "timeout-minutes": z.number().int().positive().optional(),
      steps: z.array(step).min(1),
    }),
  ),
});

/** A step of a GitHub workflow. */
export type GithubStep = z.output<typeof step>;

const script = z.array(z.string().min(1)).min(1);

/** A job of GitLab's, or a part of one that others extend. */
const gitlabJob = z.strictObject({
  stage: z.string().optional(),
  extends: listOrOne(z.string()).optional(),
  image: z.string().optional(),
  needs: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  rules: z
    .array(
      z.strictObject({
        if: z.string().optional(),
        changes: z.array(z.string()).optional(),
        when: z.enum(["on_success", "on_failure", "always", "never", "manual", "delayed"]).optional(),
        allow_failure: z.boolean().optional(),
      }),
    )
    .optional(),
  variables: variables.optional(),
  before_script: script.optional(),
  script: script.optional(),
  after_script: script.optional(),
  allow_failure: z.boolean().optional(),
  artifacts: z
    .strictObject({
      when: z.enum(["on_success", "on_failure", "always"]).optional(),
      paths: z.array(z.string()).optional(),
      expire_in: z.string().optional(),
    })
    .optional(),
  cache: z
    .strictObject({
      key: z.union([z.string(), z.strictObject({ files: z.array(z.string()).min(1).max(2) })]).optional(),
      paths: z.array(z.string()),
    })
    .optional(),
});

/** A job of GitLab's. */
export type GitlabJob = z.output<typeof gitlabJob>;

/** A pipeline of GitLab CI/CD: each job with what it extends. Those whose names begin with a dot never run by themselves. */
export const gitlabPipeline = z
  .record(
    z.string().refine((name) => !["default", "include", "stages", "variables", "workflow"].includes(name), {
      message: "the examples have nothing but jobs",
    }),
    gitlabJob,
  )
  .transform((jobs, context): Readonly<Record<string, GitlabJob>> => {
    const whole = (job: GitlabJob): GitlabJob => {
      const bases = [job.extends ?? []].flat().map((name) => {
        const base = jobs[name];
        if (base === undefined) context.addIssue({ code: "custom", message: `there is no job \`${name}\` to extend` });
        return base === undefined ? {} : whole(base);
      });
      const { extends: _, ...merged } = Object.assign({}, ...bases, job) as GitlabJob;
      return merged;
    };
    const run = Object.entries(jobs).filter(([name]) => !name.startsWith("."));
    for (const [name, job] of run)
      if (whole(job).script === undefined)
        context.addIssue({ code: "custom", path: [name], message: "a job has a script" });
    return Object.fromEntries(run.map(([name, job]) => [name, whole(job)]));
  });
