import { describe, expect, it } from "vitest";
import { regexProblem } from "../../../sdk/conditions/regex.js";

describe("regular expressions", () => {
  it.each([
    "^/api/v[0-9]+/",
    "\\.(?:png|jpe?g)$",
    "^/(?!admin)",
    "^/[^/]+/[^/]+$",
    "^/(a|b){2}",
    "(ab){3}c*?",
    "[\\w.-]",
    "[\\]^-]",
    "^(?:/[a-z]+){2}$",
    "\\bx\\B",
  ])("takes %s", (pattern) => {
    expect(regexProblem(pattern)).toBeUndefined();
  });

  it.each([
    ["(", "unterminated group"],
    ["[z-a]", "range out of order"],
    ["a**", "nothing to repeat"],
    ["(a+)+$", "exponential"],
    ["(a|aa)+$", "exponential"],
    ["(a?b?)*", "exponential"],
    ["((a{1,2}))*", "exponential"],
    [".*.*.*.*.*x", "more than 4 repetitions"],
    ["(a+){5}", "more than 4 repetitions"],
    ["((a{100}){100}){100}", "longer than 2000"],
    ["a".repeat(501), "longer than 500"],
    ["(a)\\1", "`\\1`"],
    ["(?<n>a)", "`(?<`"],
    ["(?<=a)b", "`(?<`"],
    ["(?i)a", "invalid group"],
    ["(?=a)*", "look-ahead"],
    ["\\Aa", "`\\A`"],
    ["\\x41", "`\\x`"],
    ["\\p{L}", "`\\p`"],
    ["[]", "`[]`"],
    ["[^]", "`[]`"],
    ["[[:alpha:]]", "`[:`"],
    ["[\\d-z]", "`\\d`"],
    ["a{,2}", "`{,`"],
    ["a]", "`]`"],
    ["a}", "`}`"],
    ["ü", "ASCII"],
  ])("refuses %s: %s", (pattern, why) => {
    expect(regexProblem(pattern)).toContain(why);
  });
});
