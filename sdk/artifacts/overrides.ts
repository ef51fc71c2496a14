import { z } from "zod";
import { givenVariables } from "./breed.js";
import { integer, memory, percentage, processor } from "./leaves.js";
import { routes } from "./route.js";

/** What a deployment says over its blueprint: what a release changes often. */
export const overrides = z.strictObject({
  /** Shares of routes, by cluster (`cluster.port` where it has several ports) or gateway, then by route. */
  weights: z.record(z.string(), z.record(z.string(), percentage())).optional(),
  /** Routes, by cluster or gateway: what is said of a route counts before what the blueprint says of it. */
  routes: z.record(z.string(), routes).optional(),
  /** Scales by breed, whole or in part. */
  scale: z
    .record(
      z.string(),
      z.strictObject({
        cpu: processor().optional(),
        memory: memory().optional(),
        instances: integer(0, 100_000).optional(),
      }),
    )
    .optional(),
  /** Values for breeds' variables, keyed `cluster.NAME`; they count before those of the blueprint and its services. */
  environmentVariables: givenVariables.optional(),
});

/** See {@link overrides}. */
export type Overrides = z.output<typeof overrides>;
