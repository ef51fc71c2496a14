import type { WorkflowPlan } from "../planning/workflow.js";
import { objectLabels } from "./labels.js";
import { ownsItsFields, type Rendered, waiting } from "./object.js";
import { environmentSecret, jobPod, ownerOf } from "./servicePod.js";
import { renderWorkload } from "./workload.js";

const pausing = waiting({ ready: false, timeout: undefined });

/** A workflow: a Deployment when it runs always, a CronJob when it runs at times, a Job when it runs once. */
export function renderWorkflow(
  { service, schedule, suspended }: WorkflowPlan,
  namespace: string,
  needs: readonly string[],
) {
  if (schedule.kind === "daemon") return renderWorkload(service, namespace, needs);
  const labels = objectLabels(ownerOf(service));
  const secret = environmentSecret(service, namespace);
  const metadata = { name: service.objectName, namespace, labels };
  const job = {
    parallelism: service.scale.instances,
    completions: service.scale.instances,
    template: { metadata: { labels }, spec: jobPod(service, secret?.nameSource) },
  };
  const object =
    schedule.kind === "once"
      ? ({
          apiVersion: "batch/v1",
          kind: "Job",
          // What does not run now does not end.
          metadata: { ...metadata, annotations: suspended ? pausing : waiting(service.patience) },
          spec: { ...job, suspend: suspended },
        } as const)
      : ({
          apiVersion: "batch/v1",
          kind: "CronJob",
          metadata: { ...metadata, annotations: ownsItsFields },
          spec: {
            schedule: schedule.cron,
            timeZone: "Etc/UTC",
            // A run that takes longer than its period is not joined by the next.
            concurrencyPolicy: "Forbid",
            suspend: suspended,
            jobTemplate: { spec: job },
          },
        } as const);
  const run = { key: service.key, object, needs } as const satisfies Rendered;
  return [...(secret === undefined ? [] : [secret]), run];
}
