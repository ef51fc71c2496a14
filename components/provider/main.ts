import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { VampProvider } from "./provider.js";

// The entry of the plugin, which `PulumiPlugin.yaml` starts. The package's own `main` leads here, and its `exports` to the
// components: a plugin whose entry exported components would have its schema inferred at each start.
const schema = readFileSync(join(__dirname, "../../../components/provider/schema.json"), "utf8");

void pulumi.provider.main(new VampProvider(schema), process.argv.slice(2));
