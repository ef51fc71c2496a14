import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selectTargets, type Target } from "../../../sdk/selectors/evaluate.js";
import { type KubernetesSelector, type LabelRequirement, toKubernetes } from "../../../sdk/selectors/kubernetes.js";
import { parseSelector } from "../../../sdk/selectors/parse.js";
import type { Selector } from "../../../sdk/selectors/tree.js";

function translate(text: string) {
  const { tree, problems } = parseSelector(text);
  if (tree === undefined) throw new Error(problems[0]?.message);
  return toKubernetes(tree);
}

const every = { namespace: "every", matchLabels: {}, matchExpressions: [] };

describe("a translation", () => {
  it.each<[string, Partial<KubernetesSelector>]>([
    ["true", {}],
    ["label(app)(shop)", { matchLabels: { app: "shop" } }],
    ["label(^app$)(^shop$)", { matchLabels: { app: "shop" } }],
    ["label(io.vamp.cluster)(sava-1\\.0)", { matchLabels: { "io.vamp.cluster": "sava-1.0" } }],
    ["label(constructor)(a) and true", { matchLabels: { constructor: "a" } }],
    ["label(a)(1) and label(b)(2)", { matchLabels: { a: "1", b: "2" } }],
    [
      "label(a)(1) and label(a)(2)",
      { matchLabels: { a: "1" }, matchExpressions: [{ key: "a", operator: "In", values: ["2"] }] },
    ],
    ["label(a)(1|2)", { matchExpressions: [{ key: "a", operator: "In", values: ["1", "2"] }] }],
    ["label(a)(^(?:1|2)$)", { matchExpressions: [{ key: "a", operator: "In", values: ["1", "2"] }] }],
    ["label(a)(1) or label(a)(2|3)", { matchExpressions: [{ key: "a", operator: "In", values: ["1", "2", "3"] }] }],
    ["not label(a)(1)", { matchExpressions: [{ key: "a", operator: "NotIn", values: ["1"] }] }],
    ["label(a)(.*)", { matchExpressions: [{ key: "a", operator: "Exists" }] }],
    ["!label(a)(.*)", { matchExpressions: [{ key: "a", operator: "DoesNotExist" }] }],
    [
      "not (label(a)(1) or label(b)(2))",
      {
        matchExpressions: [
          { key: "a", operator: "NotIn", values: ["1"] },
          { key: "b", operator: "NotIn", values: ["2"] },
        ],
      },
    ],
    ["namespace(shop) and label(a)(1)", { namespace: { name: "shop" }, matchLabels: { a: "1" } }],
    ["namespace($namespace)", { namespace: "own" }],
  ])("of %s", (text, wanted) => {
    expect(translate(text)).toEqual({ selector: { ...every, ...wanted } });
  });

  it.each([
    ["false", 0, 5, "it selects nothing"],
    [
      "label(a)((.*))",
      0,
      14,
      "Kubernetes does not tell what `(.*)` captures; write `(?:…)` where that does not matter",
    ],
    ["label(a)(1.*)", 0, 13, "Kubernetes needs the exact value, or several with `|`, and not a pattern such as `1.*`"],
    ["label(a|b)(1)", 0, 13, "Kubernetes cannot choose between labels"],
    ["label(a)(sava:1.0)", 0, 18, "no label in Kubernetes can have the value `sava:1.0`"],
    ["label(__proto__)(1)", 0, 19, "no label in Kubernetes can be called `__proto__`"],
    ["label(a)(1) and ip(10.0.0.1)", 16, 12, "Kubernetes selects by labels and Namespace, not by address"],
    ["label(a)(1) or label(b)(1)", 0, 26, "Kubernetes knows `or` only between values of one label"],
    ["label(a)(1) or not label(a)(2)", 0, 30, "Kubernetes knows `or` only between values of one label"],
    ["not namespace(a)", 4, 12, "a Namespace can be demanded, but not ruled out or be one of several"],
    ["namespace(a|b)", 0, 14, "a label selector looks in one Namespace or in every one"],
    ["namespace(a) and namespace(b)", 17, 12, "it demands two Namespaces at once"],
    ["namespace(A)", 0, 12, "no Namespace can be called `A`"],
    ["not (label(a)(1) and label(b)(1))", 5, 27, "Kubernetes cannot rule out a combination, only one label each"],
  ])("of %s is not possible, and says why", (text, offset, length, reason) => {
    expect(translate(text)).toEqual({ reason, span: { offset, length } });
  });
});

function fulfils(labels: Readonly<Record<string, string>>, requirement: LabelRequirement): boolean {
  const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case "In":
      return value !== undefined && requirement.values.includes(value);
    case "NotIn":
      return value === undefined || !requirement.values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}

/** What Kubernetes does with a selector, as its documentation has it. */
function selected({ namespace, matchLabels, matchExpressions }: KubernetesSelector, target: Target): boolean {
  if (namespace !== "every" && target.namespace !== (namespace === "own" ? "x" : namespace.name)) return false;
  const equal = Object.entries(matchLabels).every(([key, value]) => target.labels[key] === value);
  return equal && matchExpressions.every((requirement) => fulfils(target.labels, requirement));
}

describe("a translated selector", () => {
  const key = fc.constantFrom("a", "b");
  const value = fc.constantFrom("1", "2", "3");
  const test = fc.oneof(
    fc
      .tuple(key, fc.oneof(value, fc.constant(".*"), fc.constant("1|2")))
      .map(([name, pattern]): Selector => ({ kind: "atom", atom: { kind: "label", name, pattern } })),
    fc.constantFrom("x", "y").map((pattern): Selector => ({ kind: "atom", atom: { kind: "namespace", pattern } })),
    fc.constant<Selector>({ kind: "atom", atom: { kind: "ownNamespace" } }),
    fc.boolean().map((constant): Selector => ({ kind: "constant", value: constant })),
  );
  const { formula } = fc.letrec<{ formula: Selector }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 3 },
      test,
      tie("formula").map((operand): Selector => ({ kind: "not", operand })),
      fc
        .tuple(fc.constantFrom("and", "or"), fc.array(tie("formula"), { minLength: 1, maxLength: 3 }))
        .map(([kind, operands]): Selector => ({ kind, operands })),
    ),
  }));
  const target = fc.record({
    name: fc.constant("n"),
    kind: fc.constant("container"),
    namespace: fc.constantFrom("x", "y", "z"),
    labels: fc.dictionary(key, value, { noNullPrototype: true }),
    ip: fc.constant("10.0.0.1"),
    port: fc.constant(80),
    containerPort: fc.constant(80),
    portIndex: fc.constant(0),
  });

  it("chooses what the selector chooses", () => {
    let translated = 0;
    fc.assert(
      fc.property(formula, fc.array(target), (selector, targets) => {
        const result = toKubernetes(selector);
        if ("reason" in result) return;
        translated += 1;
        const chosen = selectTargets(selector, targets, "x").map((match) => match.target);
        expect(targets.filter((one) => selected(result.selector, one))).toEqual(chosen);
      }),
      { numRuns: 1000 },
    );
    expect(translated).toBeGreaterThan(100);
  });
});
