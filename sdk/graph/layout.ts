import type { Graph, GraphEdge, GraphNode, NodeKind } from "./graph.js";

/** Sizes of the picture, in pixels. */
export const sizes = {
  /** Height of a line of text. */
  line: 16,
  padding: 14,
  /** Between two nodes of a column. */
  gap: 22,
  /** Width of a letter, about. */
  letter: 7.2,
  smallLetter: 6,
} as const;

/** A node with its place. */
export interface PlacedNode {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An edge with its ends. */
export interface Route {
  readonly edge: GraphEdge;
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly labelWidth: number;
}

/** Where everything stands. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly routes: readonly Route[];
}

/**
 * Puts nodes into columns, each to the right of all that lead to it, and in a column where those are that lead to it, so
 * that few lines cross.
 */
export function layoutOf({ title, nodes, edges }: Graph): Layout {
  const columns = columnsOf(nodes, edges);
  const placed = new Map<string, PlacedNode>();
  const { padding, gap, line } = sizes;
  const heights = columns.map((column) => column.reduce((sum, node) => sum + heightOf(node) + gap, -gap));
  const tallest = Math.max(0, ...heights);
  let x: number = padding;
  for (const [index, column] of columns.entries()) {
    const width = Math.max(...column.map(widthOf));
    let y = padding + line + gap / 2 + (tallest - (heights[index] ?? 0)) / 2;
    for (const node of inOrder(column, edges, placed)) {
      const height = heightOf(node);
      placed.set(node.id, { node, x, y, width, height });
      y += height + gap;
    }
    const after = edges.filter(({ from }) => column.some(({ id }) => id === from)).map(labelWidthOf);
    x += width + (index === columns.length - 1 ? 0 : Math.max(60, ...after.map((label) => label + 40)));
  }
  const routes = edges.flatMap((edge): readonly Route[] => {
    const [from, to] = [placed.get(edge.from), placed.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    const end = { x: to.x, y: to.y + to.height / 2 };
    return [
      { edge, from: { x: from.x + from.width, y: from.y + from.height / 2 }, to: end, labelWidth: labelWidthOf(edge) },
    ];
  });
  const widest = Math.max(x, title.length * sizes.smallLetter + padding);
  return {
    width: Math.ceil(widest + padding),
    height: Math.ceil(tallest + 2 * padding + line + gap / 2),
    nodes: [...placed.values()],
    routes,
  };
}

/** The first column that a node may stand in, so that what is alike stands together. */
const firstColumn: Readonly<Record<NodeKind, number>> = { gateway: 0, cluster: 1, outside: 1, answer: 1, version: 2 };

/** Columns from left to right: a node stands behind everything that leads to it. Circles end after all nodes. */
function columnsOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): readonly (readonly GraphNode[])[] {
  const depth = new Map(nodes.map(({ id, kind }) => [id, firstColumn[kind]]));
  for (let round = 0; round < nodes.length; round++) {
    let moved = false;
    for (const { from, to } of edges) {
      const least = Math.min((depth.get(from) ?? 0) + 1, nodes.length + 2);
      if ((depth.get(to) ?? 0) >= least) continue;
      depth.set(to, least);
      moved = true;
    }
    if (!moved) break;
  }
  const used = [...new Set(depth.values())].sort((a, b) => a - b);
  return used.map((column) => nodes.filter(({ id }) => depth.get(id) === column));
}

function inOrder(
  column: readonly GraphNode[],
  edges: readonly GraphEdge[],
  placed: ReadonlyMap<string, PlacedNode>,
): readonly GraphNode[] {
  const height = (node: GraphNode) => {
    const before = edges.filter(({ to }) => to === node.id).flatMap(({ from }) => placed.get(from)?.y ?? []);
    return before.length === 0 ? Number.POSITIVE_INFINITY : before.reduce((sum, y) => sum + y, 0) / before.length;
  };
  return column
    .map((node, index) => ({ node, index, at: height(node) }))
    .sort((a, b) => (a.at === b.at ? a.index - b.index : a.at - b.at))
    .map(({ node }) => node);
}

function heightOf({ lines }: GraphNode): number {
  return lines.length * sizes.line + sizes.padding;
}

function widthOf({ lines }: GraphNode): number {
  return Math.ceil(Math.max(...lines.map((text) => text.length)) * sizes.letter + 2 * sizes.padding);
}

function labelWidthOf({ lines }: GraphEdge): number {
  return Math.ceil(Math.max(0, ...lines.map((text) => text.length)) * sizes.smallLetter + 8);
}
