import type { KubernetesObject } from "../../view/kubernetesObject.js";
import { type Container, podsOf } from "../../view/pods.js";
import { text } from "../../view/values.js";

/** A reference to an image in its parts. */
export interface ImageReference {
  readonly registry: string;
  /** With the registry in front, as it was written or as it is understood. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Reads `registry/name:tag@digest` as container runtimes do: without a registry it is Docker's. */
export function readImage(reference: string): ImageReference {
  const [named = "", digest] = reference.split("@");
  const colon = named.lastIndexOf(":");
  const tagged = colon > named.lastIndexOf("/");
  const path = tagged ? named.slice(0, colon) : named;
  const [first = ""] = path.split("/");
  const hasRegistry = path.includes("/") && (/[.:]/.test(first) || first === "localhost");
  const library = path.includes("/") ? path : `library/${path}`;
  return {
    registry: hasRegistry ? first : "docker.io",
    name: hasRegistry ? path : `docker.io/${library}`,
    tag: tagged ? named.slice(colon + 1) : undefined,
    digest,
  };
}

/** The containers of objects whose image is known, with the image. */
export function imagesOf(
  objects: readonly KubernetesObject[],
): readonly { readonly container: Container; readonly object: KubernetesObject; readonly image: string }[] {
  return podsOf(objects).flatMap(({ object, containers }) =>
    containers.flatMap((container) => {
      const image = text(container.fields, "image");
      return image === undefined ? [] : [{ container, object, image }];
    }),
  );
}
