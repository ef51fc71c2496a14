import { z } from "zod";
import { rule } from "../../rule.js";
import { look } from "../../view/values.js";
import { environmentNames, isAmong } from "../environmentNames.js";

/** Ports of the nodes are opened only where that is allowed. */
export const nodePort = rule({
  name: "node-port",
  group: "edge",
  description: "A Service of type NodePort stands only in environments where that is allowed.",
  reason: "A port of every node goes round the load balancer, its firewall and its certificates.",
  level: "mandatory",
  config: z.object({
    environments: environmentNames("where Services may have node ports"),
  }),
  scope: "resource",
  judge({ objects, environmentOf }, { environments }, report) {
    for (const { kind, fields, namespace, title, urn } of objects) {
      if (kind !== "Service" || look(fields, "spec", "type") !== "NodePort") continue;
      const environment = environmentOf(namespace)?.environment;
      if (environment !== undefined && isAmong(environment, environments)) continue;
      report(
        `${title}: a port of every node is opened, which the environment ${
          environment === undefined ? "" : `\`${environment}\` `
        }does not allow. Use the type ClusterIP or LoadBalancer, or name the environment in the policy's configuration.`,
        urn,
      );
    }
  },
});
