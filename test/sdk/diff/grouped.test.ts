import { describe, expect, it } from "vitest";
import { diffOf } from "../../../sdk/diff/diff.js";
import { diffMarkdown } from "../../../sdk/diff/markdown.js";
import { diffReport } from "../../../sdk/diff/report.js";
import type { TrafficState } from "../../../sdk/diff/state.js";
import { diffTable } from "../../../sdk/diff/table.js";
import { readGateways } from "../../../sdk/planning/gateways.js";

const answer = (status: number) => ({ answer: { status } });

/** A gateway that asks about cookies a, b, c and so on, behind which another one asks about others. */
function stateWith(weight: number): TrafficState {
  const routes = (letters: string, rest: object) => ({
    ...Object.fromEntries(
      [...letters].map((letter, index) => [
        letter,
        { weight: "0%", condition: `has cookie ${letter}`, ...answer(201 + index) },
      ]),
    ),
    ...rest,
  });
  const rest = { x: { weight: `${weight}%`, ...answer(200) }, y: { weight: `${100 - weight}%`, ...answer(503) } };
  const gateway = { name: "front", port: "80/http", routes: routes("abcdef", rest) };
  const { all } = readGateways([{ name: "front.yml", text: JSON.stringify({ kind: "gateway", ...gateway }) }]);
  return { gateways: all.map(({ name, entrance }) => ({ name, namespace: "", entrance })), workloads: [] };
}

describe("a change of a gateway with more classes than are looked for", () => {
  const diff = diffOf(stateWith(90), stateWith(50), { failOn: [] }, 4);

  it("tells what is certain of the others, for people", () => {
    expect(diffTable(diff, (text, indent) => `${" ".repeat(indent)}${text}\n`)).toMatchInlineSnapshot(`
      "front
        ~ x  weight 90 % → 50 %
        ~ y  weight 10 % → 50 %

        There are more than 4 classes of requests. Of others only this is certain, whether they change or not:

        all others
          such as GET example.com/
            answered with 205  0 % to 100 % → 0 % to 100 %
            answered with 206  0 % to 100 % → 0 % to 100 %
            answered with 200  0 % to 90 % → 0 % to 50 %
            answered with 503  0 % to 10 % → 0 % to 50 %
      "
    `);
  });

  it("tells it in a comment", () => {
    expect(diffMarkdown(diff)).toMatchInlineSnapshot(`
      "### front

      |  | route | change |
      | --- | --- | --- |
      | ~ | <code>x</code> | weight 90 % → 50 % |
      | ~ | <code>y</code> | weight 10 % → 50 % |

      There are more than 4 classes of requests. Of others only this is certain, whether they change or not:

      | who | such as | ends at | share |
      | --- | --- | --- | --- |
      | all others | <code>GET example.com/</code> | <code>answered with 205</code> | 0 % to 100 % → 0 % to 100 % |
      |  |  | <code>answered with 206</code> | 0 % to 100 % → 0 % to 100 % |
      |  |  | <code>answered with 200</code> | 0 % to 90 % → 0 % to 50 % |
      |  |  | <code>answered with 503</code> | 0 % to 10 % → 0 % to 50 % |
      "
    `);
  });

  it("tells it to machines", () => {
    expect(diffReport(diff)).toMatchObject({ gateways: [{ grouped: [{ ends: expect.anything() }] }] });
  });
});
