import { afterAll, describe, expect, it } from "vitest";
import { renderFiles } from "../../sdk/haproxy/config.js";
import { type Known, Later, whenKnown } from "../../sdk/later.js";
import { type Listener, type RoutingTable, type Target, unknownHost } from "../../sdk/routing/table.js";
import { agentWith, fields as languageFields, ordinary } from "../sdk/haproxy/border.js";
import { fields, injections } from "../sdk/haproxy/injections.js";
import { backend, listener, settings, table, way } from "../sdk/haproxy/listeners.js";
import { complaints, freePort, Stage } from "./agent.js";

const texts = injections(500);
const accepted = (one: Known<Listener>): boolean => {
  try {
    return renderFiles([one], settings) !== undefined;
  } catch {
    return false;
  }
};

describe("500 injection strings in every text of users", () => {
  const stage = new Stage();
  afterAll(() => stage.stop());

  it("are refused, or taken by HAProxy without a warning", () => {
    // Backends of one name would be one, so they get a name of their own, unless it is what is tried.
    const all = Object.entries(fields).flatMap(([field, make], kind) =>
      texts.map((text, index) => ({ field, one: apart(make(text), `${kind}-${index}`, field) })),
    );
    const good = all.filter(({ one }) => accepted(one)).map(({ one }) => one);
    expect(good.length).toBeGreaterThan(texts.length * 10);
    for (let start = 0; start < good.length; start += 2_000) {
      const said = complaints(renderFiles(good.slice(start, start + 2_000), settings));
      expect(said.slice(0, 2_000)).toBe("");
    }
  });

  it("are taken by HAProxy where the language takes them, as ordinary texts are", () => {
    const listeners = Object.entries(languageFields).flatMap(([field, make], kind) =>
      [...ordinary, ...texts].flatMap((text, index) => {
        const [one] = agentWith(make, text)?.listeners ?? [];
        const known = one && whenKnown(one, (listener) => apart(listener, `${kind}-${index}`, field));
        return known === undefined || known instanceof Later ? [] : [known];
      }),
    );
    expect(listeners.length).toBeGreaterThan(Object.keys(languageFields).length);
    for (let start = 0; start < listeners.length; start += 2_000)
      expect(complaints(renderFiles(listeners.slice(start, start + 2_000), settings)).slice(0, 2_000)).toBe("");
  });

  it("are what they are, wherever they show", async () => {
    const echo = backend("echo", await stage.echo("a"));
    const shows: readonly ((text: string) => Known<RoutingTable>)[] = [
      (text) => to({ kind: "answer", status: 200, body: text }),
      (text) => to({ kind: "answer", status: 200, headers: { "x-text": text } }),
      (text) => to({ ...table("t/in", [way(echo, 100)]), edits: { requestHeaders: { set: { "x-text": text } } } }),
      (text) => to({ ...table("t/in", [way(echo, 100)]), edits: { rewrites: [{ kind: "path", path: `/${text}` }] } }),
    ];
    const port = await freePort();
    const otherwise = { ...table("edge", []), otherwise: unknownHost };
    const sites = texts.flatMap((text, index) =>
      shows.map((make, kind) => ({ hosts: [`s${kind}-${index}.test`], table: make(text) })),
    );
    const all = { ...listener("gw", otherwise, port), sites };
    const good = sites.filter((site) => accepted({ ...all, sites: [site] }));
    await stage.agent([{ ...all, sites: good }]);
    const hosts = new Set(good.flatMap((site) => site.hosts));
    let shown = 0;
    for (const [index, text] of texts.entries())
      for (const kind of shows.keys()) {
        const host = `s${kind}-${index}.test`;
        if (!hosts.has(host)) continue;
        const { body, headers, seen } = await stage.ask(port, { headers: { host } });
        const found = [body, headers["x-text"], seen?.headers["x-text"]?.[0], seen?.url.slice(1)][kind] ?? "";
        const wanted =
          kind === 1 || kind === 2 ? latin1(text).trim() : kind === 3 ? text.replaceAll("%[path]", "/") : text;
        expect([kind, found]).toEqual([kind, wanted]);
        shown++;
      }
    expect(shown).toBeGreaterThan(texts.length);
  });
});

function to(target: Known<Target>): Known<RoutingTable> {
  return table("shop/web", [way(target, 100)]);
}

/** The bytes of a text as Node reads those of a header. */
function latin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The listener with names of its own. */
function apart(one: Known<Listener>, name: string, field: string): Known<Listener> {
  const renamed = (target: Known<Target>): Known<Target> => {
    if (target.kind === "backend" && field !== "backend name") return { ...target, name: `${target.name}-${name}` };
    return target.kind === "table" ? renamedTable(target) : target;
  };
  const renamedTable = (table: Known<RoutingTable>): Known<RoutingTable> => ({
    ...table,
    conditions: table.conditions.map((route) => ({ ...route, target: renamed(route.target) })),
    pool: table.pool.map((route) => ({ ...route, target: renamed(route.target) })),
  });
  const sites = one.sites?.map((site) => ({ ...site, table: renamedTable(site.table) }));
  const portName = field === "port name" ? one.portName : `gw-${name}`;
  return { ...one, portName, table: renamedTable(one.table), ...(sites && { sites }) };
}
