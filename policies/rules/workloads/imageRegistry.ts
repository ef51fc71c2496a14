import { z } from "zod";
import { rule } from "../../rule.js";
import { imagesOf, readImage } from "./images.js";

/** Images come from where the company keeps them. */
export const imageRegistry = rule({
  name: "image-registry",
  group: "workloads",
  description: "Images come from allowed registries.",
  reason: "What runs was looked at by somebody; a registry of the company's own is where that is done.",
  level: "mandatory",
  config: z.object({
    registries: z
      .array(z.string())
      .default([])
      .describe("Registries, with the beginning of a path or without. Empty: all are allowed."),
  }),
  scope: "resource",
  judge({ objects }, { registries }, report) {
    if (registries.length === 0) return;
    for (const { container, object, image } of imagesOf(objects)) {
      const { name } = readImage(image);
      if (registries.some((registry) => name.startsWith(`${registry.replace(/\/$/, "")}/`))) continue;
      report(
        `${container.title}: the image \`${image}\` comes from no allowed registry (${registries.join(", ")}). Copy it there, and name it from there by \`images\`.`,
        object.urn,
      );
    }
  },
});
