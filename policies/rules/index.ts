import type { Rule } from "../rule.js";
import { allowedHosts } from "./edge/allowedHosts.js";
import { claimedHost } from "./edge/claimedHost.js";
import { externalTls } from "./edge/externalTls.js";
import { hsts } from "./edge/hsts.js";
import { loadBalancerSources } from "./edge/loadBalancerSources.js";
import { nodePort } from "./edge/nodePort.js";
import { tlsVersion } from "./edge/tlsVersion.js";
import { ceilings } from "./tenancy/ceilings.js";
import { foreignNamespace } from "./tenancy/foreignNamespace.js";
import { networkIsolation } from "./tenancy/networkIsolation.js";
import { quota } from "./tenancy/quota.js";
import { requiredLabels } from "./tenancy/requiredLabels.js";
import { tenantNames } from "./tenancy/tenantNames.js";
import { agentAvailability } from "./traffic/agentAvailability.js";
import { canaryCapacity } from "./traffic/canaryCapacity.js";
import { canaryShare } from "./traffic/canaryShare.js";
import { idleVersion } from "./traffic/idleVersion.js";
import { shadowedCondition } from "./traffic/shadowedCondition.js";
import { stickyDrain } from "./traffic/stickyDrain.js";
import { unreachableRoute } from "./traffic/unreachableRoute.js";
import { hostAccess } from "./workloads/hostAccess.js";
import { imageRegistry } from "./workloads/imageRegistry.js";
import { imageTag } from "./workloads/imageTag.js";
import { literalSecret } from "./workloads/literalSecret.js";
import { podSecurity } from "./workloads/podSecurity.js";
import { probes } from "./workloads/probes.js";
import { resourceLimits } from "./workloads/resourceLimits.js";
import { serviceAccountToken } from "./workloads/serviceAccountToken.js";

export { type Group, type Mending, policyOf, type Rule, type RuleOf, rule } from "../rule.js";

/** The rules of the pack, in the order of README.md. */
export const rules: readonly Rule[] = [
  canaryShare,
  canaryCapacity,
  unreachableRoute,
  shadowedCondition,
  idleVersion,
  stickyDrain,
  agentAvailability,
  externalTls,
  tlsVersion,
  hsts,
  loadBalancerSources,
  nodePort,
  allowedHosts,
  claimedHost,
  podSecurity,
  hostAccess,
  resourceLimits,
  probes,
  imageTag,
  imageRegistry,
  literalSecret,
  serviceAccountToken,
  tenantNames,
  quota,
  networkIsolation,
  requiredLabels,
  ceilings,
  foreignNamespace,
];
