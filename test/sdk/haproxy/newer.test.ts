import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderFiles } from "../../../sdk/haproxy/config.js";
import { Random } from "../../fuzz/mutations.js";
import { ListenerMaker } from "../routing/generate.js";
import { settings } from "./listeners.js";

const inRules = "rules are http-request and http-response";

/**
 * What the parsers of HAProxy 2.9 to 3.5 refuse by its first words, and why: names that they only know to say so
 * (`src/cfgparse-listen.c`, `src/cfgparse-global.c`).
 */
const refused: Readonly<Record<string, string>> = {
  appsession: "gone in 1.6: cookie and stick-table do it",
  "bind-process": "gone in 2.7, with processes",
  block: `gone in 2.1: ${inRules} deny`,
  cliexp: `gone in 2.1: ${inRules}`,
  clitimeout: "gone in 2.1: timeout client",
  contimeout: "gone in 2.1: timeout connect",
  dispatch: "warned of in 3.3, gone in 3.5: a server",
  grace: "gone in 2.5: hard-stop-after",
  "master-worker": "warned of in 3.3, gone in 3.5 as a word of its own: -W",
  "monitor-net": "gone: http-request return",
  nbproc: "gone in 2.5: nbthread",
  "option forceclose": "gone in 2.0: option httpclose",
  program: "warned of in 3.1, gone in 3.3: another container",
  redisp: "gone in 2.1: option redispatch",
  redispatch: "gone in 2.1: option redispatch",
  srvexp: `gone in 2.1: ${inRules}`,
  srvtimeout: "gone in 2.1: timeout server",
  transparent: "warned of in 3.3, gone in 3.5: a server",
  "tune.chksize": "gone: tune.bufsize",
  ...Object.fromEntries(
    "add allow del deny iallow idel ideny ipass irep itarpit pass rep tarpit"
      .split(" ")
      .map((what) => [`req${what}`, `gone in 2.1: ${inRules}`]),
  ),
  ...Object.fromEntries(
    "add del deny idel ideny irep rep".split(" ").map((what) => [`rsp${what}`, `gone in 2.1: ${inRules}`]),
  ),
};

/** What a newer HAProxy has against a configuration. */
function complaints(config: string): readonly string[] {
  const statements = config.split("\n").map((line) => line.trim().replace(/^no /, ""));
  const gone = statements.flatMap((statement) => {
    const [first = "", second = ""] = statement.split(/\s+/);
    const why = refused[first] ?? refused[`${first} ${second}`];
    return why === undefined ? [] : [`${statement}: ${why}`];
  });
  // Warned of in 3.1, refused by 3.3: two sections of one name, a frontend and a backend among them, and two servers of a backend.
  const sections = config.split(/^(?=(?:frontend|backend|listen|defaults) \S)/m);
  const names = sections.flatMap((section) => /^(?:frontend|backend|listen|defaults) (\S+)/.exec(section)?.[1] ?? []);
  const servers = sections.map((section) =>
    [...section.matchAll(/^ {2}server(?:-template)? (\S+)/gm)].map(([, name]) => name ?? ""),
  );
  return [...gone, ...[names, ...servers].flatMap(twice).map((name) => `two of the name ${name}`)];
}

function twice(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

const golden = join(__dirname, "golden");
const reviewed = readdirSync(golden).map((file) => [file, readFileSync(join(golden, file), "utf8")] as const);
const one = reviewed.map(([, config]) => config).join("\n");

describe("nothing that a HAProxy newer than ours has removed", () => {
  it.each(reviewed)("stands in %s", (_, config) => {
    expect(complaints(config)).toEqual([]);
  });

  it("stands in what is written for generated listeners", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const maker = new ListenerMaker(new Random(seed), (number) => ({
        host: `b${number}.test`,
        port: 80,
        instances: { host: `pods-${number}.test`, port: 80, most: 3 },
      }));
      const listeners = [maker.http(20_000), maker.tls(20_001), maker.tcp(20_002), maker.http(20_003)];
      const files = Object.entries(renderFiles(listeners, settings));
      const written = files.flatMap(([name, text]) => (name.endsWith(".cfg") ? [text] : [])).join("\n");
      expect(complaints(written), `seed ${seed}`).toEqual([]);
    }
  });

  it.each(Object.entries(refused))("would stand there unseen: %s, %s", (words) => {
    expect(complaints(`${one}\n  ${words} x`)).toHaveLength(complaints(one).length + 1);
  });

  it.each(["backend traffic\nfrontend traffic", "backend b\n  server s :1\n  server-template s 2 :1"])(
    "would stand there unseen: %j",
    (config) => {
      expect(complaints(config)).toHaveLength(1);
    },
  );
});
