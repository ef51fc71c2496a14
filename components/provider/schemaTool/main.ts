import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { packageSchema } from "./packageSchema.js";

const root = resolve(__dirname, "../../../..");
writeFileSync(join(root, "components/provider/schema.json"), `${JSON.stringify(packageSchema(root), null, 2)}\n`);
