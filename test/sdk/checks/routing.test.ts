import { expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readArtifact } from "../../../sdk/reading/artifacts.js";
import { placeOf } from "../reading/read.js";

it.each<[string, string, string[]]>([
  ["changes nothing", "name: a", ["MissingPathValueError 1:1"]],
  ["changes two things", "name: a\nfull_path: /x\nhost: b.c", ["InvalidValue 3:7"]],
  ["has a condition that cannot be read", "name: a\nfull_path: /x\ncondition: y z", ["ConditionParseError 3:12"]],
  ["leads to what is no path", "name: a\npath: x if has cookie y", ["UnsupportedPathRewriteError 2:7"]],
  ["reads more than the path", "name: a\npath: '/%[env(X)] if has cookie y'", ["UnsupportedPathRewriteError 2:7"]],
  ["rests on what is no condition", "name: a\npath: /x if y", ["ConditionParseError 2:7"]],
  ["changes one thing", "name: a\nhost: b.c\ncondition: path == /x", []],
])("a rewrite under a name is checked as one in place: one that %s", (_, text, expected) => {
  const problems = new Problems();
  readArtifact("rewrites", { name: "a.yml", text }, problems);
  expect(problems.list.map(placeOf)).toEqual(expected);
});

it("a raw ACL is taken in the condition of a rewrite too, where it is allowed", () => {
  const text = "name: a\npath: /x if < src 10.0.0.1 >";
  const placesOf = (allowRawAcl: boolean) => {
    const problems = new Problems();
    readArtifact("rewrites", { name: "a.yml", text }, problems, { allowRawAcl });
    return problems.list.map(placeOf);
  };
  expect([placesOf(true), placesOf(false)]).toEqual([[], ["ConditionParseError 2:7"]]);
});
