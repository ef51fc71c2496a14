import { z } from "zod";
import { rule } from "../../rule.js";
import { environmentNames, isAmong } from "../environmentNames.js";
import { imagesOf, readImage } from "./images.js";

/** An image is the same tomorrow as it is today. */
export const imageTag = rule({
  name: "image-tag",
  group: "workloads",
  description: "An image has a tag that is not `latest`, and a digest in environments that ask for one.",
  reason: "`latest` is another image on every node and after every restart; only a digest never changes.",
  level: "mandatory",
  config: z.object({
    digests: environmentNames("in which images need a digest"),
  }),
  scope: "resource",
  judge({ objects, environmentOf }, { digests }, report) {
    for (const { container, object, image } of imagesOf(objects)) {
      const { tag, digest } = readImage(image);
      const environment = environmentOf(object.namespace)?.environment ?? "";
      const needsDigest = isAmong(environment, digests);
      if (digest === undefined && needsDigest)
        report(
          `${container.title}: the image \`${image}\` has no digest, which the environment \`${environment}\` asks for. Name it as \`${image}@sha256:…\`.`,
          object.urn,
        );
      else if (digest === undefined && (tag === undefined || tag === "latest"))
        report(
          `${container.title}: the image \`${image}\` is whatever is the latest. Name a version, or a digest.`,
          object.urn,
        );
    }
  },
});
