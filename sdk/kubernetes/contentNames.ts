import { fill, type LaterSource } from "../later.js";
import { shortHash } from "./names.js";
import type { RenderedObject } from "./rendered.js";

/**
 * Objects with names for those that have none of their own, made of their content, where no engine makes names up: the same
 * content has the same name everywhere and always, and another content another one. Whoever refers to them comes later.
 */
export function nameByContent(objects: readonly RenderedObject[]): readonly RenderedObject[] {
  const names = new Map<LaterSource, string>();
  return objects.map((rendered) => {
    const { nameSource } = rendered;
    const object = fill(rendered.object, names);
    // A value that is known may stand wherever one may stand that is known later, and a name wherever one may be made up.
    const known = (named: object) => ({ ...rendered, object: named }) as RenderedObject;
    if (nameSource === undefined) return known(object);
    const { metadata, ...content } = object;
    const name = `${nameSource.prefix}-${shortHash(JSON.stringify(content), 10)}`;
    names.set(nameSource, name);
    return known({ ...object, metadata: { name, ...metadata } });
  });
}
