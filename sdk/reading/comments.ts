import type { Comments, Node } from "./node.js";

/** Hands the comments of a node to the one that takes its place, where rewriting would have lost them. */
export function keepComments<N extends Node>(from: Node, to: N): N {
  if (from === to || !from.location.source.hasComments) return to;
  const kept = new Set(commentsIn(to).flatMap(parts));
  const lost = commentsIn(from).filter((comments) => !kept.has(comments));
  if (lost.length === 0) return to;
  return { ...to, comments: joinComments([...lost, ...(to.comments === undefined ? [] : [to.comments])]) };
}

function parts(comments: Comments): readonly Comments[] {
  return [comments, ...(comments.of ?? []).flatMap(parts)];
}

/** Several comments as one: all that stood above or between stands above. */
export function joinComments(all: readonly Comments[]): Comments {
  const lines = all.flatMap(({ before, after }) => [before, after]).filter((line) => line !== undefined);
  return { before: lines.length === 0 ? undefined : lines.join("\n"), blank: all.some((one) => one.blank), of: all };
}

/** All comments in a node, in their order. */
function commentsIn(node: Node): readonly Comments[] {
  const found: Comments[] = [];
  const add = (comments: Comments | undefined) => {
    if (comments?.before !== undefined || comments?.after !== undefined) found.push(comments);
  };
  const visit = (part: Node): void => {
    add(part.comments);
    if (part.kind === "list") for (const item of part.items) visit(item);
    if (part.kind !== "map") return;
    for (const entry of part.entries) {
      add(entry.comments);
      visit(entry.value);
    }
  };
  visit(node);
  return found;
}
