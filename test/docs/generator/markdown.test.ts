import { describe, expect, it } from "vitest";
import { anchorOf, contentsOf, either, headingsOf, table } from "../../../docs/generator/markdown.js";

describe("a table", () => {
  it("has a row in a line, whatever stands in its cells", () => {
    expect(table(["a", "b"], [["one\n two", "`x | y`"]])).toBe("| a | b |\n|---|---|\n| one two | `x \\| y` |\n");
  });
});

describe("headings", () => {
  // As GitHub makes them.
  it.each([
    ["TLS of a gateway", "tls-of-a-gateway"],
    ["Agents, Services, autoscaling", "agents-services-autoscaling"],
    ["The `vamp` command", "the-vamp-command"],
    ["VampGatewayArgs", "vampgatewayargs"],
    ["What does it take? 90 %", "what-does-it-take-90-"],
    ["See [this](that.md)", "see-this"],
  ])("%s has the anchor %s", (title, anchor) => expect(anchorOf(title)).toBe(anchor));

  it("of one title have different anchors", () => {
    expect(headingsOf("## A\n## A\n### B\n").map(({ anchor }) => anchor)).toEqual(["a", "a-1", "b"]);
  });

  it("are none within code", () => {
    expect(headingsOf("# A\n\n```sh\n# b\n```\n")).toEqual([{ level: 1, title: "A", anchor: "a" }]);
  });

  it("make the contents of a page", () => {
    expect(contentsOf("# A\n## B\n### C\n### D\n#### E\n## F\n")).toBe("- [B](#b): [C](#c), [D](#d)\n- [F](#f)\n");
  });
});

it("one of several is told in words, each once", () => {
  expect([either(["a"]), either(["a", "b"]), either(["a", "b", "a", "c"])]).toEqual(["a", "a or b", "a, b or c"]);
});
