import { z } from "zod";
import { raw } from "./artifact.js";

/** What only one kind of scheduler understands, by the scheduler's name: `kubernetes`, `docker`, `marathon`. */
export const dialects = z.record(z.string(), raw());
