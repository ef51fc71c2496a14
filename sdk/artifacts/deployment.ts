import { z } from "zod";
import { mapOf, type Node, textOf } from "../reading/node.js";
import { doc, withRules } from "../reading/rules.js";
import { artifactKeys, raw } from "./artifact.js";
import { deployedCluster } from "./blueprint.js";
import { dialects } from "./dialects.js";
import { gateway } from "./gateway.js";
import { fixedText, illegalName, name, text } from "./leaves.js";

const variable = z.strictObject({
  name: doc("The variable, as `cluster.environment_variables.NAME`.", fixedText()),
  alias: doc("Its name in the container.", fixedText().optional()),
  value: doc("Its value.", text().optional()),
  interpolated: doc("Its value with all references resolved.", text().optional()),
});

/** Variables as a deployment keeps them, a list; or as a blueprint gives them, by name. */
const variables = withRules(z.array(variable), {
  expand: (node: Node) =>
    node.kind !== "map"
      ? node
      : {
          kind: "list",
          location: node.location,
          items: node.entries.map(({ key, keyLocation, value }) =>
            mapOf(keyLocation, { name: textOf(keyLocation, key), value }),
          ),
        },
  forms: () => [z.record(z.string(), text())],
});

/** What Vamp ran, with what it knew of it. Vamp's deployment; a blueprint without names of services' states is one too. */
export const deployment = withRules(
  z.strictObject({
    ...artifactKeys("deployments"),
    name: doc("The name of the deployment.", name(), "shop"),
    gateways: doc("Ways in from outside, by port number or by name.", z.record(z.string(), gateway).optional()),
    clusters: doc(
      "What runs, by name.",
      withRules(z.record(z.string(), deployedCluster), { key: illegalName }).optional(),
    ),
    ports: doc("Ports of clusters, as `cluster.ports.name`.", z.record(z.string(), text()).optional()),
    environmentVariables: doc("Variables of clusters.", variables.optional()),
    hosts: doc("Hosts of clusters, as `cluster.hosts.host`.", z.record(z.string(), text()).optional()),
    dialects: doc("What only one kind of scheduler understands.", dialects.optional()),
    status: raw().optional(),
    lookupName: fixedText().optional(),
  }),
  { aliases: { env: "environmentVariables", dialect: "dialects" } },
);

/** See {@link deployment}. */
export type Deployment = z.output<typeof deployment>;
