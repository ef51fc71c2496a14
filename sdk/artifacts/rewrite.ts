import { z } from "zod";
import { doc, fixed, scalarTypes } from "../reading/rules.js";
import { pathPrefix } from "./answer.js";
import { artifactKeys, referenceOr } from "./artifact.js";
import { hostName, urlPath } from "./httpLeaves.js";
import { fixedText } from "./leaves.js";

const path = fixed<string>({
  read: ({ text }) =>
    vampRewrite(text) !== undefined
      ? { value: text }
      : {
          problem: `\`${text}\` is not a rewrite of a path`,
          expected: "the new path, `if`, and a condition",
          code: "UnsupportedPathRewriteError",
        },
  json: { type: scalarTypes, pattern: "[iI][fF]" },
});

/** The parts of Vamp's `NEW if CONDITION`; undefined for another text. */
export function vampRewrite(text: string): { readonly path: string; readonly condition: string } | undefined {
  const [, before, condition] = /^(.*?\S)\s+if\s+(\S.*)$/is.exec(text) ?? [];
  return before === undefined || condition === undefined ? undefined : { path: before.trim(), condition };
}

/** How a request is changed on its way: one of `path`, `fullPath`, `prefix` and `host`. Vamp's rewrite, and more. */
export const rewrite = z.strictObject({
  ...artifactKeys("rewrites"),
  path: doc(
    "The new path, and the condition on which it replaces the old one.",
    path.optional(),
    "/v2/%[path] if has cookie beta",
  ),
  fullPath: doc("The new path, whatever it was before.", urlPath().optional(), "/index.html"),
  prefix: doc("A new beginning of the path.", pathPrefix.optional(), { from: "/shop", to: "/" }),
  host: doc("The host that is asked for.", hostName().optional(), "shop.internal"),
  condition: doc("Which requests are changed, for all but `path`. Default: all.", fixedText().optional()),
});

/** A rewrite, or the name of one. */
export const rewriteUse = referenceOr(rewrite, "rewrites", "anonymous");

/** See {@link rewrite}. */
export type Rewrite = z.output<typeof rewrite>;
