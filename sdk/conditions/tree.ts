/** A stretch of a text, from offset 0, in UTF-16 units. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/**
 * A Boolean combination of atoms. Conditions and selectors have the same grammar round different atoms.
 * `span` says where in the text a part stands; parts made by a program have none.
 */
export type Formula<Atom> =
  | { readonly kind: "and" | "or"; readonly operands: readonly Formula<Atom>[]; readonly span?: Span }
  | { readonly kind: "not"; readonly operand: Formula<Atom>; readonly span?: Span }
  | { readonly kind: "constant"; readonly value: boolean; readonly span?: Span }
  | { readonly kind: "atom"; readonly atom: Atom; readonly span?: Span };

/**
 * A route's condition: which requests it takes.
 *
 * It deviates from Vamp 1.0 on purpose where Vamp was wrong, unsafe or stricter than useful:
 * - Text that is not a condition is an error. Vamp handed it to HAProxy as a raw ACL, so that a typing mistake broke
 *   the whole gateway (Vamp issue 926).
 * - `< raw ACL >` needs permission, because it can hold anything.
 * - Hosts are compared without regard to case and without the port (a value with a port is refused); Vamp compared
 *   the `Host` header as it was.
 * - The disjunctive form is correct; Vamp's minimiser lost conditions from five operands on.
 * - `cookie N contains V` becomes `req.cook(N) -m sub 'V'`; HAProxy does not know Vamp's `req.cook_sub`.
 * - Values are checked and quoted: empty ones, control characters, and names that are no HTTP tokens are refused.
 * - A quote that is never closed is an error, and inside quotes the other quote may stand; Vamp took the first as a
 *   part of the value and refused the second.
 * - `not` may be in any case and be repeated, a sign needs no space after it, and a name ends before `=` and `!`.
 * - Texts over 16 kB and nesting over 200 levels are refused.
 */
export type Condition = Formula<RequestTest>;

/** What one atom of a {@link Condition} asks about a request. */
export type RequestTest =
  /** `host == V`: the host without its port, in any case. `*.V` is every host below V, at any depth, but not V. */
  | { readonly kind: "host"; readonly value: string }
  /** `user-agent is V`: a browser's name or a part of the User-Agent header, see {@link userAgentTokens}. */
  | { readonly kind: "userAgent"; readonly value: string }
  /** `has cookie N`: the cookie is there; HAProxy does not see one without value that ends its line. */
  | { readonly kind: "cookie"; readonly name: string }
  /** `has header N`: the header is there, be it empty. */
  | { readonly kind: "header"; readonly name: string }
  /** `cookie N contains V`: a cookie of this name has V somewhere in its value. */
  | { readonly kind: "cookieContains"; readonly name: string; readonly value: string }
  /** `header N contains V`: a line of this header has V somewhere in its value. */
  | { readonly kind: "headerContains"; readonly name: string; readonly value: string }
  /** `cookie N == V`: a cookie of this name is V. */
  | { readonly kind: "cookieEquals"; readonly name: string; readonly value: string }
  /** `header N == V`: a whole line of this header is V, spaces round it aside. */
  | { readonly kind: "headerEquals"; readonly name: string; readonly value: string }
  /** `path == V`: the path as it was sent, without the query, is V. */
  | { readonly kind: "pathEquals"; readonly value: string }
  /** `path starts with V`: the path is V or lies below it: `/x` takes `/x` and `/x/y`, not `/xy`. */
  | { readonly kind: "pathPrefix"; readonly value: string }
  /** `path ~ V`: the regular expression V matches somewhere in the path. */
  | { readonly kind: "pathMatches"; readonly value: string }
  /** `method == V`, in capitals. */
  | { readonly kind: "method"; readonly value: string }
  /** `query N == V`: a parameter N of the query is V, both as they stand in the URL (`%20`, not a space). */
  | { readonly kind: "queryEquals"; readonly name: string; readonly value: string }
  /** `source in V`: the address of the peer lies in the network V. Behind another proxy that is the proxy's. */
  | { readonly kind: "source"; readonly value: string }
  /** `< V >`: a HAProxy ACL, word for word. */
  | { readonly kind: "raw"; readonly value: string };

/** An atom as a formula. */
export function atom<Atom>(atom: Atom, span?: Span): Formula<Atom> {
  return { kind: "atom", atom, ...(span && { span }) };
}

/** All of the operands; true when there are none. */
export function allOf<Atom>(...operands: readonly Formula<Atom>[]): Formula<Atom> {
  return { kind: "and", operands };
}

/** At least one of the operands; false when there are none. */
export function anyOf<Atom>(...operands: readonly Formula<Atom>[]): Formula<Atom> {
  return { kind: "or", operands };
}

/** The opposite of the operand. */
export function not<Atom>(operand: Formula<Atom>, span?: Span): Formula<Atom> {
  return { kind: "not", operand, ...(span && { span }) };
}
