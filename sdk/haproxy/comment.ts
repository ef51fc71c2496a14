/** A comment line. Whatever could end the line is replaced, so that a name can say nothing to HAProxy. */
export function commentLine(text: string): string {
  return `# ${text.replace(/[^\x20-\x7e]/g, "?")}`;
}
