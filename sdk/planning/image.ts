import { type Leaf, whenKnown } from "../later.js";

/**
 * Images to use instead of others. A key is the reference as the breed has it, or the beginning of one and `*`:
 * `{ "vampio/*": "registry.example.com/mirror:1" }`. The longest key that fits counts.
 */
export type ImageOverrides = Readonly<Record<string, Leaf<string>>>;

/** The image a breed's deployable stands for, with the overrides applied. */
export function imageOf(definition: Leaf<string>, overrides: ImageOverrides): Leaf<string> {
  if (Object.keys(overrides).length === 0) return definition;
  return whenKnown({ definition, overrides }, (known) => {
    const fits = (key: string) =>
      key.endsWith("*") ? known.definition.startsWith(key.slice(0, -1)) : key === known.definition;
    const [best] = Object.keys(known.overrides)
      .filter(fits)
      .sort((a, b) => b.length - a.length);
    return (best === undefined ? undefined : known.overrides[best]) ?? known.definition;
  });
}
