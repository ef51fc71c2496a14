/** Random numbers that are the same for the same seed: a 32-bit xorshift. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2654435761) >>> 0 || 1;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    this.state >>>= 0;
    return this.state % Math.max(1, limit);
  }

  /** One of some things. */
  of<T>(things: readonly T[]): T {
    const thing = things[this.below(things.length)];
    if (thing === undefined) throw new RangeError("there is nothing to choose from");
    return thing;
  }
}

/** Pieces that mean something to YAML, to conditions, to references, or to JavaScript. */
const pieces = [
  ..."&a *a <<: !!str !!js/function [ ] { } [[[[ }}}} | > |- ? : - # % @ ` ~ null yes .inf .nan 0x 1e999 -0 1:60 2001-01-01".split(
    " ",
  ),
  ..."__proto__ constructor prototype toString hasOwnProperty $ $$ ${ } $a.b $a.host $a.ports.b ${a.constants.b} config://x".split(
    " ",
  ),
  ..."and or not ( ) == != < > ' \" has cookie header user-agent host path ~ /(a+)+$/ source in 10.0.0.0/8 100% 0% 64MB".split(
    " ",
  ),
  ..."clusters: services: breed: gateways: routes: weight: condition: import: kind: ref: reference: name: sla: escalations:".split(
    " ",
  ),
  "\n",
  "\n  ",
  "\n- ",
  "\t",
  "\r\n",
  "\0",
  "\ufeff",
  "\u2028",
  "\ud800",
  "😀",
  ": ",
  " #",
  "---\n",
  "...\n",
];

/** Changes a text in up to eight places. */
export function mutate(text: string, others: readonly string[], random: Random): string {
  let changed = text;
  for (let changes = 1 + random.below(8); changes > 0; changes--) changed = mutateOnce(changed, others, random);
  return changed;
}

function mutateOnce(text: string, others: readonly string[], random: Random): string {
  const at = random.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + random.below(40));
  const before = text.slice(0, at);
  switch (random.below(9)) {
    case 0:
      return before + text.slice(end);
    case 1:
      return before + random.of(pieces) + text.slice(at);
    case 2:
      return before + random.of(pieces) + text.slice(end);
    case 3:
      return before + text.slice(at, end).repeat(2) + text.slice(end);
    case 4:
      return before + String.fromCharCode(random.below(256)) + text.slice(at + 1);
    case 5: {
      const other = random.of(others);
      const from = random.below(other.length);
      return before + other.slice(from, from + random.below(200)) + text.slice(end);
    }
    case 6: {
      const lines = text.split("\n");
      const [line = ""] = lines.splice(random.below(lines.length), 1);
      lines.splice(random.below(lines.length + 1), 0, line);
      return lines.join("\n");
    }
    case 7: {
      const lines = text.split("\n");
      const index = random.below(lines.length);
      lines[index] = " ".repeat(random.below(6)) + (lines[index] ?? "").trimStart();
      return lines.join("\n");
    }
    default:
      return text.slice(0, at);
  }
}

/** Texts that are made to hurt: deep, long, repeating, or named like parts of JavaScript. */
export function extremes(random: Random): string {
  const size = 1 + random.below(2000);
  const key = random.of(["a", "clusters", "__proto__", "constructor", "k".repeat(size)]);
  switch (random.below(12)) {
    case 0:
      return "[".repeat(size);
    case 1:
      return `{${key}: `.repeat(size) + "}".repeat(random.below(size));
    case 2:
      return Array.from({ length: Math.min(size, 400) }, (_, depth) => `${" ".repeat(depth)}${key}:`).join("\n");
    case 3:
      return `${"- ".repeat(size)}a`;
    case 4:
      return `${key}: ${"x".repeat(size * 10)}\n`;
    case 5:
      return `a0: &a0 [x, x]\n${Array.from({ length: size % 40 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}, *a${index}]`).join("\n")}`;
    case 6:
      return `${"(".repeat(size)}has cookie a${")".repeat(size)}`;
    case 7:
      return `${"not ".repeat(size)}has cookie a`;
    case 8:
      return Array.from({ length: size }, (_, index) => `(has cookie a${index} or has header b${index})`).join(" and ");
    case 9:
      return "${a.b".repeat(size) + "$".repeat(size);
    case 10:
      return `clusters: {s: {breed: {name: a, deployable: i, ${"dependencies: {a: {name: b, deployable: i, ".repeat(size % 60)}${"}}".repeat(size % 60)}}}}`;
    default:
      return `name: a\ndeployable: i\nenv:\n${Array.from({ length: size }, (_, index) => `  V${index}: $V${index + 1}$V${index + 1}`).join("\n")}`;
  }
}
