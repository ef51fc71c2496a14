import { simplifyFormula } from "../conditions/simplify.js";
import type { Span } from "../conditions/tree.js";
import { literalsOf } from "./literals.js";
import type { Selector, TargetTest } from "./tree.js";

/** A requirement of a Kubernetes label selector (`LabelSelectorRequirement` in its API). */
export type LabelRequirement =
  | { readonly key: string; readonly operator: "In" | "NotIn"; readonly values: readonly string[] }
  | { readonly key: string; readonly operator: "Exists" | "DoesNotExist" };

/** A selector in Kubernetes' own terms. A Service takes only one without `matchExpressions`. */
export interface KubernetesSelector {
  /** The Namespace to look in: one by its name, that of who asks (`$namespace`), or every one. */
  readonly namespace: { readonly name: string } | "own" | "every";
  /** Labels that must have these values; `LabelSelector.matchLabels`. */
  readonly matchLabels: Readonly<Record<string, string>>;
  /** Requirements that `matchLabels` cannot express; `LabelSelector.matchExpressions`. All of them must hold too. */
  readonly matchExpressions: readonly LabelRequirement[];
}

/** Why Kubernetes cannot select as a selector does, and which part of it, or all, is to blame. */
export interface Untranslatable {
  readonly reason: string;
  /** Undefined for selectors made by a program. */
  readonly span: Span | undefined;
}

/**
 * Says in Kubernetes' terms what a selector chooses, if that is possible: labels with exact values, one of several
 * (`a|b`), any (`.*`) or not those, all of which must hold, and at most one Namespace.
 *
 * Exact means as people write it: the dots of `label(io.vamp.cluster)(sava)` are dots, though in a regular expression
 * they match any sign. What captures is refused, for Kubernetes would not tell what was captured.
 */
export function toKubernetes(selector: Selector): { readonly selector: KubernetesSelector } | Untranslatable {
  const translation = new Translation();
  try {
    translation.require(simplifyFormula(selector, JSON.stringify));
    return { selector: translation.result() };
  } catch (error) {
    if (error instanceof TranslationFailure) return { reason: error.message, span: error.span ?? selector.span };
    throw error;
  }
}

/** Ends a translation. It never leaves {@link toKubernetes}. */
class TranslationFailure extends Error {
  constructor(
    reason: string,
    readonly span: Span | undefined,
  ) {
    super(reason);
  }
}

class Translation {
  private namespace: KubernetesSelector["namespace"] = "every";
  private readonly requirements: LabelRequirement[] = [];

  result(): KubernetesSelector {
    const matchLabels = new Map<string, string>();
    const matchExpressions: LabelRequirement[] = [];
    for (const requirement of this.requirements) {
      const [only, ...more] = requirement.operator === "In" ? requirement.values : [];
      if (only !== undefined && more.length === 0 && !matchLabels.has(requirement.key))
        matchLabels.set(requirement.key, only);
      else matchExpressions.push(requirement);
    }
    return { namespace: this.namespace, matchLabels: Object.fromEntries(matchLabels), matchExpressions };
  }

  /** Adds what a simple formula demands. */
  require(formula: Selector): void {
    switch (formula.kind) {
      case "constant":
        if (!formula.value) throw new TranslationFailure("it selects nothing", formula.span);
        return;
      case "and":
        for (const operand of formula.operands) this.require(operand);
        return;
      case "or": {
        const { key, values } = eitherOf(formula);
        this.requirements.push({ key, operator: "In", values });
        return;
      }
      case "not":
        this.exclude(formula.operand);
        return;
      case "atom": {
        const { atom, span } = formula;
        if (atom.kind === "ownNamespace") this.lookIn("own", span);
        else if (atom.kind === "namespace") this.lookIn({ name: namespaceOf(atom.pattern, span) }, span);
        else {
          const { key, values } = demandOf(atom, span);
          this.requirements.push(values ? { key, operator: "In", values } : { key, operator: "Exists" });
        }
      }
    }
  }

