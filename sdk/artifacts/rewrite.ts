import { z } from "zod";
import { doc, fixed, scalarTypes } from "../reading/rules.js";
import { artifactKeys, referenceOr } from "./artifact.js";

const path = fixed<string>({
  read: ({ text }) =>
    /\S\s+if\s+\S/i.test(text)
      ? { value: text }
      : {
          problem: `\`${text}\` is not a rewrite of a path`,
          expected: "the new path, `if`, and a condition",
          code: "UnsupportedPathRewriteError",
        },
  json: { type: scalarTypes, pattern: "[iI][fF]" },
});

/** How the path of a request is changed on its way. Vamp's rewrite. */
export const rewrite = z.strictObject({
  ...artifactKeys("rewrites"),
  path: doc(
    "The new path, and the condition on which it replaces the old one.",
    path,
    "/v2/%[path] if has cookie beta",
  ),
});

/** A rewrite, or the name of one. */
export const rewriteUse = referenceOr(rewrite, "rewrites", "anonymous");

/** See {@link rewrite}. */
export type Rewrite = z.output<typeof rewrite>;
