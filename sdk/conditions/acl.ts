import { createHash } from "node:crypto";
import { fetchOf, quote } from "../haproxy/quote.js";
import { withSlash } from "./evaluate.js";
import type { PlainTest } from "./simplify.js";

/** A test or its negation as HAProxy writes it. */
export interface AclUse {
  /** What follows the name in `acl NAME …`. */
  readonly definition: string;
  /** True when the ACL answers the opposite, so that a rule must say `!NAME`. */
  readonly inverted: boolean;
}

/** The name Vamp gives an ACL: the first 16 hexadecimal digits of SHA-1 of its definition and `0000`. Equal names, equal ACLs. */
export function aclName(definition: string): string {
  return createHash("sha1").update(`${definition}0000`).digest("hex").slice(0, 16);
}

/**
 * Writes a test as a HAProxy ACL. Missing cookies and headers have ACLs of their own, as in Vamp.
 * @throws UnquotableError for a name or value that {@link checkTest} refuses and HAProxy could misread.
 */
export function aclOf(test: PlainTest, negated: boolean): AclUse {
  if (test.kind === "cookie" && negated)
    return { definition: `${fetchOf("req.cook_cnt", test.name)} eq 0`, inverted: false };
  if (test.kind === "header" && negated)
    return { definition: `${fetchOf("req.hdr_cnt", test.name)} eq 0`, inverted: false };
  return { definition: definitionOf(test), inverted: negated };
}

function definitionOf(test: PlainTest): string {
  switch (test.kind) {
    case "host": {
      const host = test.value.toLowerCase();
      const how = host.startsWith("*.") ? `end ${pattern(host.slice(1))}` : `str ${pattern(host)}`;
      return `req.fhdr(host),host_only,lower -m ${how}`;
    }
    case "cookie":
      return `${fetchOf("req.cook", test.name)} -m found`;
    case "header":
      return `${fetchOf("req.hdr_cnt", test.name)} gt 0`;
    case "cookieContains":
      return `${fetchOf("req.cook", test.name)} -m sub ${pattern(test.value)}`;
    case "headerContains":
      return `${fetchOf("req.fhdr", test.name)} -m sub ${pattern(test.value)}`;
    case "cookieEquals":
      return `${fetchOf("req.cook", test.name)} -m str ${pattern(test.value)}`;
    case "headerEquals":
      return `${fetchOf("req.fhdr", test.name)} -m str ${pattern(test.value)}`;
    case "pathEquals":
      return `path -m str ${pattern(test.value)}`;
    case "pathPrefix":
      return `path,concat(/) -m beg ${pattern(withSlash(test.value))}`;
    case "pathMatches":
      return `path -m reg ${pattern(test.value)}`;
    case "method":
      return `method ${pattern(test.value)}`;
    case "queryEquals":
      return `${fetchOf("url_param", test.name)} -m str ${pattern(test.value)}`;
    case "source":
      return `src ${pattern(test.value)}`;
    case "raw":
      return rawAcl(test.value);
  }
}

/** A pattern after a match method. `--` ends the flags, for a pattern that looks like one: quotes do not hide it. */
function pattern(value: string): string {
  return value.startsWith("-") ? `-- ${quote(value)}` : quote(value);
}

/** A raw ACL stands as it is, but must not end its line: quoting it would refuse the same texts. */
function rawAcl(acl: string): string {
  quote(acl);
  return acl;
}