  private exclude(formula: Selector): void {
    if (formula.kind === "or") for (const operand of formula.operands) this.exclude(operand);
    else if (formula.kind === "not") this.require(formula.operand);
    else if (formula.kind === "atom") {
      const { key, values } = demandOf(formula.atom, formula.span);
      this.requirements.push(values ? { key, operator: "NotIn", values } : { key, operator: "DoesNotExist" });
    } else throw new TranslationFailure("Kubernetes cannot rule out a combination, only one label each", formula.span);
  }

  private lookIn(namespace: KubernetesSelector["namespace"], span: Span | undefined): void {
    if (this.namespace !== "every" && JSON.stringify(this.namespace) !== JSON.stringify(namespace))
      throw new TranslationFailure("it demands two Namespaces at once", span);
    this.namespace = namespace;
  }
}

/** A label that must be there, with one of these values if they are given. */
interface Demand {
  readonly key: string;
  readonly values: readonly string[] | undefined;
}

function eitherOf({ operands, span }: Extract<Selector, { kind: "and" | "or" }>): {
  readonly key: string;
  readonly values: readonly string[];
} {
  const demands = operands.flatMap((operand) => (operand.kind === "atom" ? demandOf(operand.atom, operand.span) : []));
  const [key, ...others] = new Set(demands.map((demand) => demand.key));
  const values = demands.flatMap((demand) => demand.values ?? []);
  const possible = demands.length === operands.length && demands.every((demand) => demand.values !== undefined);
  if (!possible || key === undefined || others.length > 0)
    throw new TranslationFailure("Kubernetes knows `or` only between values of one label", span);
  return { key, values: [...new Set(values)] };
}

/** A label's name in Kubernetes: at most 63 signs, and the domain it belongs to before a `/`. */
const labelName = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;
const namespaceName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What the tests are about that Kubernetes cannot ask. */
const subjects = {
  name: "the name of a container",
  kind: "kind",
  image: "image",
  ip: "address",
  port: "port",
  portIndex: "port",
} as const;

function demandOf(test: TargetTest, span: Span | undefined): Demand {
  if (test.kind === "namespace" || test.kind === "ownNamespace")
    throw new TranslationFailure("a Namespace can be demanded, but not ruled out or be one of several", span);
  if (test.kind !== "label")
    throw new TranslationFailure(`Kubernetes selects by labels and Namespace, not by ${subjects[test.kind]}`, span);
  const [key = "", ...others] = textsOf(test.name, "name of the label", span);
  if (others.length > 0) throw new TranslationFailure("Kubernetes cannot choose between labels", span);
  if (!labelName.test(key)) throw new TranslationFailure(`no label in Kubernetes can be called \`${key}\``, span);
  if (/^\^?\.\*\$?$/.test(test.pattern)) return { key, values: undefined };
  const values = textsOf(test.pattern, "value", span);
  const impossible = values.find((value) => !labelValue.test(value));
  if (impossible === undefined) return { key, values };
  throw new TranslationFailure(`no label in Kubernetes can have the value \`${impossible}\``, span);
}

function namespaceOf(pattern: string, span: Span | undefined): string {
  const [name = "", ...others] = textsOf(pattern, "name of the Namespace", span);
  if (others.length > 0) throw new TranslationFailure("a label selector looks in one Namespace or in every one", span);
  if (namespaceName.test(name)) return name;
  throw new TranslationFailure(`no Namespace can be called \`${name}\``, span);
}

/** The texts that a pattern stands for. */
function textsOf(pattern: string, what: string, span: Span | undefined): readonly string[] {
  const texts = literalsOf(pattern);
  if (texts !== undefined) return texts;
  const captures = /(?<!\\)\((?!\?)/.test(pattern);
  throw new TranslationFailure(
    captures
      ? `Kubernetes does not tell what \`${pattern}\` captures; write \`(?:…)\` where that does not matter`
      : `Kubernetes needs the exact ${what}, or several with \`|\`, and not a pattern such as \`${pattern}\``,
    span,
  );
}
