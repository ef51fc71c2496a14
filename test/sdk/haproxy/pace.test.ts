import { expect, it } from "vitest";
import { renderFiles } from "../../../sdk/haproxy/config.js";
import { backend, listener, settings, table, way } from "./listeners.js";

/** All that is rendered for so many backends, the first of which says how often it is checked. */
function rendered(count: number): string {
  const own = { ...backend("own"), traffic: { healthCheck: { interval: 5_000 } } };
  const others = Array.from({ length: count - 1 }, (_, index) => way(backend(`b${index}`), 0));
  return Object.values(renderFiles([listener("web", table("web", [way(own, 100), ...others]))], settings)).join("\n");
}

it.each([
  [2, "inter 1s fall", 4],
  [500, "inter 1s fall", 4],
  [1_000, "inter 2s fastinter 1s downinter 1s fall", 5],
  [10_000, "inter 20s fastinter 1s downinter 1s fall", 23],
  [40_000, "inter 30s fastinter 1s downinter 1s fall", 33],
])("%i backends are checked every so often, and an agent is ready after its first checks", (count, words, settled) => {
  const text = rendered(count);
  expect(text.split(` check ${words} `)).toHaveLength(count);
  expect(text).toContain(" check inter 5s fall ");
  expect(text).toContain(`{ date(),sub(proc.complete) ge ${settled} }`);
});

it.each([
  [0, "1s"],
  [100, "1s"],
  [101, "2s"],
  [1_000, "10s"],
  [10_000, "30s"],
])("%i names are asked for at a hundred a second: each after %s", (count, period) => {
  const named = (prefix: string) =>
    Array.from({ length: count }, (_, index) => way({ ...backend(`${prefix}${index}`), host: `${index}.test` }, 0));
  // An address is no name, and a name that several have is asked for once.
  const all = [way(backend("address"), 100), ...named("one"), ...named("other")];
  const text = Object.values(renderFiles([listener("web", table("web", all))], settings)).join("\n");
  expect(text).toContain(`  timeout resolve ${period}\n  timeout retry 1s\n`);
});
