// The Vamp language and its planner, without Pulumi: for tests of one's own blueprints, and for tools.
export type { Blueprint } from "./artifacts/blueprint.js";
export type { Breed } from "./artifacts/breed.js";
export type { Deployment } from "./artifacts/deployment.js";
export type { Gateway } from "./artifacts/gateway.js";
export type { Scale } from "./artifacts/scale.js";
export type { Workflow } from "./artifacts/workflow.js";
export { evaluate } from "./conditions/evaluate.js";
export { type ConditionOptions, type ParsedCondition, parseCondition } from "./conditions/parse.js";
export type { RequestFacts } from "./conditions/request.js";
export type { Condition } from "./conditions/tree.js";
export { type ProblemCode, problemCodes } from "./diagnostics/codes.js";
export { formatProblem, formatProblems, ProblemsError } from "./diagnostics/format.js";
export { type Problem, type ProblemReport, Problems, propertyOf, reportOf } from "./diagnostics/problem.js";
export { ArtifactSet, type Document } from "./expansion/artifactSet.js";
export { drainTime } from "./kubernetes/agent.js";
export { type RenderedObject, renderDeployment, renderEnvironment, renderGateway } from "./kubernetes/render.js";
export { Later, type Leaf, whenKnown } from "./later.js";
export { type DeploymentRequest, planDeployment } from "./planning/deployment.js";
export { type EnvironmentPlan, type EnvironmentRequest, planEnvironment } from "./planning/environment.js";
export { type GatewayRequest, planGateway } from "./planning/gateway.js";
export type { AgentPlan, ClusterPlan, DeploymentPlan, GatewayPlan, ServicePlan } from "./planning/plan.js";
export {
  type ReadOptions,
  readArtifact,
  readArtifactObject,
  readDocument,
  readDocuments,
  type YamlText,
} from "./reading/artifacts.js";
export { type ArtifactOf, type Kind, kindNamed, kinds } from "./reading/kinds.js";
export { locationOf } from "./reading/places.js";
export type { Location } from "./reading/source.js";
export type { Backend, Listener, RoutingTable } from "./routing/table.js";
export { jsonSchema, jsonSchemaOf } from "./schema/jsonSchema.js";
export { groupTargets, selectTargets, type Target } from "./selectors/evaluate.js";
export { toKubernetes } from "./selectors/kubernetes.js";
export { type ParsedSelector, parseSelector } from "./selectors/parse.js";
export { formatText, writeArtifact } from "./writing/artifact.js";
export { blueprintOf } from "./writing/deployment.js";
