/** How wide a terminal is at least. */
const width = 80;

/** Breaks a text into lines that fit a terminal, each behind so many spaces; a word that is longer stays whole. */
export function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = "";
  // A number stays with its percent sign.
  for (const word of text.split(/ (?!%)/)) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${" ".repeat(indent)}${one}\n`).join("");
}
