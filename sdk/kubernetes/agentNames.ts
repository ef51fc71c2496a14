import type { AgentPlan } from "../planning/plan.js";
import type { Ownership } from "./labels.js";

/** Port of the agent's container for readiness, liveness and metrics. */
export const healthPort = 8404;

/** Name of that port. */
export const healthPortName = "health";

/** Names the agent among the parts of its deployment or gateway. */
export const agentKey = "agent";

/** Whose an agent is. */
export function agentOwner({ owner }: Pick<AgentPlan, "owner">): Ownership {
  return { role: "vamp-gateway-agent", deployment: owner };
}
