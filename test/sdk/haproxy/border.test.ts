import { expect, it } from "vitest";
import { agentFiles } from "../../../sdk/kubernetes/agentFiles.js";
import { latersIn } from "../../../sdk/later.js";
import { sizeOf } from "../../../sdk/planning/agentSize.js";
import { agentWith, fields, ordinary } from "./border.js";
import { injections } from "./injections.js";

it.each(Object.entries(fields))(
  "what the language takes as %s can be written, so that no text ends in an exception",
  (_, field) => {
    let written = 0;
    for (const text of [...ordinary, ...injections(150)]) {
      const agent = agentWith(field, text);
      if (agent === undefined) continue;
      const { objects } = agentFiles(agent, "vamp-shop-test", sizeOf(agent));
      expect(latersIn(objects.map(({ object }) => object))).toEqual([]);
      written++;
    }
    expect(written).toBeGreaterThan(0);
  },
);
