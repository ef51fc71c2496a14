// Puts what makes components into one file, in the place of the one that the compiler made. A provider reads it when the
// first component is asked for: several hundred small files, and the languages that zod speaks, take more than twice as long.
import { rolldown } from "rolldown";

const bundle = await rolldown({ input: "components/provider/construct.ts", platform: "node", external: /^@pulumi\// });
await bundle.write({ file: "dist/components/provider/construct.js", format: "cjs", codeSplitting: false });
