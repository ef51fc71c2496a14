import { policyOf, rules } from "pulumi-vamp-policies/rules";
import { atLeastTwo } from "./atLeastTwo.js";

/** What we want of Vamp's rules. */
const wanted = ["canary-share", "image-tag", "network-isolation"];

/** These, and our own. */
export const policies = [...rules.filter(({ name }) => wanted.includes(name)).map(policyOf), atLeastTwo];
