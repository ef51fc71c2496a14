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
  type HealthCheckArgs,
  type ScaleArgs,
  type ServiceArgs,
  type SlaArgs,
  type WorkflowArgs,
} from "./blueprint.js";
export type {
  ContainerBoundsArgs,
  DefaultsArgs,
  EnvironmentDescription,
  EnvironmentNetworkArgs,
  EnvironmentSettingsArgs,
  GroupsArgs,
  Organisation,
  PodSecurity,
  ScaleOverrideArgs,
} from "./environmentSettings.js";
export type {
  AnswerArgs,
  CertificateSourceArgs,
  ClientCertificatesArgs,
  ConditionReferenceArgs,
  CorsArgs,
  EditsArgs,
  GatewayArgs,
  GatewayTlsArgs,
  HeaderEditsArgs,
  HeadersArgs,
  HostArgs,
  HstsArgs,
  ListeningArgs,
  PathPrefixArgs,
  RedirectArgs,
  RewriteArgs,
  RouteArgs,
  RoutesArgs,
} from "./gatewayArgs.js";
export type { AgentArgs, AutoscalingArgs, AwaitArgs, GatewayServiceArgs, Hop, Integer } from "./settings.js";
export type {
  AgentHealthCheckArgs,
  BackendTlsArgs,
  OutlierArgs,
  RateLimitArgs,
  RetriesArgs,
  TimeoutsArgs,
  TrafficArgs,
} from "./trafficArgs.js";
export {
  type DeployedCluster,
  type DeployedService,
  type ExternalArgs,
  VampDeployment,
  type VampDeploymentArgs,
} from "./vampDeployment.js";
export { VampEnvironment, type VampEnvironmentArgs } from "./vampEnvironment.js";
export { type DeployedGateway, type ExposeArgs, VampGateway, type VampGatewayArgs } from "./vampGateway.js";
