import type { EnvironmentSettingsArgs, Organisation } from "pulumi-vamp";

/** The florist, with what all of its environments have in common. */
export const florist: Organisation = {
  name: "florist",
  labels: { "cost-center": "flowers" },
  quota: { pods: 20, "requests.cpu": 2, "limits.memory": "2Gi" },
  containers: { cpu: "100m", memory: "64MB", maxCpu: 1, maxMemory: "512MB" },
  groups: { view: ["florist"], edit: ["florist-developers"], admin: ["florist-operators"] },
  pullSecrets: ["registry"],
  defaults: { scale: { cpu: 0.1, memory: "32MB", instances: 1 }, labels: { "cost-center": "flowers" } },
};

/** Its environments, in the order in which versions go through them. What they say counts before what the florist says. */
export const environments: Readonly<Record<string, EnvironmentSettingsArgs>> = {
  dev: {},
  staging: { defaults: { scale: { instances: 2 } } },
  production: {
    quota: { pods: 40, "requests.cpu": 8, "limits.memory": "8Gi" },
    network: { egress: "isolated" },
    // Developers may look: all of the florist may.
    groups: { edit: [] },
    defaults: { scale: { instances: 3 } },
  },
};

/** The bakery, which has nothing to do with the florist. */
export const bakery: Organisation = {
  name: "bakery",
  quota: { pods: 20 },
  groups: { view: ["bakery"], admin: ["bakery-operators"] },
};
