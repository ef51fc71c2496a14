import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pagesOf } from "./pages.js";

const root = resolve(__dirname, "../../..");
for (const [page, text] of Object.entries(pagesOf(root))) writeFileSync(join(root, page), text);
