// Puts the provider into few files, in the place of those that the compiler made: one to start with, and what makes
// components, which is read when the first is asked for. Several hundred small files, and the languages that zod speaks, take
// more than twice as long to read.
import { rolldown } from "rolldown";

const bundle = await rolldown({ input: "components/provider/main.ts", platform: "node", external: /^@pulumi\// });
// `require` for what is read later, too: `import()` reads a file of CommonJS twice.
await bundle.write({
  dir: "dist/components/provider",
  format: "cjs",
  chunkFileNames: "[name].js",
  dynamicImportInCjs: false,
});
