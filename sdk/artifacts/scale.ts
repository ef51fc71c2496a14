import { z } from "zod";
import { byDefault, doc } from "../reading/rules.js";
import { artifactKeys, referenceOr } from "./artifact.js";
import { integer, memory, processor } from "./leaves.js";

/** How many instances of a service there are, and what each may use. */
export const scale = z.strictObject({
  ...artifactKeys("scales"),
  cpu: doc("Processor time of an instance: cores, or thousandths of one as `200m`.", processor(), 0.2),
  memory: doc("Memory of an instance.", memory(), "64MB", "1Gi"),
  instances: byDefault(1, doc("Instances. 0 keeps the service without running it.", integer(0, 100_000).optional(), 2)),
});

/** A scale, or the name of one. */
export const scaleUse = referenceOr(scale, "scales", "anonymous");

/** See {@link scale}. */
export type Scale = z.output<typeof scale>;
