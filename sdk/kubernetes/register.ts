import type { Problems } from "../diagnostics/problem.js";
import { type Location, placeNamed } from "../reading/source.js";
import type { RenderedObject } from "./rendered.js";

/** The names of all objects that one program makes in a Namespace, so that no two deployments or gateways share one. */
export class NameRegister {
  private readonly owners = new Map<string, string>();

  /**
   * Takes the names of a deployment's or a gateway's objects, or tells whose they are.
   * @param owner what the objects belong to, for people: ``the deployment `shop` ``
   * @param at where its name was given; default: the argument `name`
   */
  claim(
    objects: readonly RenderedObject[],
    owner: string,
    problems: Problems,
    at: Location = placeNamed("name"),
  ): void {
    // What collides often has several names in common, for one reason.
    const told = new Set<string>();
    for (const { object } of objects) {
      const name = "name" in object.metadata ? object.metadata.name : undefined;
      if (typeof name !== "string") continue;
      const key = `${object.kind} \`${name}\``;
      const other = this.owners.get(key);
      if (other !== undefined && other !== owner && !told.has(other)) {
        told.add(other);
        problems.error("DuplicateObjectName", at, `${owner} and ${other} would both have the ${key}`, {
          expected: "another `name` for one of them",
        });
      }
      this.owners.set(key, other ?? owner);
    }
  }
}
