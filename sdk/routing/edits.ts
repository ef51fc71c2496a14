import type { Leaf } from "../later.js";

/** What happens to requests and answers on a route, in the order of the fields. */
export interface Edits {
  /** Each sees what the one before made. */
  readonly rewrites?: readonly RequestRewrite[];
  readonly requestHeaders?: HeaderEdits;
  readonly responseHeaders?: HeaderEdits;
  /** Who may use the answers in another site's page; preflight requests are answered by the agent. */
  readonly cors?: Cors;
}

/** A change to where a request goes. */
export type RequestRewrite =
  /** The whole path; `%[path]` in it is the path before. Vamp's `path: NEW if CONDITION`. */
  | { readonly kind: "path"; readonly path: string; readonly condition?: string | undefined }
  /** The beginning of the path, as far as it is whole segments; other paths stay. */
  | {
      readonly kind: "prefix";
      readonly from: string;
      readonly to: string;
      readonly condition?: string | undefined;
    }
  /** The `Host` header. */
  | { readonly kind: "host"; readonly host: Leaf<string>; readonly condition?: string | undefined };

/** Changes to headers: first what is removed, then what is set, then what is added. */
export interface HeaderEdits {
  readonly remove?: readonly string[];
  /** One value instead of all that there were. */
  readonly set?: Readonly<Record<string, Leaf<string>>>;
  /** One more line beside those that there are. */
  readonly add?: Readonly<Record<string, Leaf<string>>>;
}

/** Cross-origin resource sharing, as the Fetch standard has it. */
export interface Cors {
  /** `https://shop.example.com`, `https://*.example.com`, or `*` for everybody. */
  readonly origins: readonly string[];
  /** Methods, or `*`. Default: the one that the preflight asks for is refused unless it is simple. */
  readonly methods?: readonly string[];
  /** Headers that a request may have, or `*`. */
  readonly headers?: readonly string[];
  /** Headers of the answer that a page may read, or `*`. */
  readonly expose?: readonly string[];
  /** True lets cookies along. */
  readonly credentials?: boolean;
  /** Seconds that a browser remembers a preflight. Default: 5. */
  readonly maxAge?: Leaf<number>;
}
