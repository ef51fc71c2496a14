import { allOf, atom, type Formula, type RequestTest } from "./tree.js";

/** What a browser's name stands for, as in Vamp's `user-agents.yml`. Chrome calls itself Safari too, but without `Version`. */
const browsers: ReadonlyMap<string, readonly string[]> = new Map([
  ["chrome", ["Chrome"]],
  ["firefox", ["Firefox"]],
  ["edge", ["Edge"]],
  ["safari", ["Safari", "Version"]],
  ["ie", ["MSIE"]],
]);

/** The texts that the User-Agent header must all contain: of a browser's name (in any case) its marks, else the text itself. */
export function userAgentTokens(value: string): readonly string[] {
  return browsers.get(value.toLowerCase()) ?? [value];
}

/** The plain header conditions that `user-agent is VALUE` is short for. */
export function expandUserAgent(value: string): Formula<Extract<RequestTest, { readonly kind: "headerContains" }>> {
  const parts = userAgentTokens(value).map((value) =>
    atom({ kind: "headerContains" as const, name: "User-Agent", value }),
  );
  return allOf(...parts);
}
