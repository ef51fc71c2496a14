import { expect, it } from "vitest";
import { cronOf } from "../../../sdk/units/cron.js";

it.each([
  ["PT1M", "* * * * *"],
  ["PT15M", "*/15 * * * *"],
  ["PT900S", "*/15 * * * *"],
  ["PT1H", "0 * * * *"],
  ["PT60M", "0 * * * *"],
  ["PT6H", "0 */6 * * *"],
  ["P1D", "0 0 * * *"],
  ["PT24H", "0 0 * * *"],
  ["P1W", "0 0 * * 0"],
  ["P7D", "0 0 * * 0"],
  ["P1M", "0 0 1 * *"],
  ["P3M", "0 0 1 */3 *"],
  ["P1Y", "0 0 1 1 *"],
])("the period %s is the schedule %s", (period, cron) => {
  expect(cronOf(period)).toBe(cron);
});

it.each(["PT1S", "PT90S", "PT7M", "PT90M", "PT5H", "P2D", "P5M", "P2Y", "P1M1D", "PT0M", "PT1.5H", "every day"])(
  "no schedule comes round every %s",
  (period) => {
    expect(cronOf(period)).toBeUndefined();
  },
);
