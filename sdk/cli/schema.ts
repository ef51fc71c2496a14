import { kindNamed, nearestKind } from "../reading/kinds.js";
import { jsonSchema, jsonSchemaOf } from "../schema/jsonSchema.js";
import { type Command, exit, Misuse } from "./command.js";

/** `vamp schema`: prints a JSON Schema for editors. */
export const schema: Command = {
  usage: "vamp schema [ARTIFACT]",
  summary: "Prints the JSON Schema of all artifacts, or of one, for editors.",
  options: {},
  run: (words, _, world) => {
    const [word, second] = words;
    if (second !== undefined) throw new Misuse("one artifact at a time, or none for all");
    const kind = word === undefined ? undefined : kindNamed(word);
    if (word !== undefined && kind === undefined) {
      const near = nearestKind(word);
      throw new Misuse(`there is no artifact \`${word}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`);
    }
    world.out(`${JSON.stringify(kind === undefined ? jsonSchema() : jsonSchemaOf(kind), null, 2)}\n`);
    return exit.clean;
  },
};
