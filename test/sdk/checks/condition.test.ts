import { describe, expect, it } from "vitest";
import { marked, readText } from "../reading/read.js";

const blueprint = (condition: string) => `gateways:
  80:
    routes:
      s/web:
        condition: ${condition}
clusters:
  s: a
`;

describe("checkCondition points into the condition", () => {
  it.each([
    ["a word", "▸hots == a.com"],
    ["a word further on", "host == a.com and ▸hots == b.com"],
    ["two words", "host == ▸a:1 or path == ▸b"],
    ["raw HAProxy, which is refused", "▸< path_beg /x >"],
    ["a condition of several lines as a whole", "▸>\n          host == a.com\n          and hots == b.com"],
  ])("%s", (_, condition) => {
    const { text, places } = marked(blueprint(condition));
    expect(readText(text).problems).toEqual(places.map((place) => `ConditionParseError ${place}`));
  });

  it.each(["host == a.com", "has cookie x and not misses header y", "{ref: mobile}", "{condition: has cookie x}", "~"])(
    "and lets pass %s",
    (condition) => {
      expect(readText(blueprint(condition)).problems).toEqual([]);
    },
  );
});
