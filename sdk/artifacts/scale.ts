import { z } from "zod";
import { artifactKeys, referenceOr } from "./artifact.js";
import { integer, memory, processor } from "./leaves.js";

/** How many instances of a service there are, and what each may use. */
export const scale = z.strictObject({
  ...artifactKeys("scales"),
  /** Processor time of an instance, in thousandths of a core. */
  cpu: processor(),
  /** Memory of an instance, in bytes. */
  memory: memory(),
  /** Instances. Default: 1; 0 keeps the service without running it. */
  instances: integer(0, 100_000).optional(),
});

/** A scale, or the name of one. */
export const scaleUse = referenceOr(scale);

/** See {@link scale}. */
export type Scale = z.output<typeof scale>;
