import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "./lab.js";
import { echoImage, echoService } from "./programs.js";
import { Stack } from "./stack.js";

/** An image with a shell, whose user has to be told by number. */
const shell = "haproxy:2.8";
const dialects = { kubernetes: { securityContext: { runAsUser: 99 } } };
const workflows = {
  watch: { breed: { name: "watch", deployable: echoImage }, schedule: "daemon" },
  report: {
    breed: { name: "report", deployable: shell, arguments: [{ command: "sh -c 'echo reported'" }] },
    schedule: { time: "P1D" },
    dialects,
  },
  migrate: {
    breed: {
      name: "migrate",
      deployable: shell,
      arguments: [{ command: "sh -c 'echo to $SHOP'" }],
      dependencies: { shop: "shop:1.0.0" },
      environmentVariables: { SHOP: "$shop.host:$shop.ports.web" },
    },
    schedule: { time: { period: "P1D", repeat: 1 } },
    dialects,
  },
};
const blueprint = { clusters: { shop: { services: [echoService("1.0.0", 1)] } } };

describe("workflows beside the services of a deployment", () => {
  const stack = new Stack("workflows");
  const kube = (...args: string[]) => kubectl("-n", stack.namespace, ...args);
  const ended = (job: string) => kube("wait", "--for=condition=complete", "--timeout=60s", `job/${job}`);
  afterAll(() => stack.dispose());
  beforeAll(() =>
    stack.up(
      `new vamp.VampDeployment("shop", { environment, blueprint: ${JSON.stringify(blueprint)}, workflows: ${JSON.stringify(workflows)} });`,
    ),
  );

  it("run all the time as a Deployment", () => {
    expect(kube("get", "deployment", "shop-workflow-watch", "-o", "jsonpath={.status.readyReplicas}")).toBe("1");
  });

  it("run at their times as a CronJob whose Job comes to its end", () => {
    expect(kube("get", "cronjob", "shop-workflow-report", "-o", "jsonpath={.spec.schedule}")).toMatch(
      /^\d+ \d+ \* \* \*$/,
    );
    kube("create", "job", "report-now", "--from=cronjob/shop-workflow-report");
    ended("report-now");
    expect(kube("logs", "job/report-now")).toBe("reported");
  });

  it("run once as a Job, which finds what it depends on", () => {
    const job =
      kube("get", "jobs", "-l", "io.vamp=workflow", "-o", "name")
        .split("\n")
        .find((name) => name.includes("migrate")) ?? "";
    ended(job.replace("job.batch/", ""));
    expect(kube("logs", job)).toBe("to shop-shop:8080");
  });

  it("have nothing left to do right after an up", () => stack.expectNoChanges());
});
