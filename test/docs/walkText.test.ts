import { describe, expect, it } from "vitest";
import { filesOf, isPrinted, sectionsOf, shortWalk } from "../end-to-end/walkText.js";

const readme = `# An example

## Start

\`\`\`sh
pulumi stack init dev
\`\`\`

\`\`\`text
Created stack 'dev'
\`\`\`

Some words.

\`\`\`sh
pulumi up --yes
\`\`\`

## A file, and nothing to run

\`\`\`text
nothing
\`\`\`

## Go on

\`\`\`sh
pulumi config set canary 50
pulumi up --yes
\`\`\`

## Clean up

\`\`\`sh
pulumi destroy --yes
\`\`\`
`;

describe("the sections of a README", () => {
  it("are those that have commands, with what these print", () => {
    expect(sectionsOf(readme)).toEqual([
      {
        title: "Start",
        commands: [
          { script: "pulumi stack init dev\n", printed: "Created stack 'dev'\n" },
          { script: "pulumi up --yes\n" },
        ],
      },
      { title: "Go on", commands: [{ script: "pulumi config set canary 50\npulumi up --yes\n" }] },
      { title: "Clean up", commands: [{ script: "pulumi destroy --yes\n" }] },
    ]);
  });

  it("are in a short walk those up to the first update, and the last", () => {
    expect(shortWalk(sectionsOf(readme)).map(({ title }) => title)).toEqual(["Start", "Clean up"]);
    expect(shortWalk([])).toEqual([]);
  });
});

it("the files of a README are the blocks behind a path and a colon", () => {
  const text =
    "`a/one.yml`:\n\n```yaml\na: 1\n```\n\nOther words:\n\n```ts\nb;\n```\n\nThen `two`:\n\n```ts\nc;\n```\n";
  expect(filesOf(text)).toEqual([
    { path: "a/one.yml", text: "a: 1\n" },
    { path: "two", text: "c;\n" },
  ]);
});

describe("what a README shows", () => {
  it.each([
    ["one\ntwo", "one  \ntwo\n\n"],
    ["1.0.0 … of the requests", "1.0.0 90 % of the requests"],
    ["first\n…\nlast", "first\nlast"],
    ["first\n…\nlast", "first\nmore\n\nmore\nlast"],
    ["a.b (c)", "a.b (c)"],
  ])("%j is printed by %j", (shown, printed) => expect(isPrinted(shown, printed)).toBe(true));

  it.each([
    ["one\ntwo", "one"],
    ["one", "one\ntwo"],
    ["first\n…\nlast", "first\nmore"],
    ["a … c", "a b\nc"],
    ["a.b", "axb"],
  ])("%j is not printed by %j", (shown, printed) => expect(isPrinted(shown, printed)).toBe(false));
});
