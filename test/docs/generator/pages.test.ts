import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { packageSchema } from "../../../components/provider/schemaTool/packageSchema.js";
import { pages, pagesOf, regionsMade } from "../../../docs/generator/pages.js";
import { fill, type Regions, regionsOf } from "../../../docs/generator/regions.js";
import { kinds } from "../../../sdk/reading/kinds.js";

const root = resolve(__dirname, "../../..");
const textOf = (page: string) => readFileSync(join(root, page), "utf8");

let made: Regions;
beforeAll(() => {
  made = regionsMade(root);
}, 60_000);

it.each(pages)("%s is what `npm run reference` writes", (page) => {
  expect(textOf(page)).toBe(pagesOf(root, made)[page]);
});

it("everything that is made stands on one page, once", () => {
  const shown = pages.flatMap((page) => regionsOf(textOf(page))).filter((name) => name !== "contents");
  expect(shown.sort()).toEqual(Object.keys(made).sort());
});

describe("the reference", () => {
  const schema: ReturnType<typeof packageSchema> = JSON.parse(textOf("components/provider/schema.json"));
  const nameOf = (token: string) => token.split(":").at(-1) ?? "";

  it("has every argument and output of every component", () => {
    for (const [token, { inputProperties, properties }] of Object.entries(schema.resources))
      for (const name of [...Object.keys(inputProperties), ...Object.keys(properties)])
        expect(made[nameOf(token)], `${token} ${name}`).toContain(`| \`${name}\` |`);
  });

  it("has every type of theirs, with all of its properties", () => {
    const text = Object.values(made).join("\n");
    for (const [token, type] of Object.entries(schema.types)) {
      if (type.type !== "object") continue;
      const section = new RegExp(`^### ${nameOf(token)}(?:Args)?\\n(.*?)(?=^### |\\Z)`, "ms").exec(
        `${text}\n### `,
      )?.[1];
      // What has no name in TypeScript is described where it stands.
      if (section === undefined) expect(nameOf(token), token).toMatch(/^ArtifactsBreed$/);
      else if (!section.includes("Also all of"))
        for (const name of Object.keys(type.properties)) expect(section, token).toContain(`| \`${name}\` |`);
    }
  });

  it("has every kind of artifact", () => {
    const shown = Object.keys(made).map((name) => name.toLowerCase().replace(/(?<=keys of \w+) /, "-"));
    for (const kind of kinds) expect(shown).toContain(`keys of ${kind}`);
  });
});

describe("a page", () => {
  const page = "a\n<!-- made: one -->\nold\n<!-- end -->\nb\n<!-- made: two -->\n<!-- end -->\n";

  it("keeps what stands round its regions", () => {
    expect(fill(page, { one: "1\n", two: "2\n3\n" })).toBe(
      "a\n<!-- made: one -->\n1\n<!-- end -->\nb\n<!-- made: two -->\n2\n3\n<!-- end -->\n",
    );
  });

  it("takes a text for what it is, whatever stands in it", () => {
    expect(fill(page, { one: "$1 $& $$", two: "" })).toContain("\n$1 $& $$\n");
  });

  it("is refused with a region that nothing is made for", () => {
    expect(() => fill(page, { one: "", too: "" })).toThrow("nothing is made for `two`; did you mean `too`?");
  });
});
