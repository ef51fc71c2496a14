import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { policyOf } from "./rule.js";
import { rules } from "./rules/index.js";

// Older language hosts start a pack in the folder of the program, and the pack's version is looked for where it was started.
process.chdir(join(__dirname, ".."));

new PolicyPack("vamp", {
  displayName: "Vamp",
  description: "What deployments, gateways and environments of Vamp on Pulumi have to keep to.",
  policies: rules.map(policyOf),
});
