import { createHash } from "node:crypto";

/** Longest label value, and longest name of a Service. */
const longestLabel = 63;
/** Longest object name made here: a CronJob's, which leaves room for `-instances` within the 63 of a Service's. */
const longestName = 52;
/**
 * Longest name of something in HAProxy's configuration. Its rules carry such a name in `str(…)`, which holds 127 characters
 * and is nothing at all beyond, with up to seven more round it.
 */
const longestProxyName = 110;
/** Longest name of a port of a container or a Service (IANA_SVC_NAME). */
const longestPort = 15;

/** The first hexadecimal digits of a text's SHA-256: the same text has the same hash everywhere and always. */
export function shortHash(text: string, digits = 5): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/**
 * A Kubernetes object name (DNS-1035 label) made of parts: lower-case letters, digits and dashes, at most 52 characters.
 *
 * A part that had to be changed, or a whole that was too long, is told apart by a short hash of the original:
 * `shop` + `cart` is `shop-cart`, `shop` + `cart:1.0.0` is `shop-cart-1-0-0-` and five digits.
 */
export function objectName(...parts: readonly string[]): string {
  const slugs = parts.map((part) => slug(part.toLowerCase(), "-"));
  const name = slugs.filter((part) => part !== "").join("-");
  const changed = parts.some((part, index) => part === "" || part !== slugs[index]) || !/^[a-z]/.test(name);
  return shorten(/^[a-z]/.test(name) ? name : `v-${name}`, changed, parts.join("/"), longestName);
}

/** The name by which a Service is found in the cluster's DNS, in full: HAProxy asks for no other. */
export function serviceHost(service: string, namespace: string, clusterDomain: string): string {
  return `${service}.${namespace}.svc.${clusterDomain}`;
}

/**
 * A name of something in HAProxy's configuration, made of parts, at most 110 characters. No part keeps a dot, and one that
 * was changed has a short hash behind it, as has a whole that was too long, so different parts never make the same name.
 */
export function proxyName(...parts: readonly string[]): string {
  const name = (part: string) => {
    const kept = slug(part.toLowerCase(), "-");
    return shorten(kept, kept !== part, part, longestName);
  };
  return shorten(parts.map(name).join("."), false, parts.join("/"), longestProxyName);
}

/** A label value made of any text: kept when it can be one, else changed and told apart by a short hash. */
export function labelValue(text: string): string {
  const kept = slug(text, "_", "._");
  return shorten(kept, kept !== text, text, longestLabel);
}

/**
 * The name under which a port of a cluster is found on the pods, on the agent and on the Service: at most 15 characters.
 * A part with a dash in it could be read as two, so it is told apart by a short hash too.
 */
export function portName(...parts: readonly string[]): string {
  const slugs = parts.map((part) => slug(part.toLowerCase(), "-").replace(/-+/g, "-"));
  const name = slugs.filter((part) => part !== "").join("-");
  const changed = parts.some((part, index) => part !== slugs[index] || part.includes("-")) || !/[a-z]/.test(name);
  return shorten(/[a-z]/.test(name) ? name : `p-${name}`, changed, parts.join("/"), longestPort);
}

function slug(text: string, filler: string, alsoAllowed = ""): string {
  const others = new RegExp(`[^A-Za-z0-9${alsoAllowed}-]+`, "g");
  return text.replace(others, filler).replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}

function shorten(name: string, changed: boolean, original: string, most: number): string {
  if (!changed && name.length <= most) return name;
  const hash = shortHash(original);
  const start = name.slice(0, most - hash.length - 1).replace(/[^A-Za-z0-9]+$/, "");
  return `${start === "" ? "x" : start}-${hash}`;
}
