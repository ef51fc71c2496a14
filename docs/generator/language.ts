import { stringify } from "yaml";
import { z } from "zod";
import { answer, redirect } from "../../sdk/artifacts/answer.js";
import { argumentList } from "../../sdk/artifacts/arguments.js";
import { cluster, deployedCluster, service } from "../../sdk/artifacts/blueprint.js";
import { cors, editKeys, headers } from "../../sdk/artifacts/edits.js";
import { host } from "../../sdk/artifacts/gateway.js";
import { gatewayTls } from "../../sdk/artifacts/gatewayTls.js";
import { healthCheck } from "../../sdk/artifacts/healthCheck.js";
import { innerRoutes, routes } from "../../sdk/artifacts/route.js";
import { backendTls, certificate, trafficKeys } from "../../sdk/artifacts/traffic.js";
import { kinds, schemas, singular } from "../../sdk/reading/kinds.js";
import { asSchema, isOptional, language, leafOf, rulesOf, snakeCase, unwrap } from "../../sdk/reading/rules.js";
import { anchorOf, code, table } from "./markdown.js";
import type { Regions } from "./regions.js";
import { type Links, nestedIn, words } from "./schemaWords.js";

/** What gateways and routes both may say. */
const traffic = z.strictObject({ ...editKeys, ...trafficKeys });

/** A section of the page, and how a link to it reads. */
interface Section {
  readonly title: string;
  readonly link: string;
  readonly schema: z.ZodType;
}

function part(title: string, schema: z.ZodType): Section {
  const text = /^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
  return { title, link: `[${text}](#${anchorOf(title)})`, schema };
}

/** A section for each artifact, and for each part that has a name. */
export const sections: readonly Section[] = [
  ...kinds.map((kind) => {
    const title = kind === "slas" ? "SLAs" : `${kind.charAt(0).toUpperCase()}${kind.slice(1).replace("-", " ")}`;
    return { title, link: `[${singular(kind).replace("-", " ")}](#${anchorOf(title)})`, schema: schemas[kind] };
  }),
  part("Cluster", cluster),
  part("Service", service),
  part("Health check", healthCheck),
  part("Host", host),
  part("TLS of a gateway", gatewayTls),
  part("TLS to a backend", backendTls),
  part("Certificate", certificate),
  part("Traffic", traffic),
  part("Headers", headers),
  part("CORS", cors),
  part("Redirect", redirect),
  part("Answer", answer),
];

const links: Links = new Map([
  ...sections.map(({ schema, link }) => [schema, link] as const),
  [routes, "[routes](#routes)"],
  [innerRoutes, "[routes](#routes)"],
  [argumentList, "[arguments](#arguments)"],
  [deployedCluster, "[cluster](#cluster)"],
]);

/** The keys of each artifact and of its parts, as YAML spells them. */
export function languageRegions(): Regions {
  return Object.fromEntries(sections.map(({ title, schema }) => [`keys of ${title}`, keysOf(schema)]));
}

/** A table of the keys of a schema; one for each variant, where it has several. */
export function keysOf(schema: z.ZodType): string {
  if (!(schema instanceof z.ZodUnion)) return tableOf(schema);
  const tables = schema.options.map(asSchema).flatMap((option) => {
    const types = typesOf(option).map((type) => code(`type: ${type}`));
    return types.length === 0 ? [] : [`${types.join(" or ")}:\n\n${tableOf(option)}`];
  });
  return tables.join("\n");
}

/** The values of `type` by which a variant is known; none for the one that takes all others. */
function typesOf(option: z.ZodType): readonly string[] {
  const type = option instanceof z.ZodObject ? option.shape.type : undefined;
  const values = type === undefined ? undefined : leafOf(unwrap(asSchema(type)))?.json.enum;
  return Array.isArray(values) ? values.map(String) : [];
}

function tableOf(schema: z.ZodType): string {
  return table(["key", "type", "what it says"], schema instanceof z.ZodObject ? rowsOf(schema, "") : []);
}

/** Keys that every artifact has are described once, and those of traffic in a section of their own. */
function isElsewhere(schema: z.ZodObject, key: string, description: string): boolean {
  if (key === "kind" || (key === "metadata" && description === "Whatever its owner keeps with it.")) return true;
  if (key === "name" && description === "The name by which others speak of it.") return true;
  return schema !== traffic && key in traffic.shape && "routes" in schema.shape;
}

function rowsOf(schema: z.ZodObject, prefix: string): readonly (readonly string[])[] {
  const aliases = Object.entries(rulesOf(schema).aliases ?? {});
  return Object.entries(schema.shape).flatMap(([key, value]) => {
    const own = asSchema(value);
    const { description, examples = [] } = language.get(own) ?? {};
    // What has no description was only ever written back by Vamp.
    if (description === undefined || isElsewhere(schema, key, description)) return [];
    const spellings = [snakeCase(key), ...aliases.flatMap(([alias, name]) => (name === key ? [alias] : []))];
    const names = spellings.map((spelled) => code(`${prefix}${spelled}`)).join(" or ");
    const required = isOptional(own) ? "" : "**Required.** ";
    const shown = examples.map((one) => code(flow(one))).join(", ");
    const example = shown === "" ? "" : ` Example: ${shown}.`;
    const nested = nestedIn(own, links);
    const below = nested && rowsOf(nested.schema, `${prefix}${snakeCase(key)}${nested.list ? "[]" : ""}.`);
    return [[names, words(own, links), `${required}${description}${example}`], ...(below ?? [])];
  });
}

/** A value in one line of YAML. */
function flow(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: false }).trim();
}
