import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { configSchemaOf } from "../../policies/configuration.js";
import type { Rule } from "../../policies/rule.js";
import { rules } from "../../policies/rules/index.js";

const root = resolve(__dirname, "../..");
const page = join(root, "policies/README.md");
const groups = { traffic: "Traffic", edge: "Edge", workloads: "Workloads", tenancy: "Tenancy" } as const;
const [begin, end] = ["<!-- rules: made of the code by `npm run rules-table` -->\n", "<!-- end of rules -->"];

/** The rules as the page shows them: a table for each group. */
function tables(): string {
  return Object.entries(groups)
    .map(([group, title]) => {
      const rows = rules.filter((rule) => rule.group === group).map(row);
      const head = ["| rule | what it demands, and why | level | configuration |", "|---|---|---|---|"];
      return [`### ${title}`, "", ...head, ...rows, ""].join("\n");
    })
    .join("\n");
}

function row({ name, description, reason, level, scope, config, mend }: Rule): string {
  const options = Object.entries(configSchemaOf(config).properties).map(
    ([key, { description, default: usual }]) =>
      `\`${key}\`: ${description} Default: \`${JSON.stringify(usual).replaceAll("|", "\\|")}\`.`,
  );
  const what = `${description} ${reason}${mend === undefined ? "" : " It can mend."}${scope === "stack" ? " Of the whole stack." : ""}`;
  return `| \`${name}\` | ${what} | ${level} | ${options.join("<br>") || "–"} |`;
}

function readPage(): string {
  return readFileSync(page, "utf8");
}

function blocks(language: string): readonly string[] {
  return [...readPage().matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, found, text = ""]) =>
    found === language ? [text] : [],
  );
}

describe("policies/README.md", () => {
  it("has the tables of the code's own rules", () => {
    const text = readPage();
    const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
    if (process.env.UPDATE_RULES_TABLE === "true") writeFileSync(page, text.slice(0, from) + tables() + text.slice(to));
    expect(readPage()).toContain(begin + tables() + end);
  });

  it("has configurations that the rules take", () => {
    const ajv = new Ajv({ strict: false });
    for (const block of blocks("json"))
      for (const [name, configured] of Object.entries(JSON.parse(block) as Record<string, string | object>)) {
        const rule = rules.find((one) => one.name === name);
        if (rule === undefined) throw new Error(`there is no rule ${name}`);
        if (typeof configured === "string") continue;
        const { enforcementLevel, ...values }: { enforcementLevel?: string } = { ...configured };
        const schema = { type: "object", additionalProperties: false, ...configSchemaOf(rule.config) };
        expect(ajv.validate(schema, values), name).toBe(true);
      }
  });

  it("shows a rule of one's own, and its test, as they are run", () => {
    const own = ["atLeastTwo.ts", "atLeastTwo.test.ts", "policies.ts"].map((file) =>
      readFileSync(join(__dirname, "own", file), "utf8"),
    );
    expect(blocks("ts")).toEqual(own);
  });
});
