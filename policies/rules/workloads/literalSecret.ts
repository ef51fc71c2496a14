import { z } from "zod";
import { rule } from "../../rule.js";
import { podsOf } from "../../view/pods.js";
import { items, text } from "../../view/values.js";

/** Values that are secrets whatever they are called: private keys, keys of clouds, passwords in addresses. */
const secretValues = [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, /\bAKIA[0-9A-Z]{16}\b/, /:\/\/[^/\s:@]*:[^/\s@]+@/];

/** What Kubernetes puts another variable's value in for: `$(NAME)`, but not `$$(NAME)`. */
const references = /(?<!\$)\$\([^()\s]+\)/g;

/** Names that end in what secrets are called, written apart or together: `DB_PASSWORD`, `PGPASSWORD`, `dbPassword`. */
const usualNames =
  "(PASSWORD|PASSWD|_PWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SECRET_?KEY(_?BASE)?|CREDENTIALS?)$";

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
      .refine(isRegularExpression, "this is no regular expression")
      .default(usualNames)
      .describe("A regular expression, in any case, for names of variables that hold secrets."),
    allow: z.array(z.string()).default([]).describe("Names of variables that may be literals all the same."),
  }),
  scope: "resource",
  judge({ objects }, { names, allow }, report) {
    const secretName = new RegExp(names, "i");
    for (const { object, containers } of podsOf(objects))
      for (const { title, fields } of containers)
        for (const variable of items(fields, "env")) {
          const name = text(variable, "name") ?? "";
          const value = (text(variable, "value") ?? "").replaceAll(references, "");
          if (allow.includes(name)) continue;
          const isNamed = secretName.test(name) && canBeSecret(value);
          if (!isNamed && !secretValues.some((secret) => secret.test(value))) continue;
          const remedy =
            object.maker?.kind === "deployment"
              ? "Give it as a secret of Pulumi (`pulumi.secret`, `config.requireSecret`), which goes into a Secret."
              : "Put it into a Secret, and name that: `valueFrom: { secretKeyRef: { name, key } }`.";
          report(
            `${title}: the variable \`${name}\` holds a secret that everyone can read who sees the object. ${remedy}`,
            object.urn,
          );
        }
  },
});

/** False for what switches something on or off, and where only references are, or nothing. */
function canBeSecret(value: string): boolean {
  return /[\p{L}\p{N}]/u.test(value) && !/^(true|false)$/i.test(value);
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
