import { Problems } from "../../../sdk/diagnostics/problem.js";
import { type GatewayRequest, planGateway } from "../../../sdk/planning/gateway.js";
import { readArtifactObject } from "../../../sdk/reading/artifacts.js";
import { placeOf } from "../reading/read.js";
import { environmentPlan } from "./environments.js";
import { validPlan, version } from "./plan.js";

/** What the gateways of tests lead to: `demo/cart/web`, `demo/db/sql`, `demo/9050` and `demo/admin`. */
export const shop = validPlan({
  gateways: { 9050: "cart/web", admin: { port: 9000, routes: "cart/web" } },
  clusters: {
    cart: { services: [version("a"), version("b")] },
    db: { services: version("c", { ports: { sql: "5432/tcp" } }) },
  },
});

/** A gateway that stands alone, named `edge`, as it is planned; undefined when it cannot be read. */
export function planGatewayOf(gateway: unknown, more: Partial<GatewayRequest> = {}) {
  const problems = new Problems();
  const read = readArtifactObject("gateways", gateway, "edge", problems);
  const request = { name: "edge", environment: environmentPlan(), deployments: [shop], settings: {} };
  const planned = read && planGateway({ ...request, gateway: read, ...more }, problems);
  return { planned, problems: problems.list.map(placeOf), list: problems.list };
}

/** The same for one that is right. */
export function planned(gateway: unknown) {
  const { planned: plan, problems } = planGatewayOf(gateway);
  if (plan === undefined || problems.length > 0) throw new Error(problems.join("\n"));
  return plan.gateway;
}
