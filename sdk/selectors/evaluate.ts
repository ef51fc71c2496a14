import { compilePattern, type PatternMatch } from "./pattern.js";
import type { Selector, TargetTest } from "./tree.js";

/** A port that a Service or a container offers: what selectors choose from. */
export interface Target {
  readonly name: string;
  /** `service` or `container` in Vamp. */
  readonly kind: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Only containers have one. */
  readonly image?: string | undefined;
  readonly ip: string;
  /** The port that `port(N)` asks for. */
  readonly port: number;
  /** The port that traffic goes to. */
  readonly containerPort: number;
  /** Which of the ports of its pod or Service it is, from 0. */
  readonly portIndex: number;
}

/** A target that was chosen, and the texts that patterns captured from it: each once, in alphabetical order. */
export interface Match {
  readonly target: Target;
  readonly groups: readonly string[];
}

/**
 * Chooses targets, in the order given.
 * @param ownNamespace the Namespace that `$namespace` stands for.
 */
export function selectTargets(selector: Selector, targets: readonly Target[], ownNamespace: string): readonly Match[] {
  const matches = compileSelector(selector, ownNamespace);
  return targets.flatMap((target) => {
    const groups = matches(target);
    return groups === undefined ? [] : [{ target, groups: [...new Set(groups)].sort() }];
  });
}

/**
 * The routes that a gateway's selector makes: addresses (`ip:port`) by the texts captured, `(a),(b)`, and `()` where
 * none was.
 */
export function groupTargets(matches: readonly Match[]): ReadonlyMap<string, readonly string[]> {
  const routes = new Map<string, Set<string>>();
  for (const { target, groups } of matches) {
    const route = groups.length === 0 ? "()" : groups.map((group) => `(${group})`).join(",");
    const addresses = routes.get(route) ?? new Set();
    routes.set(route, addresses.add(`${target.ip}:${target.containerPort}`));
  }
  return new Map([...routes].map(([route, addresses]) => [route, [...addresses]]));
}

/** The texts captured from a target that matches, and undefined for another. */
type Matcher = (target: Target) => readonly string[] | undefined;

function compileSelector(selector: Selector, ownNamespace: string): Matcher {
  switch (selector.kind) {
    case "constant":
      return () => (selector.value ? [] : undefined);
    case "atom":
      return compileTest(selector.atom, ownNamespace);
    case "not": {
      const operand = compileSelector(selector.operand, ownNamespace);
      return (target) => (operand(target) === undefined ? [] : undefined);
    }
    case "and":
    case "or": {
      const operands = selector.operands.map((operand) => compileSelector(operand, ownNamespace));
      const fewest = selector.kind === "and" ? operands.length : 1;
      // All alternatives are asked, because each can capture something.
      return (target) => {
        const found = operands.map((operand) => operand(target)).filter((groups) => groups !== undefined);
        return found.length < fewest ? undefined : found.flat();
      };
    }
  }
}

function compileTest(test: TargetTest, ownNamespace: string): Matcher {
  switch (test.kind) {
    case "ownNamespace":
      return ({ namespace }) => (namespace === ownNamespace ? [] : undefined);
    case "port":
    case "portIndex":
      return (target) => (target[test.kind] === test.number ? [] : undefined);
    case "label":
      return compileLabel(test.name, test.pattern);
    default: {
      const match = compilePattern(test.pattern);
      return (target) => {
        const text = target[test.kind];
        return text === undefined ? undefined : captured(match(text));
      };
    }
  }
}

/** Asks the labels in alphabetical order; the first that matches counts. Vamp took them in no certain order. */
function compileLabel(name: string, value: string): Matcher {
  const matchName = compilePattern(name);
  const matchValue = compilePattern(value);
  return ({ labels }) => {
    for (const label of Object.keys(labels).sort()) {
      const named = matchName(label);
      const valued = matchValue(labels[label] ?? "");
      if (named === undefined || valued === undefined) continue;
      const texts = [named.captured, valued.captured].filter((text) => text !== undefined);
      return texts.length === 0 ? [] : [texts.join("=")];
    }
    return undefined;
  };
}

function captured(match: PatternMatch): readonly string[] | undefined {
  return match && (match.captured === undefined ? [] : [match.captured]);
}
