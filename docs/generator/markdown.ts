/** A table: its head, and rows with a cell for each column. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |\n`;
  return `${line(head)}|${"---|".repeat(head.length)}\n${rows.map(line).join("")}`;
}

/** A text in one line, in which nothing ends a cell. */
function cell(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");
}

/** A text as code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Several of which one is meant: `a, b or c`. */
export function either(parts: readonly string[]): string {
  const different = [...new Set(parts)];
  const last = different.pop() ?? "";
  return different.length === 0 ? last : `${different.join(", ")} or ${last}`;
}

/** A heading of a page. */
export interface Heading {
  /** How deep it is: 1 for the page's own. */
  readonly level: number;
  readonly title: string;
  /** What a link to it ends with, behind `#`, as GitHub makes it. */
  readonly anchor: string;
}

/** The headings of a page, without what only looks like one within a block of code. */
export function headingsOf(page: string): readonly Heading[] {
  const text = page.replace(/^```.*?^```$/gms, "");
  const seen = new Map<string, number>();
  return [...text.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, signs = "", title = ""]) => {
    const own = anchorOf(title);
    const before = seen.get(own) ?? 0;
    seen.set(own, before + 1);
    return { level: signs.length, title, anchor: before === 0 ? own : `${own}-${before}` };
  });
}

/** The anchor that GitHub makes of a title: in small letters, spaces as dashes, and no other signs. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

/** A table of contents: each heading of the second level, and behind it those of the third. */
export function contentsOf(page: string): string {
  const link = ({ title, anchor }: Heading) => `[${title}](#${anchor})`;
  const lines: { readonly own: string; readonly below: string[] }[] = [];
  for (const heading of headingsOf(page)) {
    if (heading.level === 2) lines.push({ own: link(heading), below: [] });
    if (heading.level === 3) lines.at(-1)?.below.push(link(heading));
  }
  return lines.map(({ own, below }) => `- ${own}${below.length === 0 ? "" : `: ${below.join(", ")}`}\n`).join("");
}
