import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unknownHost } from "../../sdk/routing/table.js";
import { backend, listener, table } from "../sdk/haproxy/listeners.js";
import { freePort, Stage } from "./agent.js";
import { redirect, redirects, saying } from "./rules/answering.js";
import type { Backends } from "./rules/case.js";
import { decisions, stickiness } from "./rules/deciding.js";
import { editing } from "./rules/editing.js";

const groups = { decisions, stickiness, edits: editing, answers: saying } as const;

describe("a real HAProxy", () => {
  const stage = new Stage();
  let port = 0;

  beforeAll(async () => {
    const [a, b, c] = await Promise.all([stage.echo("a"), stage.echo("b"), stage.echo("c")]);
    const backends: Backends = { a: backend("a", a), b: backend("b", b), c: backend("c", c) };
    const cases = Object.entries(groups).flatMap(([group, all]) =>
      all.map(([, make], index) => ({ hosts: [hostOf(group, index)], table: make(backends) })),
    );
    const moved = redirects.map(([, change], index) => ({
      hosts: [hostOf("redirects", index)],
      table: redirect(change)(),
    }));
    port = await freePort();
    const otherwise = { ...table("edge", []), otherwise: unknownHost };
    await stage.agent([{ ...listener("gw-80", otherwise, port), sites: [...cases, ...moved] }]);
  });
  afterAll(() => stage.stop());

  for (const [group, cases] of Object.entries(groups))
    describe(group, () => {
      it.each(cases.map(([rule, , asked, expected], index) => [rule, index, asked, expected] as const))(
        "%s",
        async (_, index, asked, expected) => {
          const headers = { host: hostOf(group, index), ...asked.headers };
          const answered = await stage.ask(port, { ...asked, headers });
          const { seen, status, body } = answered;
          const { request = {}, answer = {}, ...plain } = expected;
          expect({ server: seen?.server, status, url: seen?.url, body }).toMatchObject({ status: 200, ...plain });
          for (const [name, values] of Object.entries(request)) expect(seen?.headers[name], name).toEqual(values);
          for (const [name, value] of Object.entries(answer)) expect(answered.headers[name], name).toEqual(value);
        },
      );
    });

  describe("redirects", () => {
    it.each(redirects.map(([rule, , port, path, location], index) => [rule, index, port, path, location] as const))(
      "%s",
      async (_, index, hostPort, path, location) => {
        const host = hostOf("redirects", index);
        const { status, headers } = await stage.ask(port, { path, headers: { host: `${host}${hostPort}` } });
        expect([status, headers.location]).toEqual([302, location.replace("HOST", host)]);
      },
    );
  });

  it("answers for a host that nobody has", async () => {
    for (const host of ["nobody.example.com", "xcase-0.edits.example.com", "[::1]", ""]) {
      const { status, headers } = await stage.ask(port, { headers: { host } });
      expect([host, status, headers["x-vamp-reason"]]).toEqual([host, 404, "unknown-host"]);
    }
  });
});

function hostOf(group: string, index: number): string {
  return `case-${index}.${group}.example.com`;
}
