import { z } from "zod";
import { rule } from "../../rule.js";
import { labelsOf } from "../../view/kubernetesObject.js";
import { items, look, text } from "../../view/values.js";

/** Organisations stay in their own Namespaces. */
export const foreignNamespace = rule({
  name: "foreign-namespace",
  group: "tenancy",
  description: "No resource of one organisation stands in another's Namespace, or gives rights there to its accounts.",
  reason: "A Namespace is the wall between tenants.",
  level: "mandatory",
  config: z.object({}),
  scope: "stack",
  judge({ objects, environmentOf }, _, report) {
    for (const object of objects) {
      const { namespace, maker, title, urn, kind, fields } = object;
      const home = environmentOf(namespace);
      if (home === undefined) continue;
      const owner = environmentOf(maker?.namespace)?.organisation ?? text(labelsOf(object), "io.vamp.organisation");
      if (owner !== undefined && owner !== home.organisation)
        report(
          `${title}: it belongs to the organisation \`${owner}\`, and stands in the Namespace \`${namespace}\` of \`${home.organisation}\`. Put it into one of its own organisation's environments.`,
          urn,
        );
      if (kind !== "RoleBinding") continue;
      for (const subject of items(fields, "subjects")) {
        const other = environmentOf(namespaceOf(subject))?.organisation;
        if (other !== undefined && other !== home.organisation)
          report(
            `${title}: it gives rights in a Namespace of \`${home.organisation}\` to an account of \`${other}\`. Bind an account of \`${home.organisation}\`.`,
            urn,
          );
      }
    }
  },
});

/** The Namespace whose accounts a subject is: one of them, by either of its names, or the group of all. */
function namespaceOf(subject: unknown): string | undefined {
  const [, ofName] = /^system:serviceaccounts?:([^:]+)/.exec(text(subject, "name") ?? "") ?? [];
  return look(subject, "kind") === "ServiceAccount" ? text(subject, "namespace") : ofName;
}
