// The Vamp language and its planner, without Pulumi: for tests of one's own blueprints, and for tools.
export type { Blueprint } from "./artifacts/blueprint.js";
export type { Breed } from "./artifacts/breed.js";
export type { Deployment } from "./artifacts/deployment.js";
export type { Gateway } from "./artifacts/gateway.js";
export type { Scale } from "./artifacts/scale.js";
export type { Workflow } from "./artifacts/workflow.js";
export { evaluate } from "./conditions/evaluate.js";
export { exampleOf } from "./conditions/example.js";
export { type ConditionOptions, type ParsedCondition, parseCondition } from "./conditions/parse.js";
export type { RequestFacts } from "./conditions/request.js";
export { testsIn } from "./conditions/tests.js";
export type { Condition, Formula, RequestTest } from "./conditions/tree.js";
export { type ProblemCode, problemCodes } from "./diagnostics/codes.js";
export { formatProblem, formatProblems, ProblemsError } from "./diagnostics/format.js";
export { nearest } from "./diagnostics/nearest.js";
export { type Problem, type ProblemReport, Problems, propertyOf, reportOf } from "./diagnostics/problem.js";
export { ArtifactSet, type Document } from "./expansion/artifactSet.js";
export { drainTime } from "./kubernetes/agent.js";
export { renderEnvironment } from "./kubernetes/environment.js";
export { renderDeployment, renderGateway } from "./kubernetes/render.js";
export type { RenderedObject } from "./kubernetes/rendered.js";
export { Later, type Leaf, whenKnown } from "./later.js";
export { type DeploymentRequest, planDeployment } from "./planning/deployment.js";
export { type EnvironmentPlan, type EnvironmentRequest, planEnvironment } from "./planning/environment.js";
export { type GatewayRequest, planGateway } from "./planning/gateway.js";
export { Gateways, type GatewaysOptions, readGateways, type SimulatedGateway } from "./planning/gateways.js";
export type { AgentPlan, ClusterPlan, DeploymentPlan, GatewayPlan, ServicePlan } from "./planning/plan.js";
export type { AgentView, DeploymentView, GatewayView, TlsView, WorkloadView } from "./planning/view.js";
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
export type { Limit } from "./routing/limits.js";
export {
  type Case,
  type Decision,
  type End,
  Outcomes,
  type Reason,
  type SetCookie,
  type Way,
} from "./routing/outcome.js";
export {
  type Decisions,
  type ShadowedCondition,
  shadowedConditions,
  type UnreachedRoute,
  unreachedRoutes,
} from "./routing/reachability.js";
export { type RequestArgs, requestOf } from "./routing/request.js";
export { Share } from "./routing/share.js";
export { type Entrance, type SimulationOptions, simulate, simulator } from "./routing/simulate.js";
export type { Backend, Listener, RoutingTable } from "./routing/table.js";
export { formatShare, whole } from "./routing/weights.js";
export { decisionInWords, endInWords } from "./routing/words.js";
export { jsonSchema, jsonSchemaOf } from "./schema/jsonSchema.js";
export { groupTargets, selectTargets, type Target } from "./selectors/evaluate.js";
export { toKubernetes } from "./selectors/kubernetes.js";
export { type ParsedSelector, parseSelector } from "./selectors/parse.js";
export { formatMemory, parseMemory } from "./units/memory.js";
export { formatQuantity, parseQuantity } from "./units/quantity.js";
export { formatText, writeArtifact } from "./writing/artifact.js";
export { blueprintOf } from "./writing/deployment.js";
