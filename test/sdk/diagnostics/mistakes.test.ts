import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { vamp } from "../../../sdk/cli/vamp.js";

const folder = join(__dirname, "mistakes");
const names = readdirSync(folder).flatMap((file) => (file.endsWith(".yml") ? file.replace(/\.yml$/, "") : []));

/** What `vamp check` says about a file. */
function told(name: string): string {
  const out: string[] = [];
  vamp(["check", `${name}.yml`], "", {
    read: (file) => readFileSync(join(folder, file)),
    write: () => undefined,
    readAt: () => new Uint8Array(),
    out: (text) => void out.push(text),
    say: (text) => void out.push(text),
    colour: false,
  });
  return out.join("");
}

// To accept a change of these texts, read it, then run the test with `--update`.
it.each(names)("%s is told as a person would want to be told", async (name) => {
  await expect(told(name)).toMatchFileSnapshot(join(folder, `${name}.txt`));
});

it("there are typical mistakes enough", () => {
  expect(names.length).toBeGreaterThanOrEqual(40);
});
