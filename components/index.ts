export {
  type ArgumentsArgs,
  Artifacts,
  type ArtifactsArgs,
  Blueprint,
  type BlueprintArgs,
  type BreedArgs,
  type ClusterArgs,
  type DialectsArgs,
  type EscalationArgs,
  type GatewayArgs,
  type HealthCheckArgs,
  type RouteArgs,
  type RoutesArgs,
  type ScaleArgs,
  type ServiceArgs,
  type SlaArgs,
  type WorkflowArgs,
} from "./blueprint.js";
export type {
  ContainerBoundsArgs,
  DefaultsArgs,
  EnvironmentNetworkArgs,
  EnvironmentSettingsArgs,
  GroupsArgs,
  Organisation,
} from "./environmentSettings.js";
export type { AgentArgs, AutoscalingArgs, AwaitArgs, GatewayServiceArgs } from "./settings.js";
export {
  type ClusterOutput,
  type ScaleOverrideArgs,
  VampDeployment,
  type VampDeploymentArgs,
} from "./vampDeployment.js";
export { VampEnvironment, type VampEnvironmentArgs } from "./vampEnvironment.js";
export { VampGateway, type VampGatewayArgs } from "./vampGateway.js";
