import { commentLine } from "./quote.js";

/** Lines of a section, written one after another; what they say of a request holds for HTTP and for TCP alike. */
export class Rules {
  readonly lines: string[] = [];
  private readonly acls = new Set<string>();

  constructor(private readonly mode: "http" | "tcp") {}

  /** A rule about the request; guards stand behind `if` and must all hold. */
  rule(action: string, ...guards: readonly string[]): void {
    this.lines.push(`  ${this.verb} ${action}${ifAll(guards)}`);
  }

  /** A rule about the answer, whoever gives it: the backend or the agent. */
  answerRule(action: string, ...guards: readonly string[]): void {
    this.lines.push(`  http-after-response ${action}${ifAll(guards)}`);
  }

  /** Names a test, unless it was named before. */
  acl(name: string, definition: string): void {
    const line = `  acl ${name} ${definition}`;
    if (!this.acls.has(line)) this.lines.push(line);
    this.acls.add(line);
  }

  /** Any other statement. */
  line(text: string): void {
    this.lines.push(`  ${text}`);
  }

  /** Begins something that belongs together, and says what it is. */
  space(title: string): void {
    this.lines.push("", `  ${commentLine(title)}`);
  }

  comment(text: string): void {
    this.lines.push(`  ${commentLine(text)}`);
  }

  private get verb(): string {
    return this.mode === "http" ? "http-request" : "tcp-request content";
  }
}

function ifAll(guards: readonly string[]): string {
  const written = guards.filter((guard) => guard !== "").join(" ");
  return written === "" ? "" : ` if ${written}`;
}
