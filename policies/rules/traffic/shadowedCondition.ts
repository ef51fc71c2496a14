import { shadowedConditions } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import { placedTables } from "../../view/tables.js";
import { at, take } from "../messages.js";

/** Every condition takes requests that no condition before it takes. */
export const shadowedCondition = rule({
  name: "shadowed-condition",
  group: "traffic",
  description: "Every condition takes requests that no condition before it takes already.",
  reason:
    "Conditions are asked in their order; one that comes after a stronger one decides nothing, and looks as if it did.",
  level: "mandatory",
  config: z.object({}),
  scope: "resource",
  judge({ gateways }, _, report) {
    for (const gateway of gateways)
      for (const { table, within } of placedTables(gateway.routing))
        for (const { route, condition, by } of shadowedConditions(table)) {
          const [problem, remedy] =
            by.length === 0
              ? ["no request can meet it", "Mend it, or take it out."]
              : [
                  `${take(by, " before it")} all that it would`,
                  "Put the narrower condition first, or take this one out.",
                ];
          const message = `the condition \`${condition}\` decides nothing: ${problem}`;
          report(at(gateway, { route, within }, message, remedy), gateway.urn);
        }
  },
});
