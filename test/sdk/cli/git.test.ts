import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readAtRevision } from "../../../sdk/cli/git.js";

const folder = mkdtempSync(join(tmpdir(), "vamp-git-"));
const at = (path: string) => join(folder, path);
const git = (...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], { cwd: folder });
const large = `# ${"x".repeat(2_000_000)}\n`;

mkdirSync(at("sub/deep"), { recursive: true });
writeFileSync(at("shop.yml"), "name: shop\n");
writeFileSync(at("sub/deep/shop.yml"), "name: deep\n");
writeFileSync(at("large.yml"), large);
symlinkSync("sub/deep/shop.yml", at("link.yml"));
symlinkSync("../link.yml", at("sub/again.yml"));
symlinkSync("circle.yml", at("circle.yml"));
symlinkSync("sub", at("folder.yml"));
git("init", "--quiet");
git("add", ".");
git("commit", "--quiet", "--message", "all");
rmSync(at("sub"), { recursive: true });

afterAll(() => rmSync(folder, { recursive: true }));

describe("a file at a revision", () => {
  const read = (path: string, revision = "HEAD") => {
    const bytes = readAtRevision(revision, at(path));
    return bytes && Buffer.from(bytes).toString();
  };

  it("has the text that was committed", () => expect(read("shop.yml")).toBe("name: shop\n"));
  it("may be large", () => expect(read("large.yml")).toBe(large));
  it("may be in a folder that is there no more", () => expect(read("sub/deep/shop.yml")).toBe("name: deep\n"));
  it("may be a link, or a link to one", () => {
    expect(read("link.yml")).toBe("name: deep\n");
    expect(read("sub/again.yml")).toBe("name: deep\n");
  });
  it("is undefined where there was none", () => expect(read("none/at/all.yml")).toBeUndefined());

  it.each(["sub", "folder.yml"])("is no folder: %s", (path) => {
    expect(() => read(path)).toThrow(expect.objectContaining({ code: "EISDIR" }));
  });
  it("is no link to itself", () => expect(() => read("circle.yml")).toThrow("lead on and on"));
  it("is of a revision that there is", () => expect(() => read("shop.yml", "nope")).toThrow("nope"));
});
