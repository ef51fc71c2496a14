import type { z } from "zod";
import type { argumentList } from "../artifacts/arguments.js";
import { ProblemsError } from "../diagnostics/format.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problem, Problems } from "../diagnostics/problem.js";
import { Later, type Leaf, whenKnown } from "../later.js";
import { locationOf } from "../reading/places.js";
import type { Location } from "../reading/source.js";
import type { PodSecurity } from "./environment.js";

/** Arguments for a container's runtime, as a breed or a service gives them. */
export type Arguments = z.output<typeof argumentList>;

/** What a container is started with. */
export interface StartPlan {
  /** Instead of the image's entry point; undefined for the image's own. */
  readonly command: Leaf<string[]> | undefined;
  /** Instead of the image's own arguments. */
  readonly args: Leaf<string[]> | undefined;
  /** True for a container that may do everything on its node. */
  readonly privileged: boolean;
}

const known = ["command", "args", "privileged"];

/**
 * Reads the arguments of a breed, and those of a service that take their place one by one. Of all that Docker takes,
 * Kubernetes has a command, its arguments, and the right to do everything, where the environment's level allows it.
 */
export function planArguments(
  ofBreed: Arguments | undefined,
  ofService: Arguments | undefined,
  level: PodSecurity,
  problems: Problems,
): StartPlan {
  const said = new Map<string, { readonly value: Leaf<string>; readonly location: Location }>();
  for (const argument of [...(ofBreed ?? []), ...(ofService ?? [])]) {
    said.set(argument.name, { value: argument.value, location: locationOf(argument, "value") });
    if (!known.includes(argument.name))
      problems.error(
        "InvalidArgumentError",
        locationOf(argument, "name"),
        `Kubernetes has no argument \`${argument.name}\``,
        { expected: "`command`, `args` or `privileged`", nearest: nearest(argument.name, known) },
      );
  }
  const words = (name: string): Leaf<string[]> | undefined => {
    const given = said.get(name);
    if (given === undefined) return undefined;
    const wrong: Problem = {
      severity: "error",
      code: "InvalidArgumentValueError",
      location: given.location,
      ...endless,
    };
    if (!(given.value instanceof Later) && splitWords(given.value) === undefined) {
      problems.add([wrong]);
      return undefined;
    }
    return whenKnown(given.value, (text) => {
      const split = splitWords(text);
      if (split === undefined) throw new ProblemsError([wrong]);
      return split;
    });
  };
  const privileged = said.get("privileged");
  // That it is known, and true or false, was seen when it was read.
  const wants = privileged !== undefined && String(privileged.value) === "true";
  if (privileged !== undefined && wants && level !== "privileged")
    problems.error(
      "InvalidArgumentValueError",
      privileged.location,
      `privileged containers are not allowed at the Pod Security level \`${level}\``,
      { expected: "`false`, or `podSecurity: privileged` in the environment" },
    );
  return { command: words("command"), args: words("args"), privileged: wants };
}

const endless = { message: "a quote has no end", expected: "words as a shell reads them" };

/**
 * The words of a command as a shell would split them: quotes keep words together, a backslash keeps a character.
 * @returns undefined when a quote has no end.
 */
function splitWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === "\\" && quote !== "'" && index + 1 < text.length) word = (word ?? "") + text.charAt(++index);
    else if (quote !== "") {
      if (character === quote) quote = "";
      else word = (word ?? "") + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + character;
  }
  if (quote !== "") return undefined;
  return word === undefined ? words : [...words, word];
}
