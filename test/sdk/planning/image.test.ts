import { describe, expect, it } from "vitest";
import { Later, type LaterSource } from "../../../sdk/later.js";
import { imageOf } from "../../../sdk/planning/image.js";

const overrides = {
  "vampio/*": "mirror/any:1",
  "vampio/sava*": "mirror/sava:1",
  "vampio/sava:1.0.0": "mirror/exact:1",
  "other/x": "mirror/x:1",
};

describe("imageOf", () => {
  it.each([
    ["vampio/sava:1.0.0", "mirror/exact:1"],
    ["vampio/sava:1.1.0", "mirror/sava:1"],
    ["vampio/other:1", "mirror/any:1"],
    ["vampio", "vampio"],
    ["other/x", "mirror/x:1"],
    ["other/x:1", "other/x:1"],
    ["constructor", "constructor"],
  ])("%s becomes %s", (definition, image) => {
    expect(imageOf(definition, overrides)).toBe(image);
  });

  it("takes every image with `*`", () => {
    expect(imageOf("a/b:1", { "*": "c" })).toBe("c");
  });

  it("prefers the longest, in whatever order they stand", () => {
    expect(imageOf("abc", { "*": "1", "ab*": "3", "a*": "2" })).toBe("3");
  });

  it("leaves an image that is known only later alone where there are no overrides", () => {
    const later = Later.of({ path: "image" }).map(String);
    expect(imageOf(later, {})).toBe(later);
  });

  it("looks when both are known", () => {
    const [source, mirror]: LaterSource[] = [{ path: "image" }, { path: "images" }];
    if (source === undefined || mirror === undefined) throw new Error("there are two");
    const image = imageOf(Later.of(source).map(String), { "a/*": Later.of(mirror).map(String), "b/*": "y" });
    const known = (definition: string) => new Map([[source, definition] as const, [mirror, "x"] as const]);
    if (!(image instanceof Later)) throw new Error("it is known already");
    expect(["a/1", "b/1", "c/1"].map((definition) => image.compute(known(definition)))).toEqual(["x", "y", "c/1"]);
  });
});
