import { expect, it } from "vitest";
import { podType, strategicMerge } from "../../../sdk/kubernetes/strategicMerge.js";
import { Later } from "../../../sdk/later.js";

it.each([
  [
    "objects field by field",
    { securityContext: { runAsUser: 1, fsGroup: 2 } },
    { securityContext: { runAsUser: 3 } },
    {
      securityContext: { runAsUser: 3, fsGroup: 2 },
    },
  ],
  ["maps key by key", { nodeSelector: { a: "1" } }, { nodeSelector: { b: "2" } }, { nodeSelector: { a: "1", b: "2" } }],
  [
    "containers by name",
    { containers: [{ name: "a", image: "i" }] },
    { containers: [{ name: "b" }, { name: "a", tty: true }] },
    {
      containers: [{ name: "a", image: "i", tty: true }, { name: "b" }],
    },
  ],
  [
    "mounts by their path",
    { containers: [{ name: "a", volumeMounts: [{ mountPath: "/a", name: "x" }] }] },
    {
      containers: [
        {
          name: "a",
          volumeMounts: [
            { mountPath: "/a", readOnly: true },
            { mountPath: "/b", name: "y" },
          ],
        },
      ],
    },
    {
      containers: [
        {
          name: "a",
          volumeMounts: [
            { mountPath: "/a", name: "x", readOnly: true },
            { mountPath: "/b", name: "y" },
          ],
        },
      ],
    },
  ],
  [
    "other lists as a whole",
    { tolerations: [{ key: "a" }] },
    { tolerations: [{ key: "b" }] },
    { tolerations: [{ key: "b" }] },
  ],
  ["nothing", { hostname: "a" }, undefined, { hostname: "a" }],
])("puts over a pod %s", (_, below, above, merged) => {
  expect(strategicMerge<object>(below, above)).toEqual(merged);
});

it("takes a value that is known later as a whole", () => {
  const later = Later.of({ path: "x" });
  expect(
    strategicMerge<object>({ hostname: "a", nodeSelector: later }, { hostname: later, nodeSelector: { a: "b" } }),
  ).toEqual({
    hostname: later,
    nodeSelector: { a: "b" },
  });
});

it("knows types of Kubernetes' API", () => {
  expect(podType("[Container]/name")).toEqual({ kind: "list", items: "Container", key: "name" });
  expect(podType("{Quantity}")).toEqual({ kind: "map", values: "Quantity" });
  expect(podType("constructor")).toEqual({ kind: "scalar", name: "constructor" });
});
