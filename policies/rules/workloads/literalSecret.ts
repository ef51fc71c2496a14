import { z } from "zod";
import { rule } from "../../rule.js";
import { argumentsOf, type Said } from "../../view/commandLines.js";
import { podsOf } from "../../view/pods.js";
import { items, text } from "../../view/values.js";

/** Values that are secrets whatever they are called: private keys, keys of clouds, passwords in addresses. */
const secretValues = [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, /\bAKIA[0-9A-Z]{16}\b/, /:\/\/[^/\s:@]*:[^/\s@]+@/];

/** What Kubernetes puts another variable's value in for: `$(NAME)`, but not `$$(NAME)`. */
const references = /(?<!\$)\$\([^()\s]+\)/g;

/** The end of what secrets are called, in words with `_` between them, or written together: `DB_PASSWORD`, `PGPASSWORD`. */
const usualNames =
  "((^|_)PASS|_PWD|PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|(API|ACCESS|PRIVATE|SECRET|SIGNING|ENCRYPTION)_?KEY|SECRET_?KEY_?BASE|CREDENTIALS?)(_?\\d+)?$";

/** Secrets stand in Secrets. */
export const literalSecret = rule({
  name: "literal-secret",
  group: "workloads",
  description: "No environment variable and no argument of a command holds a secret as a literal.",
  reason: "Everyone who may look at a Deployment reads its literals, and so does everyone who reads the stack's state.",
  level: "mandatory",
  config: z.object({
    names: z
      .string()
      .refine(isRegularExpression, "this is no regular expression")
      .default(usualNames)
      .describe(
        "A regular expression, in any case, for names of variables and arguments that hold secrets; it also gets `dbPassword` and `--db-password` as `db_Password` and `db_password`.",
      ),
    allow: z
      .array(z.string())
      .default([])
      .describe("Names of variables, and of arguments with their dashes, that may be literals all the same."),
  }),
  scope: "resource",
  judge({ objects }, { names, allow }, report) {
    const pattern = new RegExp(names, "i");
    const isSecret = ({ name, value }: Said) =>
      !allow.includes(name) &&
      ((name !== "" && canBeSecret(value) && (pattern.test(name) || pattern.test(inWords(name)))) ||
        secretValues.some((secret) => secret.test(value)));
    for (const { object, containers } of podsOf(objects))
      for (const { title, fields } of containers) {
        const remedies = object.maker?.kind === "deployment" ? remediesOfBreeds : remediesOfPods;
        const tell = (what: string, remedy: string) =>
          report(`${title}: ${what} holds a secret that everyone can read who sees the object. ${remedy}`, object.urn);
        for (const variable of variablesOf(fields).filter(isSecret))
          tell(`the variable \`${variable.name}\``, remedies.variable);
        for (const { name } of named(argumentsOf(fields).filter(isSecret)))
          tell(name === "" ? "an argument" : `the argument \`${name}\``, remedies.argument);
      }
  },
});

const remediesOfBreeds = {
  variable: "Give it as a secret of Pulumi (`pulumi.secret`, `config.requireSecret`), which goes into a Secret.",
  argument:
    "Give it as an environment variable that is a secret of Pulumi (`pulumi.secret`, `config.requireSecret`), and name that here: `$(NAME)`.",
};

const remediesOfPods = {
  variable: "Put it into a Secret, and name that: `valueFrom: { secretKeyRef: { name, key } }`.",
  argument:
    "Put it into a Secret, take it into a variable by `valueFrom: { secretKeyRef: { name, key } }`, and name that here: `$(NAME)`.",
};

/** The variables of a container that are literals, without what refers to others. */
function variablesOf(container: unknown): readonly Said[] {
  return items(container, "env").map((variable) => {
    const value = (text(variable, "value") ?? "").replaceAll(references, "");
    return { name: text(variable, "name") ?? "", value };
  });
}

/** What is said by a name, and the rest that it is no part of. */
function named(all: readonly Said[]): readonly Said[] {
  const byName = all.filter(({ name }) => name !== "");
  return all.filter(({ name, value }) => name !== "" || !byName.some((one) => value.includes(one.value)));
}

/** False for a number, for what switches something on or off, and where only references are, or nothing. */
function canBeSecret(value: string): boolean {
  return /[\p{L}\p{N}]/u.test(value) && !/^([+-]?\d+([.]\d+)?|true|false|yes|no|on|off)$/i.test(value);
}

/** A name with `_` between its words, however they are told apart. */
function inWords(name: string): string {
  return name
    .replace(/^-+/, "")
    .replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, "_")
    .replaceAll(/[.-]/g, "_");
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
