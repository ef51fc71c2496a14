import { type Kind, kindNamed, kinds, nearestKind, singular } from "../reading/kinds.js";
import { Misuse } from "./command.js";

/** What artifacts may be, for people. */
export const kindWords = kinds.map(singular).join(", ");

/**
 * The kind that a word means.
 * @throws Misuse for one that there is not.
 */
export function kindOf(word: string): Kind {
  const kind = kindNamed(word);
  if (kind !== undefined) return kind;
  const near = nearestKind(word);
  const hint = near === undefined ? "" : `; did you mean \`${near}\`?`;
  throw new Misuse(`there is no kind \`${word}\`${hint} (there are ${kindWords})`);
}
