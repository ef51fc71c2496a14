import { describe, expect, it } from "vitest";
import { renderFiles } from "../../../sdk/haproxy/config.js";
import { UnquotableError } from "../../../sdk/haproxy/quote.js";
import type { Known } from "../../../sdk/later.js";
import type { Listener } from "../../../sdk/routing/table.js";
import { fields, injections } from "./injections.js";
import { settings } from "./listeners.js";

type Make = (text: string) => Known<Listener>;

/** Texts that mean no harm, one for each form that a field may have. */
const harmless = (
  "x /x x.test /x/y *.x.test * https://*.x.test GET leastconn hdr(x) random(2) 10.0.0.0/8 conn-failure 503 / /a /b path==/x -x 204.x " +
  "has_cookie_x"
)
  .split(" ")
  .concat(
    "",
    "path == /x",
    "x == y",
    "not has cookie x",
    "a\nb",
    "header x contains y or cookie x == y",
    "a".repeat(300),
  );

/** What a configuration says, in the first words of its lines; undefined when it is refused. */
function statements(make: Make, text: string): string | undefined {
  try {
    const { "haproxy.cfg": config = "" } = renderFiles([make(text)], settings);
    const lines = config.split("\n").filter((line) => !/^ *(#|acl|$)/.test(line));
    return lines.map((line) => /^ *(?:(?:http-[\w-]+|option|timeout) )?[\w-]*/.exec(line)?.[0]).join("\n");
  } catch (error) {
    if (error instanceof UnquotableError) return undefined;
    // A text that is no condition is refused where it is read.
    if (error instanceof TypeError && /is not a condition/.test(error.message)) return undefined;
    throw error;
  }
}

describe.each(Object.entries(fields))("500 injection strings as %s", (_, make) => {
  it("are refused or change nothing about what is said", () => {
    const right = new Set(harmless.map((text) => statements(make, text)));
    expect([...right].some((one) => one !== undefined)).toBe(true);
    const wrong = injections(500).filter((text) => {
      const said = statements(make, text);
      return said !== undefined && !right.has(said);
    });
    expect(wrong.slice(0, 3).map((text) => [text, statements(make, text)])).toEqual([]);
  });
});
