import { nearest } from "../../sdk/diagnostics/nearest.js";

/** What is made of the sources, in Markdown, by name. */
export type Regions = Readonly<Record<string, string>>;

/** A region of a page: a comment with a name in a line of its own, what is made, and the end. */
const pattern = /^<!-- made: (.+?) -->\n(.*?)^<!-- end -->$/gms;

/**
 * A page with all of its regions made anew; what stands round them is written by hand.
 * @throws Error for a region that nothing is made for
 */
export function fill(page: string, regions: Regions): string {
  return page.replace(pattern, (_, name: string) => {
    const made = Object.hasOwn(regions, name) ? regions[name] : undefined;
    if (made === undefined) {
      const near = nearest(name, Object.keys(regions));
      throw new Error(`nothing is made for \`${name}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`);
    }
    return `<!-- made: ${name} -->\n${made.trimEnd()}\n<!-- end -->`;
  });
}

/** The names of a page's regions. */
export function regionsOf(page: string): readonly string[] {
  return [...page.matchAll(pattern)].map(([, name = ""]) => name);
}
