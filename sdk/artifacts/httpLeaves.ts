import { parseNetwork } from "../conditions/network.js";
import { bodyProblem, isHeaderName, longestBody, unprintable } from "../haproxy/quote.js";
import { fixed, type LeafResult, leaf, scalarTypes } from "../reading/rules.js";

/** A form that texts have to have: `true` for those that have it, and what is said of the others. */
const form = (fits: (text: string) => boolean, what: string, expected: string) => ({
  read: ({ text }: { readonly text: string }): LeafResult<string> =>
    fits(text) ? { value: text } : { problem: `\`${text}\` is not ${what}`, expected, code: "InvalidValue" },
  json: { type: scalarTypes },
  called: what.replace(/^(an?|the) | that .*$/g, ""),
});

const oneLine = form(
  (text) => text.trim() !== "" && !unprintable.test(text),
  "one line of text",
  "at least one character that is not a space, and no control characters",
);

/** How long a line may be, in bytes: with all other headers it has to fit into a buffer of HAProxy (`tune.bufsize`). */
const longestLine = 8_000;

/** One line of text, such as the value of a header; it may be known only later. */
export const line = () =>
  leaf<string>({
    read: ({ text }): LeafResult<string> => {
      const bytes = Buffer.byteLength(text);
      if (bytes <= longestLine) return oneLine.read({ text });
      const problem = `a line of ${bytes} bytes is too long`;
      return { problem, expected: `${longestLine} bytes at most`, code: "InvalidValue" };
    },
    json: { ...oneLine.json, maxLength: longestLine },
  });

/** The body of an answer that the agent gives itself; it may be known only later. */
export const body = () =>
  leaf<string>({
    read: ({ text }): LeafResult<string> => {
      const wrong = bodyProblem(text);
      return wrong === undefined ? { value: text } : { ...wrong, code: "InvalidValue" };
    },
    json: { type: scalarTypes, maxLength: longestBody },
  });

const token = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** A token of HTTP: the name of a header, a method, or `*`. */
export const httpToken = () =>
  fixed<string>(form((text) => token.test(text), "a name of HTTP", "letters, digits, `-` and `_`"));

/** The name of a header that may be edited: those that say where a message ends may not. */
export const editedHeader = () =>
  fixed<string>(form(isHeaderName, "the name of a header that may be edited", "letters, digits, `-` and `_`"));

/** Says what is wrong with a key that names a header, if anything. */
export function illegalHeaderName(name: string) {
  if (isHeaderName(name)) return undefined;
  return { code: "InvalidValue", problem: `\`${name}\` cannot be the name of a header` } as const;
}

const pathForm = form(
  (text) => /^\/[\x21\x22\x24-\x3e\x40-\x7e]*$/.test(text),
  "a path",
  "a path such as `/shop/cart`, without query, other characters as `%XX`",
);

/** A path of an URL. */
export const urlPath = () => fixed<string>(pathForm);

/** The same, where it may be known only later. */
export const laterUrlPath = () => leaf<string>(pathForm);

const label = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
const dnsName = new RegExp(`^${label}(\\.${label})*$`, "i");

/** True for the name of a host, or an IPv4 address. */
export function isHost(text: string): boolean {
  return text.length <= 253 && dnsName.test(text);
}

/** The name of a host; it may be known only later. */
export const hostName = () =>
  leaf<string>(form((text) => isHost(text), "a host", "a name such as `shop.example.com`, without port"));

/** What is expected of {@link isHostPattern}. */
export const hostPattern = "a name such as `shop.example.com` or `*.example.com`, without port";

/** True for the name of a host, or `*.` and the end of names. */
export function isHostPattern(text: string): boolean {
  return isHost(text.replace(/^\*\./, ""));
}

/** A {@link hostPattern} as a value. */
export const hostText = () =>
  fixed<string>({
    read: ({ text }) =>
      isHostPattern(text)
        ? { value: text }
        : { problem: `\`${text}\` is not a host`, expected: hostPattern, code: "IllegalGatewayVirtualHosts" },
    called: "host",
  });

/** A site that pages are from: scheme, host and perhaps a port, or `*`. */
export const origin = () =>
  fixed<string>(
    form(
      (text) =>
        text === "*" ||
        (/^https?:\/\/[^/:]+(:\d{1,5})?$/.test(text) && isHostPattern(text.replace(/^https?:\/\/|:\d+$/g, ""))),
      "a site",
      "`https://shop.example.com`, `https://*.example.com` or `*`",
    ),
  );

/** A network or an address. */
export const network = () =>
  fixed<string>(
    form((text) => parseNetwork(text) !== undefined, "a network", "an address or a network such as `10.0.0.0/8`"),
  );

/** A media type. */
export const mediaType = () =>
  fixed<string>(form((text) => /^[\w.+-]+\/[\w.+*-]+$/.test(text), "a media type", "such as `text/html`"));

/** The name of a Kubernetes Secret; it may be known only later. */
export const secretName = () =>
  leaf<string>(
    form(
      (text) => text.length <= 253 && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(text),
      "the name of a Secret",
      "lower-case letters, digits, `-` and `.`",
    ),
  );

/** Certificates or a key in PEM; they may be known only later. */
export const pem = () =>
  leaf<string>(form((text) => text.includes("-----BEGIN "), "PEM", "a text with `-----BEGIN …-----` in it"));
