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
