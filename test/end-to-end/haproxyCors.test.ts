import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Known } from "../../sdk/later.js";
import type { Cors } from "../../sdk/routing/edits.js";
import type { Backend, RoutingTable } from "../../sdk/routing/table.js";
import { corpus } from "../corpusTable.js";
import { backend, listener, table, way, when } from "../sdk/haproxy/listeners.js";
import { type Answered, freePort, Stage } from "./agent.js";

const headers = z.record(z.string(), z.string());
const casesFile = z.object({
  tests: z.array(
    z.object({
      short_name: z.string(),
      cases: z.array(
        z.object({
          id: z.string(),
          name: z.string().optional(),
          request: z.looseObject({ method: z.string(), path: z.string(), headers: headers.optional() }),
          expect: z.looseObject({
            status: z.array(z.number()),
            answered_by_gateway: z.boolean().optional(),
            response_headers: headers.optional(),
            response_headers_one_of: z.record(z.string(), z.array(z.string())).optional(),
            response_absent_headers: z.array(z.string()).optional(),
          }),
        }),
      ),
    }),
  ),
});

const folder = join(corpus, "gateway-api");
const { tests } = casesFile.parse(JSON.parse(readFileSync(join(folder, "cases.json"), "utf8")));
const cases = tests.find((one) => one.short_name === "HTTPRouteCORS")?.cases ?? [];

/** What the manifests of these cases allow, by the beginning of the path. */
const allowed: Readonly<Record<string, Known<Cors>>> = {
  "/cors-1": {
    origins: ["https://www.foo.com", "https://*.bar.com"],
    methods: ["GET", "OPTIONS"],
    headers: ["x-header-1", "x-header-2"],
    expose: ["x-header-3", "x-header-4"],
    credentials: true,
    maxAge: 3600,
  },
  "/cors-2": { origins: ["https://www.foo.com"], methods: ["*"] },
  "/cors-wildcard-origin": { origins: ["*"], methods: ["PUT"], credentials: false },
  "/cors-wildcard-methods-headers": { origins: ["*"], methods: ["*"], headers: ["*"], credentials: true },
  "/cors-wildcard-methods-headers-unauth": { origins: ["*"], methods: ["*"], headers: ["*"], credentials: false },
};

/** Cross-origin sharing by a table below, or by the backends themselves. */
const ways: Readonly<Record<string, (cors: Known<Cors>, backend: Known<Backend>) => Known<RoutingTable>>> = {
  table: (cors, backend) => ({ ...table("shop/inner", [way(backend, 100)]), edits: { cors } }),
  backend: (cors, backend) => table("shop/inner", [way({ ...backend, edits: { cors } }, 100)]),
};

describe.each(Object.keys(ways))("cross-origin sharing by a %s, as the Gateway API's conformance has it", (name) => {
  const stage = new Stage();
  let port = 0;

  beforeAll(async () => {
    port = await freePort();
    const echo = await stage.echo("a");
    const conditions = Object.entries(allowed).map(([path, cors], index) =>
      when(`path starts with ${path}`, ways[name]?.(cors, backend(`a${index}`, echo)) ?? table("none", [])),
    );
    await stage.agent([listener("gw-80", table("shop/web", [way(backend("a", echo), 100)], conditions), port)]);
  });
  afterAll(() => stage.stop());

  it("with all of its cases", () => expect(cases.length).toBeGreaterThanOrEqual(17));

  it.each(cases.map((one) => [one.name ?? one.id, one] as const))("%s", async (_, { request, expect: expected }) => {
    const answered = await stage.ask(port, { ...request, headers: request.headers ?? {} });
    expect(expected.status).toContain(answered.status);
    expect(answered.seen === undefined).toBe(expected.answered_by_gateway ?? false);
    const said = (header: string) => value(answered, header)?.replaceAll(" ", "");
    for (const [header, text] of Object.entries(expected.response_headers ?? {})) expect(said(header)).toBe(text);
    for (const [header, texts] of Object.entries(expected.response_headers_one_of ?? {}))
      expect(texts.map((text) => text.replaceAll(" ", ""))).toContain(said(header));
    for (const header of expected.response_absent_headers ?? []) expect(said(header)).toBeUndefined();
  });

  it("an answer depends on the origin, for caches too", async () => {
    for (const origin of ["https://www.foo.com", "https://evil.example.com"])
      expect(value(await stage.ask(port, { path: "/cors-1", headers: { origin } }), "vary")).toBe("Origin");
  });

  it("the last of several origins counts, for who is allowed and for what is said", async () => {
    for (const [origins, said] of [
      [["https://www.foo.com", "https://evil.test"], undefined],
      [["https://evil.test", "https://www.foo.com"], "https://www.foo.com"],
    ] as const) {
      const answered = await stage.ask(port, { path: "/cors-1", headers: { origin: origins } });
      expect(value(answered, "access-control-allow-origin")).toBe(said);
    }
  });

  it("an origin that looks alike is not allowed", async () => {
    for (const origin of [
      "https://bar.com",
      "https://xbar.com",
      "https://www.bar.com.evil.example.com",
      "http://www.bar.com",
      "https://wwwxfoo.com",
      "null",
    ]) {
      const answered = await stage.ask(port, { path: "/cors-1", headers: { origin } });
      expect([origin, answered.status, value(answered, "access-control-allow-origin")]).toEqual([
        origin,
        200,
        undefined,
      ]);
    }
  });
});

function value({ headers }: Answered, name: string): string | undefined {
  const found = headers[name.toLowerCase()];
  return typeof found === "string" ? found : found?.join(", ");
}
