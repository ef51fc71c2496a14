import { Problems } from "../../../sdk/diagnostics/problem.js";
import { renderEnvironment } from "../../../sdk/kubernetes/environment.js";
import { renderWanted } from "../../../sdk/kubernetes/wanted.js";
import { gatewayPorts } from "../../../sdk/planning/outputs.js";
import { nameByFile, planWanted, readWanted } from "../../../sdk/planning/texts.js";
import { deploymentView, gatewayView, gatewayViewOf } from "../../../sdk/planning/view.js";
import { runVamp } from "../cli/world.js";

/** A resource as `pulumi preview --json` tells of it on one side of a step. */
export interface Registered {
  readonly type: string;
  readonly inputs: unknown;
}

/** What the components register for some texts in an environment, by URN. */
export function registered(text: string, environment = "test"): ReadonlyMap<string, Registered> {
  const problems = new Problems();
  const wanted = readWanted([{ name: "shop.yml", text }], problems, nameByFile);
  const planned = planWanted(wanted, { organisation: "acme", environment }, problems);
  if (problems.hasErrors) throw new Error(JSON.stringify(problems.list));
  const { namespace } = planned.environment;
  const vamp = (type: string, name: string, inputs: object) =>
    [`${namespace} ${type} ${name}`, { type, inputs }] as const;
  const deployments = planned.deployments.flatMap(({ plan, blueprint }) => {
    const view = deploymentView(plan, blueprint);
    const own = plan.gateways.map((gateway) =>
      vamp("vamp:index:VampGateway", gateway.name, {
        ...{ namespace, ports: gatewayPorts(gateway).map(({ number }) => number) },
        ...gatewayViewOf(view, gateway.name),
      }),
    );
    return [vamp("vamp:index:VampDeployment", plan.name, { name: plan.name, namespace, ...view }), ...own];
  });
  const gateways = planned.gateways.map(({ gateway, artifact }) =>
    vamp("vamp:index:VampGateway", gateway.name, {
      ...{ namespace, ports: gatewayPorts(gateway).map(({ number }) => number) },
      ...gatewayView(gateway, artifact),
    }),
  );
  const objects = [
    ...renderEnvironment(planned.environment),
    ...renderWanted(planned).flatMap((owned) => owned.objects),
  ].map(({ key, object }) => {
    const { apiVersion, kind, ...inputs } = object;
    const type = `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`;
    return [
      `${namespace} ${type} ${key} ${"name" in object.metadata ? object.metadata.name : ""}`,
      { type, inputs },
    ] as const;
  });
  return new Map([...deployments, ...gateways, ...objects]);
}

/** What `pulumi preview --json` prints of a change, which has no steps for what stays as it is. */
export function previewOf(before: ReadonlyMap<string, Registered>, after: ReadonlyMap<string, Registered>): string {
  const steps = [...new Set([...before.keys(), ...after.keys()])].flatMap((urn) => {
    const [oldState, newState] = [before.get(urn), after.get(urn)];
    return JSON.stringify(oldState) === JSON.stringify(newState) ? [] : [{ urn, oldState, newState }];
  });
  return JSON.stringify({ steps: [{ urn: "stack", newState: { type: "pulumi:pulumi:Stack" } }, ...steps] });
}

/** What `vamp diff --preview` says of a preview. */
export function previewed(preview: string, options = "") {
  const words = ["diff", ...options.split(" ").filter((word) => word !== ""), "--preview", "preview.json"];
  return runVamp({ "preview.json": preview }, words.join(" "));
}
