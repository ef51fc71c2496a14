import {
  type Condition,
  evaluate,
  exampleOf,
  type Formula,
  type Leaf,
  parseCondition,
  type RequestFacts,
  type RequestTest,
  whole,
} from "pulumi-vamp/sdk";
import type { Table, Target } from "./components.js";

/*
 * Requests that have nothing special: a host, a path and a method, which every request has, and no cookie, header or query, by
 * which a client says that it wants something else than others get, and no address that a condition names.
 */

type AskedOfAll = Extract<RequestTest, { kind: "host" | "pathEquals" | "pathPrefix" | "pathMatches" | "method" }>;

/** A condition of a table, as far as it asks for what every request has. */
export interface PlainCondition {
  readonly route: string;
  readonly strength: Leaf<number>;
  readonly target: Target;
  readonly formula: Formula<AskedOfAll>;
}

/** How many conditions before one are held against it when a request is looked for that gets to it. */
const mostBefore = 50;

const read = new WeakMap<Table, readonly PlainCondition[]>();

/** The conditions of a table that a request may meet which has nothing special, in their order. */
function conditionsOf(table: Table): readonly PlainCondition[] {
  const before = read.get(table);
  if (before !== undefined) return before;
  const conditions = table.conditions.flatMap(({ route, condition, strength, target }): readonly PlainCondition[] => {
    const { tree } = parseCondition(condition, { allowRawAcl: true });
    const formula = tree === undefined ? no : asPlain(tree);
    return formula.kind === "constant" && !formula.value ? [] : [{ route, strength, target, formula }];
  });
  read.set(table, conditions);
  return conditions;
}

/** The first condition that a request meets which has nothing special; undefined where it meets none. */
export function conditionMet(table: Table, request: RequestFacts): PlainCondition | undefined {
  return conditionsOf(table).find(({ formula }) => evaluate(formula, request) === true);
}

/**
 * Requests that have nothing special and meet conditions which lead to something wanted, one for each such condition, in the
 * order of the conditions: where one is found, it gets there.
 */
export function plainRequestsTo(table: Table, isWanted: (host: string) => boolean): readonly RequestFacts[] {
  return requestsIn(table, (target) => leadsTo(target, isWanted), []);
}

function requestsIn(
  table: Table,
  leads: (target: Target) => boolean,
  around: readonly Formula<AskedOfAll>[],
): readonly RequestFacts[] {
  const conditions = conditionsOf(table);
  const before = (index: number) => conditions.slice(Math.max(0, index - mostBefore), index).map(opposite);
  const byCondition = conditions.flatMap(({ target, formula, strength }, index) => {
    if (strength === 0 || !leads(target)) return [];
    const asked = [...around, formula, ...before(index)];
    const inner = target.kind === "table" ? requestsIn(target, leads, asked) : [];
    return [...[exampleOf(asked) ?? []].flat(), ...inner];
  });
  const taking = conditions.filter(({ strength }) => strength === whole).slice(0, mostBefore);
  const byWeight = table.pool.flatMap(({ target, weight }) => {
    if (weight === 0 || target.kind !== "table" || !leads(target)) return [];
    return requestsIn(target, leads, [...around, ...taking.map(opposite)]);
  });
  return [...byCondition, ...byWeight];
}

function leadsTo(target: Target, isWanted: (host: string) => boolean): boolean {
  if (target.kind === "backend") return isWanted(target.host);
  return target.kind === "table" && [...target.conditions, ...target.pool].some((one) => leadsTo(one.target, isWanted));
}

const no: Formula<never> = { kind: "constant", value: false };

function opposite({ formula }: PlainCondition): Formula<AskedOfAll> {
  return { kind: "not", operand: formula };
}

/** What a condition asks of requests that have nothing special: of them it is certain what all else answers. */
function asPlain(condition: Condition): Formula<AskedOfAll> {
  switch (condition.kind) {
    case "constant":
      return condition;
    case "atom":
      return isAskedOfAll(condition.atom) ? { kind: "atom", atom: condition.atom } : no;
    case "not": {
      const operand = asPlain(condition.operand);
      return operand.kind === "constant" ? { ...operand, value: !operand.value } : { kind: "not", operand };
    }
    case "and":
    case "or": {
      const deciding = condition.kind === "or";
      const all = condition.operands.map(asPlain);
      if (all.some((one) => one.kind === "constant" && one.value === deciding))
        return { kind: "constant", value: deciding };
      const operands = all.filter(({ kind }) => kind !== "constant");
      return operands.length === 0 ? { kind: "constant", value: !deciding } : { kind: condition.kind, operands };
    }
  }
}

function isAskedOfAll(test: RequestTest): test is AskedOfAll {
  return ["host", "pathEquals", "pathPrefix", "pathMatches", "method"].includes(test.kind);
}

/** A request for people: `GET shop.example.com/cart`. */
export function requestInWords({ method, path, headers }: RequestFacts): string {
  return `${method} ${headers.find(([name]) => name === "Host")?.[1] ?? ""}${path}`;
}
