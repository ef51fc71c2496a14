import { z } from "zod";
import { doc, withRules } from "../reading/rules.js";
import { artifactKeys, raw } from "./artifact.js";
import { name } from "./leaves.js";

/** A part of an artifact that others import. Vamp's template. */
export const template = withRules(
  z.strictObject({
    ...artifactKeys("templates"),
    name: doc("The name of the template.", name(), "defaults"),
    definition: doc("What is merged into an artifact that imports it.", z.record(z.string(), raw())),
  }),
  { aliases: { def: "definition" } },
);

/** See {@link template}. */
export type Template = z.output<typeof template>;
