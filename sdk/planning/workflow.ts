import { type Breed, nameOfUse } from "../artifacts/breed.js";
import type { Workflow } from "../artifacts/workflow.js";
import { clusterOf } from "../checks/dependencies.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName } from "../kubernetes/names.js";
import { locationOf, placedAs } from "../reading/places.js";
import { cronOf } from "../units/cron.js";
import type { DeploymentContext } from "./deployment.js";
import type { ScalePlan, ServicePlan } from "./plan.js";
import { Ports } from "./ports.js";
import { planService } from "./service.js";
import { Variables } from "./variables.js";

/** A program that runs beside the services of a deployment. */
export interface WorkflowPlan {
  /** What runs, like a version of a cluster that nobody sends requests to. */
  readonly service: ServicePlan;
  readonly schedule: SchedulePlan;
  /** True for one that does not run now. */
  readonly suspended: boolean;
}

/** When a workflow runs: always, once, or by a cron schedule in UTC. */
export type SchedulePlan =
  | { readonly kind: "daemon" }
  | { readonly kind: "once" }
  | { readonly kind: "cron"; readonly cron: string };

/** Vamp's scale for a workflow that has none. */
const defaultScale: ScalePlan = { cpu: 100, memory: 64_000_000, instances: 1 };

const idle: readonly (string | undefined)[] = ["stopping", "suspended", "suspending"];

/** Plans a workflow; undefined when it cannot run on Kubernetes, which the problems tell. */
export function planWorkflow(
  workflow: Workflow,
  request: DeploymentContext,
  problems: Problems,
): WorkflowPlan | undefined {
  const { name, breed, scale, environmentVariables, healthChecks, dialects } = workflow;
  const own = { breed, scale, environmentVariables, healthChecks, dialects, arguments: workflow.arguments };
  const service = placedAs(own, workflow);
  const ports = new Ports(request, problems);
  const home = {
    name: `workflow/${name}`,
    cluster: { services: [service] },
    request: { ...request, scale: defaultScale },
    ports,
    variables: new Variables(request, ports.byCluster, problems),
    scaling: undefined,
    needs: neededBy(breed.inline, request),
  };
  const planned = planService(service, home, problems);
  const schedule = planSchedule(workflow, problems);
  if (planned === undefined || schedule === undefined) return undefined;
  const suspended = idle.includes(workflow.status);
  const instances = suspended && schedule.kind === "daemon" ? 0 : planned.scale.instances;
  return {
    service: {
      ...planned,
      workflow: name,
      key: `workflow-${objectName(name)}`,
      objectName: objectName(request.name, "workflow", name),
      scale: { ...planned.scale, instances },
    },
    schedule,
    suspended,
  };
}

function neededBy(breed: Breed | undefined, { blueprint }: DeploymentContext): readonly string[] {
  const needed = Object.values(breed?.dependencies ?? {}).map(nameOfUse);
  return [...new Set(needed.flatMap((one) => clusterOf(blueprint, one) ?? []))];
}

function planSchedule(workflow: Workflow, problems: Problems): SchedulePlan | undefined {
  const { schedule } = workflow;
  const { daemon, event, time } = schedule;
  if (daemon !== undefined) return { kind: "daemon" };
  const refuse = (part: object, key: string, message: string, expected: string) => {
    problems.error("UnsupportedSchedule", locationOf(part, key), message, { expected });
    return undefined;
  };
  if (event !== undefined || time === undefined)
    return refuse(schedule, "event", "Kubernetes has no events that a workflow could wait for", "`daemon` or `time`");
  const { period, repeat, start } = time;
  if (start !== undefined && start !== "now")
    return refuse(
      time,
      "start",
      "a later `start` is not supported: a Job starts when it is created",
      "`now`, or no `start`",
    );
  if (repeat === 1) return { kind: "once" };
  if (repeat !== undefined)
    return refuse(time, "repeat", "Kubernetes repeats a job for ever, or runs it once", "1, or no `repeat`");
  const cron = cronOf(period);
  if (cron !== undefined) return { kind: "cron", cron };
  return refuse(
    time,
    "period",
    `Kubernetes runs nothing every \`${period}\``,
    "whole minutes that divide an hour, hours that divide a day, a day, a week, or months that divide a year",
  );
}
