import type { Graph } from "./graph.js";
import { layoutOf, type PlacedNode, type Route, sizes } from "./layout.js";

const { line, padding } = sizes;

const style = `
text{font:13px ui-sans-serif,system-ui,sans-serif;fill:#1f2328}
.note{font-size:11px;fill:#59636e}.title{font-weight:600}
.node{fill:#fff;stroke:#59636e;stroke-width:1.2}
.gateway{fill:#ddf4ff;stroke:#0969da}.cluster{fill:#fff8c5;stroke:#9a6700}
.version{fill:#dafbe1;stroke:#1a7f37}.answer,.outside{fill:#f6f8fa}
.edge{fill:none;stroke:#59636e}.idle{stroke-dasharray:4 4}
.label{fill:#fff;fill-opacity:.85}.frame{fill:none;stroke:#d1d9e0;stroke-width:1.2}
@media (prefers-color-scheme:dark){
text{fill:#f0f6fc}.note{fill:#9198a1}.node{stroke:#9198a1}
.gateway{fill:#121d2f;stroke:#4493f8}.cluster{fill:#272115;stroke:#d29922}
.version{fill:#12261e;stroke:#3fb950}.answer,.outside{fill:#151b23}
.edge{stroke:#9198a1}.label{fill:#0d1117}.frame{stroke:#3d444d}}
`.replaceAll("\n", "");

/** Writes a graph as a picture that stands alone: no script, no font and no other file. */
export function svgOf(graph: Graph): string {
  const layout = layoutOf(graph);
  const { width, height } = layout;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(graph.title)}</title>`,
    `<style>${style}</style>`,
    `<rect class="frame" x="1" y="1" width="${width - 2}" height="${height - 2}" rx="8"/>`,
    `<text class="note" x="${padding}" y="${padding + 4}">${escaped(graph.title)}</text>`,
    ...layout.routes.map(path),
    ...layout.routes.map(label),
    ...layout.nodes.map(box),
    "</svg>",
    "",
  ].join("\n");
}

function box({ node, x, y, width, height }: PlacedNode): string {
  const round = node.kind === "gateway" ? height / 2 : 4;
  const texts = node.lines.map((text, index) => {
    const kind = index === 0 ? "title" : "note";
    return `<text class="${kind}" x="${x + width / 2}" y="${y + padding / 2 + line * (index + 0.8)}" text-anchor="middle">${escaped(text)}</text>`;
  });
  const rect = `<rect class="node ${node.kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}"/>`;
  return `<g>${rect}${texts.join("")}</g>`;
}

/** A line is as thick as its share. */
function path({ edge, from, to }: Route): string {
  const bend = (to.x - from.x) / 2;
  const thick = (1 + 3 * (edge.share ?? 0)).toFixed(1);
  const idle = edge.share === 0 && edge.lines.every((text) => text.startsWith("0 %")) ? " idle" : "";
  const curve = `M${from.x} ${from.y} C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
  return `<path class="edge${idle}" d="${curve}" stroke-width="${thick}"/>`;
}

function label({ edge, from, to, labelWidth }: Route): string {
  const x = (from.x + to.x) / 2;
  const top = (from.y + to.y) / 2 - (edge.lines.length * line) / 2;
  const back = `<rect class="label" x="${x - labelWidth / 2}" y="${top}" width="${labelWidth}" height="${edge.lines.length * line}" rx="3"/>`;
  const texts = edge.lines.map(
    (text, index) =>
      `<text class="note" x="${x}" y="${top + line * (index + 0.75)}" text-anchor="middle">${escaped(text)}</text>`,
  );
  return `${back}${texts.join("")}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
