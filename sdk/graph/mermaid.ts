import type { Graph, GraphNode, NodeKind } from "./graph.js";

/** What stands round the text of a node, by kind. */
const shapes: Readonly<Record<NodeKind, readonly [open: string, close: string]>> = {
  gateway: ["([", "])"],
  cluster: ["[[", "]]"],
  version: ["[", "]"],
  outside: ["{{", "}}"],
  answer: [">", "]"],
};

/** Writes a graph in Mermaid's language of flow charts, which many pages and tools draw. */
export function mermaidOf({ title, nodes, edges }: Graph): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const name = (id: string) => names.get(id) ?? "";
  return [
    "flowchart LR",
    `  subgraph environment[${quoted([title])}]`,
    ...nodes.map((node) => `    ${name(node.id)}${shape(node)}`),
    "  end",
    ...edges.map(({ from, to, lines }) => `  ${name(from)} -->|${quoted(lines)}| ${name(to)}`),
    "",
  ].join("\n");
}

function shape({ kind, lines }: GraphNode): string {
  const [open, close] = shapes[kind];
  return `${open}${quoted(lines)}${close}`;
}

/** Mermaid takes entities with `#`; what could end a text or mean markup is written so. */
function quoted(lines: readonly string[]): string {
  const text = lines.map((line) => line.replace(/["#&<>`\\]/g, (sign) => `#${sign.charCodeAt(0)};`));
  return `"${text.join("<br>")}"`;
}
