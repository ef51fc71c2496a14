import type { Known } from "../later.js";
import type { Listener } from "../routing/listener.js";
import type { RoutingTable } from "../routing/table.js";
import { siteHost } from "./quote.js";
import type { Rules } from "./rules.js";

/** How many hosts stand in the rules themselves; more are looked up in map files. */
const mostInline = 16;

/** How large a map file may get, in bytes; longer ones are split. */
const largestMap = 800_000;

/** A map file by its name, with its content. */
export type MapFiles = ReadonlyMap<string, string>;

/** Where requests enter by their host. */
export interface Entries {
  /** By host, without wildcard. */
  readonly exact: ReadonlyMap<string, string>;
  /** By what follows `*.`, longest first: of those that take a host, the longest has the most labels too. */
  readonly wild: ReadonlyMap<string, string>;
  /** For all others. */
  readonly otherwise: string;
}

/** The entries of a listener, one for each host; the first site that names a host has it. */
export function entriesOf(listener: Known<Listener>, entryOf: (table: Known<RoutingTable>) => string): Entries {
  const exact = new Map<string, string>();
  const wild = new Map<string, string>();
  const written = new Map<Known<RoutingTable>, string>();
  const entry = (table: Known<RoutingTable>): string => {
    const before = written.get(table) ?? entryOf(table);
    written.set(table, before);
    return before;
  };
  for (const { hosts, table } of listener.sites ?? [])
    for (const host of hosts) {
      const position = entry(table);
      const [all, name] = host.startsWith("*.") ? [wild, siteHost(host.slice(2))] : [exact, siteHost(host)];
      if (!all.has(name)) all.set(name, position);
    }
  const longestFirst = [...wild].sort(([one], [other]) => other.length - one.length);
  return { exact, wild: new Map(longestFirst), otherwise: entry(listener.table) };
}

/** Writes how a variable with a host becomes one with a position, and gives the map files that this needs. */
export function hostRules(rules: Rules, entries: Entries, host: string, position: string, mapName: string): MapFiles {
  const { exact, wild, otherwise } = entries;
  if (exact.size + wild.size === 0) {
    rules.rule(`set-var(${position}) str(${otherwise})`);
    return new Map();
  }
  const found = `{ var(${position}) -m found }`;
  const inline = exact.size + wild.size <= mostInline;
  const maps = inline
    ? inlineRules(rules, entries, host, position, found)
    : mapRules(rules, entries, host, position, found, mapName);
  rules.rule(`set-var(${position}) str(${otherwise})`, `!${found}`);
  return maps;
}

function inlineRules(rules: Rules, { exact, wild }: Entries, host: string, position: string, found: string): MapFiles {
  const grouped = new Map<string, string[]>();
  for (const [name, entry] of exact) grouped.set(entry, [...(grouped.get(entry) ?? []), name]);
  for (const [entry, names] of grouped)
    rules.rule(`set-var(${position}) str(${entry})`, `{ var(${host}) -m str ${names.join(" ")} }`);
  for (const [name, entry] of wild)
    rules.rule(`set-var(${position}) str(${entry})`, `!${found}`, `{ var(${host}) -m end .${name} }`);
  return new Map();
}

/**
 * Every look-up is for a whole text, which HAProxy finds in a tree. So for a wildcard the labels in front are cut off:
 * what is left of the host has as many labels as the wildcards of one map, and the maps with many come first.
 */
function mapRules(
  rules: Rules,
  { exact, wild }: Entries,
  host: string,
  position: string,
  found: string,
  mapName: string,
): MapFiles {
  const files = new Map<string, string>();
  const lookUp = (entries: readonly (readonly [string, string])[], name: string, sample: string) => {
    for (const [index, content] of mapContents(entries).entries()) {
      const file = `${mapName}-${name}${index === 0 ? "" : `-${index + 1}`}.map`;
      files.set(file, content);
      rules.rule(`set-var(${position}) ${sample},map_str(${file})`, `!${found}`);
    }
  };
  lookUp([...exact], "hosts", `var(${host})`);
  const labels = (name: string) => name.split(".").length;
  const counts = [...new Set([...wild.keys()].map(labels))].sort((one, other) => other - one);
  for (const count of counts) {
    const same = [...wild].filter(([name]) => labels(name) === count);
    lookUp(same, `below-${count}`, `var(${host}),field(-1,.,${count + 1}),field(2,.,0)`);
  }
  return files;
}

/** The contents of the map files for some entries: one, or more where one would be too large. */
export function mapContents(entries: readonly (readonly [string, string])[]): readonly string[] {
  const contents: string[] = [];
  let lines: string[] = [];
  let size = 0;
  for (const [key, value] of entries) {
    const line = `${key} ${value}\n`;
    if (size + Buffer.byteLength(line) > largestMap) {
      contents.push(lines.join(""));
      [lines, size] = [[], 0];
    }
    lines.push(line);
    size += Buffer.byteLength(line);
  }
  return lines.length === 0 ? contents : [...contents, lines.join("")];
}
