import type { z } from "zod";
import type { Problems } from "../diagnostics/problem.js";
import { type Kind, kindOf, schemas } from "../reading/kinds.js";
import { asText, get, type Node } from "../reading/node.js";
import { readShape } from "../reading/shape.js";
import { withoutImports } from "./imports.js";

/** An artifact that is not read yet: what it is, what it is called, and its node. */
export interface Document {
  readonly kind: Kind;
  readonly name: string | undefined;
  readonly node: Node;
}

/** What a node is; undefined when it says a kind that there is not, which the problems tell. */
export function documentOf(node: Node, problems: Problems): Document | undefined {
  const kind = kindOf(node, problems);
  return kind && { kind, name: node.kind === "map" ? asText(get(node, "name")) : undefined, node };
}

/** Artifacts that others can name or import: Vamp's store, as far as it was given. */
export class ArtifactSet {
  private readonly byName = new Map<string, Document[]>();
  private readonly read = new Map<Document, object | undefined>();

  /** @param problems where problems of the artifacts themselves are told, when something names them. */
  constructor(
    documents: readonly Document[],
    private readonly problems: Problems,
  ) {
    for (const document of documents) {
      if (document.name === undefined) continue;
      const key = `${document.kind}/${document.name}`;
      const same = this.byName.get(key);
      if (same === undefined) this.byName.set(key, [document]);
      else same.push(document);
    }
  }

  /** The documents of a kind and a name: one, if all is well. */
  documents(kind: Kind, name: string): readonly Document[] {
    return this.byName.get(`${kind}/${name}`) ?? [];
  }

  /** The names of all artifacts of a kind. */
  names(kind: Kind): readonly string[] {
    return [...this.byName.values()].flatMap(([first]) => (first?.kind === kind ? [first.name ?? ""] : []));
  }

  /** The artifact in a document, read once; undefined when it cannot be read, which is told. */
  artifact(document: Document): object | undefined {
    if (!this.read.has(document)) {
      const node = withoutImports(document.node, this, this.problems, "tell");
      const schema: z.ZodType<object> = schemas[document.kind];
      this.read.set(document, node && readShape(schema, node, this.problems));
    }
    return this.read.get(document);
  }
}
