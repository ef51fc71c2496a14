import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readDocuments } from "../../../sdk/reading/artifacts.js";
import { kindNamed, kinds, nearestKind, singular } from "../../../sdk/reading/kinds.js";
import { corpusFiles } from "../../corpusTable.js";

function kindsOf(text: string) {
  const problems = new Problems();
  const documents = readDocuments({ name: "test.yml", text }, problems);
  return { kinds: documents.map(({ kind }) => kind), problems: problems.list.map(({ code }) => code) };
}

describe("the kind of an artifact that does not say it", () => {
  const named = corpusFiles().flatMap(({ file, kind, expected, text }) => {
    const known = kindNamed(kind);
    const name = file.replace(/^.*\/(.*)\..*$/, "$1");
    return known === undefined || !["ok", "doc-example"].includes(expected) ? [] : [{ name, known, text }];
  });

  it.each(named)("$name is one of $known", ({ known, text }) => {
    // A query for tags and nothing else looks like an event without a value.
    const possible = known === "event-queries" ? [known, "events"] : [known];
    expect(possible).toContain(kindsOf(text).kinds[0]);
  });

  it.each([
    ["clsters: {a: b}", "blueprints"],
    ["deployabel: i", "breeds"],
    ["shedule: daemon", "workflows"],
    ["name: x", "blueprints"],
    ["{}", "blueprints"],
    ["definition: {a: b}", "templates"],
    ["definition: has cookie x", "conditions"],
    ["type: scale_cpu", "escalations"],
    ["type: anything", "slas"],
    ["path: a if b", "rewrites"],
    ["weight: 10%", "routes"],
    ["services: {web: {image: i}}", "blueprints"],
  ])("%s is taken for one of %s", (text, kind) => {
    expect(kindsOf(text)).toEqual({ kinds: [kind], problems: [] });
  });
});

describe("the kind that an artifact says", () => {
  it.each(kinds.flatMap((kind) => [kind, singular(kind)].map((word) => [word, kind] as const)))(
    "%s is %s",
    (word, kind) => {
      expect(kindsOf(`kind: ${word}\nclusters: {}`)).toEqual({ kinds: [kind], problems: [] });
    },
  );

  it("that there is not is a problem, with the nearest", () => {
    expect(kindsOf("kind: breds")).toEqual({ kinds: [], problems: ["InconsistentArtifactKind"] });
    expect(nearestKind("breds")).toBe("breeds");
  });
});
