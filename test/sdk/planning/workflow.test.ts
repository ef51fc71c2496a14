import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { renderDeployment } from "../../../sdk/kubernetes/render.js";
import { planDeployment } from "../../../sdk/planning/deployment.js";
import { readArtifact } from "../../../sdk/reading/artifacts.js";
import { marked, placeOf } from "../reading/read.js";
import { environmentPlan } from "./environments.js";

const breed = `breed:
  name: metrics:1
  deployable: metrics:1
  dependencies: {shop: "shop:*"}
  environment_variables: {SHOP: "http://$shop.host:$shop.ports.web", LEVEL: info}
`;
const shop = "clusters: {shop: {breed: {name: 'shop:1', deployable: i, ports: {web: 80}}}}";

/** What becomes of a workflow beside a shop. */
function plan(workflow: string) {
  const problems = new Problems();
  const { text, places } = marked(workflow);
  const blueprint = readArtifact("blueprints", { name: "shop.yml", text: shop }, problems);
  const read = readArtifact("workflows", { name: "workflow.yml", text }, problems);
  if (blueprint === undefined || read === undefined || problems.hasErrors) throw new Error("not read");
  const environment = environmentPlan();
  const planned = planDeployment({ name: "demo", environment, blueprint, settings: {}, workflows: [read] }, problems);
  const objects = renderDeployment(planned, environment).filter(({ key }) => key.startsWith("workflow-"));
  return { workflow: planned.workflows[0], objects, problems: problems.list.map(placeOf), places, list: problems.list };
}

const object = (workflow: string) => plan(workflow).objects[0];

describe("a workflow", () => {
  it("that runs always is a Deployment with a budget, which waits for what it speaks of", () => {
    const { objects, problems } = plan(`name: metrics\n${breed}schedule: daemon\n`);
    expect(problems).toEqual([]);
    expect(objects.map(({ key, object: { kind } }) => [key, kind])).toEqual([
      ["workflow-metrics", "Deployment"],
      ["workflow-metrics-budget", "PodDisruptionBudget"],
    ]);
    expect(objects[0]).toMatchObject({
      needs: ["shop-service"],
      object: {
        metadata: {
          name: "demo-workflow-metrics",
          labels: { "io.vamp": "workflow", "io.vamp.workflow": "metrics", "app.kubernetes.io/name": "metrics" },
        },
        spec: {
          replicas: 1,
          template: {
            spec: {
              containers: [
                {
                  image: "metrics:1",
                  env: [
                    { name: "SHOP", value: "http://demo-shop:80" },
                    { name: "LEVEL", value: "info" },
                  ],
                  resources: { limits: { cpu: "100m", memory: "64M" } },
                },
              ],
            },
          },
        },
      },
    });
  });

  it("that runs at times is a CronJob", () => {
    expect(
      object(`name: metrics\n${breed}schedule: {time: PT15M}\nscale: {cpu: 1, memory: 1GB}\n`)?.object,
    ).toMatchObject({
      kind: "CronJob",
      spec: {
        schedule: "*/15 * * * *",
        timeZone: "Etc/UTC",
        concurrencyPolicy: "Forbid",
        suspend: false,
        jobTemplate: {
          spec: {
            completions: 1,
            template: {
              spec: {
                restartPolicy: "OnFailure",
                securityContext: { runAsNonRoot: true },
                containers: [{ resources: { limits: { cpu: "1" } } }],
              },
            },
          },
        },
      },
    });
  });

  it("that runs once is a Job", () => {
    const { object: job } = object(`name: metrics\n${breed}schedule: {time: {repeat: 1}}\n`) ?? {};
    expect(job).toMatchObject({ kind: "Job", spec: { suspend: false } });
    expect(JSON.stringify(job)).not.toContain("Probe");
  });

  it("that is suspended before its only run is not waited for: it does not end", () => {
    const once = (status: string) =>
      object(`name: metrics\n${breed}schedule: {time: {period: P1D, repeat: 1}}\nstatus: ${status}\n`)?.object;
    const annotations = { "pulumi.com/patchForce": "true" };
    expect(once("suspended")).toMatchObject({
      kind: "Job",
      spec: { suspend: true },
      metadata: { annotations: { ...annotations, "pulumi.com/skipAwait": "true" } },
    });
    expect(once("running")).toMatchObject({ spec: { suspend: false } });
    expect(once("running")?.metadata.annotations).toEqual(annotations);
  });

  it("that is suspended does not run", () => {
    const suspended = (schedule: string) =>
      object(`name: metrics\n${breed}schedule: ${schedule}\nstatus: suspended\n`)?.object;
    expect(suspended("daemon")).toMatchObject({ spec: { replicas: 0 } });
    expect(suspended("{time: P1D}")).toMatchObject({ spec: { suspend: true } });
  });

  it.each([
    ["on events", `name: metrics\n${breed}schedule: {event: ▸[deployments]}\n`, "UnsupportedSchedule"],
    [
      "at times that cron does not know",
      `name: metrics\n${breed}schedule: {time: {period: ▸PT7M}}\n`,
      "UnsupportedSchedule",
    ],
    ["some times", `name: metrics\n${breed}schedule: {time: {period: P1D, repeat: ▸3}}\n`, "UnsupportedSchedule"],
    [
      "from a time on",
      `name: metrics\n${breed}schedule: {time: {period: P1D, start: ▸2016-12-03T08:15:30Z}}\n`,
      "UnsupportedSchedule",
    ],
    ["a breed that is only named", "name: metrics\nbreed: ▸metrics\nschedule: daemon\n", "ArtifactNotFound"],
    [
      "a script of Vamp's own",
      "name: m\nbreed: {name: m, deployable: {type: ▸application/javascript, definition: x}}\nschedule: daemon\n",
      "UnsupportedDeployableType",
    ],
  ])("does not run %s, and says so at its place", (_, text, code) => {
    const { problems, places } = plan(text);
    expect(problems).toEqual([`${code} ${places[0]}`]);
  });

  it("does not start later, and says when it does", () => {
    const schedule = "{time: {period: P1D, start: 2016-12-03T08:15:30Z}}";
    const message = "a later `start` is not supported: a Job starts when it is created";
    expect(plan(`name: metrics\n${breed}schedule: ${schedule}\n`).list).toMatchObject([{ message }]);
  });
});
