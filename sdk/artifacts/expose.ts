import { z } from "zod";
import { listOrOne } from "./artifact.js";
import { hostText } from "./httpLeaves.js";
import { domain } from "./leaves.js";

/** Under which hosts a gateway answers for the gateways of deployments. */
export const expose = z.strictObject({
  /** What the names end with that are made for gateways: `9050.shop.<domain>`. Default: `vamp`. */
  domain: domain().optional(),
  /** Hosts of gateways, by Vamp's name of the gateway: `shop/9050`. */
  hosts: z.record(z.string(), listOrOne(hostText())).optional(),
});

/** See {@link expose}. */
export type Expose = z.output<typeof expose>;
