import { z } from "zod";
import { rule } from "../../rule.js";
import { podsOf } from "../../view/pods.js";
import { items, text } from "../../view/values.js";

/** Values that are secrets whatever they are called: private keys, keys of clouds, passwords in addresses. */
const secretValues = [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, /\bAKIA[0-9A-Z]{16}\b/, /:\/\/[^/\s:@]+:[^/\s@]+@/];

/** Secrets stand in Secrets. */
export const literalSecret = rule({
  name: "literal-secret",
  group: "workloads",
  description: "No environment variable holds a secret as a literal.",
  reason: "Everyone who may look at a Deployment reads its literals, and so does everyone who reads the stack's state.",
  level: "mandatory",
  config: z.object({
    names: z
      .string()
      .default("(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$")
      .describe("A regular expression, in any case, for names of variables that hold secrets."),
    allow: z.array(z.string()).default([]).describe("Names of variables that may be literals all the same."),
  }),
  scope: "resource",
  judge({ objects }, { names, allow }, report) {
    const secretName = new RegExp(names, "i");
    for (const pod of podsOf(objects))
      for (const { title, fields } of pod.containers)
        for (const variable of items(fields, "env")) {
          const name = text(variable, "name") ?? "";
          const value = text(variable, "value") ?? "";
          if (value === "" || allow.includes(name)) continue;
          if (!secretName.test(name) && !secretValues.some((secret) => secret.test(value))) continue;
          report(
            `${title}: the variable \`${name}\` holds a secret that everyone can read who sees the object. Give it as a secret of Pulumi (\`pulumi.secret\`, \`config.requireSecret\`), which goes into a Secret.`,
            pod.object.urn,
          );
        }
  },
});
