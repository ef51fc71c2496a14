import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runVamp } from "../cli/world.js";

const folder = join(__dirname, "golden");
const names = readdirSync(folder).flatMap((file) => (file.endsWith(".yml") ? file.replace(/\.yml$/, "") : []));

// To accept a change of these objects, read it, then run the test with `--update`.
it.each(names)("%s becomes these objects", async (name) => {
  const file = `${name}.yml`;
  const world = { [file]: readFileSync(join(folder, file), "utf8") };
  const { out, said } = runVamp(world, `render --organisation acme --environment golden ${file}`);
  expect(said).not.toContain("error:");
  await expect(out).toMatchFileSnapshot(join(folder, `${name}.objects.yaml`));
});

it("there are representative blueprints enough", () => {
  expect(names.length).toBeGreaterThanOrEqual(12);
});
