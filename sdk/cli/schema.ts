import { jsonSchema, jsonSchemaOf } from "../schema/jsonSchema.js";
import { type Command, exit, Misuse } from "./command.js";
import { kindOf, kindWords } from "./kinds.js";

/** `vamp schema`: prints a JSON Schema for editors. */
export const schema: Command = {
  usage: "vamp schema [ARTIFACT]",
  summary: `Prints the JSON Schema of all artifacts, or of one, for editors: ${kindWords}.`,
  options: {},
  run: (words, _, world) => {
    const [word, second] = words;
    if (second !== undefined) throw new Misuse("one artifact at a time, or none for all");
    world.out(`${JSON.stringify(word === undefined ? jsonSchema() : jsonSchemaOf(kindOf(word)), null, 2)}\n`);
    return exit.clean;
  },
};
