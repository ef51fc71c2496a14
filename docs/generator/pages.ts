import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandRegions } from "./commands.js";
import { componentRegions } from "./components.js";
import { languageRegions } from "./language.js";
import { contentsOf } from "./markdown.js";
import { fill, type Regions } from "./regions.js";

/** The pages with regions. */
export const pages = [
  "docs/reference/components.md",
  "docs/reference/types.md",
  "docs/reference/language.md",
  "docs/cli.md",
] as const;

/** All that is made of the sources of a project. */
export function regionsMade(root: string): Regions {
  return { ...componentRegions(root), ...languageRegions(), ...commandRegions() };
}

/** The pages as `npm run reference` writes them, by path. */
export function pagesOf(root: string, regions = regionsMade(root)): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pages.map((page) => {
      const filled = fill(readFileSync(join(root, page), "utf8"), { contents: "", ...regions });
      return [page, fill(filled, { ...regions, contents: contentsOf(filled) })];
    }),
  );
}
