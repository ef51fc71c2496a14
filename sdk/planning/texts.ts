import type { Blueprint } from "../artifacts/blueprint.js";
import type { Gateway } from "../artifacts/gateway.js";
import type { DeploymentSettings } from "../artifacts/settings.js";
import type { Workflow } from "../artifacts/workflow.js";
import type { Problems } from "../diagnostics/problem.js";
import { ArtifactSet, type Document } from "../expansion/artifactSet.js";
import { checkSharedNames } from "../kubernetes/wanted.js";
import { type ReadOptions, readArtifactOf, readDocuments, type YamlText } from "../reading/artifacts.js";
import { planDeployment } from "./deployment.js";
import { type EnvironmentPlan, planEnvironment } from "./environment.js";
import { planGateway } from "./gateway.js";
import type { AgentPlan, DeploymentPlan, GatewayPlan } from "./plan.js";

/** How texts are read from which is planned. */
export interface WantedOptions extends Pick<ReadOptions, "allowRawAcl"> {
  /** What breeds depend on and no text has, by the name of the breed. Default: nothing. */
  readonly external?: DeploymentSettings["external"];
}

/** What texts say should be, under the names it has. */
export interface Wanted extends Pick<WantedOptions, "external"> {
  readonly blueprints: readonly (readonly [name: string, blueprint: Blueprint])[];
  readonly gateways: readonly (readonly [name: string, gateway: Gateway])[];
  /** They run beside the first blueprint. */
  readonly workflows: readonly Workflow[];
}

/** What comes of it, with every setting of the components left at its default. */
export interface Planned {
  readonly environment: EnvironmentPlan;
  readonly deployments: readonly { readonly plan: DeploymentPlan; readonly blueprint: Blueprint }[];
  /** Gateways that stand alone. */
  readonly gateways: readonly {
    readonly gateway: GatewayPlan;
    readonly agent: AgentPlan;
    readonly artifact: Gateway;
  }[];
}

/**
 * Reads the blueprints, gateways and workflows of some texts; what they name has to be among the texts.
 * @param nameOf what a blueprint or a gateway is called
 */
export function readWanted(
  texts: readonly YamlText[],
  problems: Problems,
  nameOf: (document: Document) => string,
  { allowRawAcl, external }: WantedOptions = {},
): Wanted {
  const documents = texts.flatMap((text) => readDocuments(text, problems));
  const artifacts = new ArtifactSet(documents, problems);
  const all = (kind: Document["kind"]) => documents.filter((document) => document.kind === kind);
  const options = { allowRawAcl, artifacts, elsewhere: Object.keys(external ?? {}) };
  const read = <K extends "blueprints" | "gateways" | "workflows">(kind: K, document: Document) =>
    readArtifactOf(kind, document, problems, options);
  const named = <T>(document: Document, artifact: T | undefined): readonly (readonly [string, T])[] =>
    artifact === undefined ? [] : [[nameOf(document), artifact]];
  return {
    external,
    blueprints: all("blueprints").flatMap((document) => named(document, read("blueprints", document))),
    gateways: all("gateways").flatMap((document) => named(document, read("gateways", document))),
    workflows: all("workflows").flatMap((document) => read("workflows", document) ?? []),
  };
}

/** The name that a document says, or else that of its file, or of another. */
export function nameByFile({ name, node }: Document, file = node.location.source.name): string {
  return name ?? /([^/\\]+?)(\.ya?ml)?$/.exec(file)?.[1] ?? "";
}

/** Plans an environment with all that is wanted in it. */
export function planWanted(
  wanted: Wanted,
  names: { readonly organisation: string; readonly environment: string },
  problems: Problems,
): Planned {
  const { organisation, environment: name } = names;
  const environment = planEnvironment(
    { organisation: { name: organisation }, environment: name, settings: {} },
    problems,
  );
  const deployments = wanted.blueprints.map(([name, blueprint], index) => {
    const workflows = index === 0 ? wanted.workflows : [];
    const settings = { external: wanted.external };
    return { plan: planDeployment({ name, environment, blueprint, settings, workflows }, problems), blueprint };
  });
  const plans = deployments.map(({ plan }) => plan);
  const gateways = wanted.gateways.map(([name, artifact]) => {
    const asked = { name, environment, gateway: artifact, deployments: plans, settings: {} };
    return { ...planGateway(asked, problems), artifact };
  });
  const planned = { environment, deployments, gateways };
  // What is wrong cannot be rendered.
  if (!problems.hasErrors) checkSharedNames(planned, problems);
  return planned;
}
