import { describe, expect, it } from "vitest";
import { Later } from "../../../sdk/later.js";
import { marked } from "../reading/read.js";
import { planOf } from "./plan.js";

const breed = `breed: {name: a, deployable: i, ports: {web: 80}, constants: {zone: b}, env: {LEVEL: info}}`;

/** The pod that the dialects of a blueprint, its cluster and its service say. */
function pod(blueprint: string, cluster = "{}", service = "{}") {
  const dialects = (pod: string) => `dialects: {kubernetes: ${pod}}`;
  const text = `${dialects(blueprint)}
clusters: {s: {${dialects(cluster)}, services: {${breed}, ${dialects(service)}}}}
`;
  const { text: read, places } = marked(text);
  const { plan, problems } = planOf(read);
  return { pod: plan.clusters[0]?.services[0]?.pod, problems, places };
}

describe("dialects", () => {
  it("of a service, its cluster and its blueprint are put over each other", () => {
    const { pod: merged, problems } = pod(
      "{nodeSelector: {disk: ssd, zone: a}, serviceAccountName: all, tolerations: [{key: a}]}",
      "{nodeSelector: {zone: $zone}, volumes: [{name: data, emptyDir: {}}]}",
      "{serviceAccountName: own, volumes: [{name: more, emptyDir: {}}], tolerations: [{key: b, operator: Exists}]}",
    );
    expect(problems).toEqual([]);
    expect(merged).toEqual({
      nodeSelector: { disk: "ssd", zone: "b" },
      serviceAccountName: "own",
      volumes: [
        { name: "data", emptyDir: {} },
        { name: "more", emptyDir: {} },
      ],
      tolerations: [{ key: "b", operator: "Exists" }],
    });
  });

  it("speak of the service's container without a name, and of others by theirs", () => {
    const { pod: merged, problems } = pod(
      "{containers: [{env: [{name: A, value: 1}]}]}",
      "{}",
      "{containers: [{name: side, image: side:1}, {name: service, env: [{name: B, value: $LEVEL}]}]}",
    );
    expect(problems).toEqual([]);
    expect(merged).toEqual({
      containers: [
        {
          name: "service",
          env: [
            { name: "A", value: "1" },
            { name: "B", value: "info" },
          ],
        },
        { name: "side", image: "side:1" },
      ],
    });
  });

  it("resolve references, but not Kubernetes' own", () => {
    const { pod: merged, problems } = pod("{containers: [{args: ['$(HOME)/$zone', '$$5']}]}");
    expect(problems).toEqual([]);
    expect(merged).toMatchObject({ containers: [{ args: ["$(HOME)/b", "$5"] }] });
  });

  it("may hold values that are known later", () => {
    const later = Later.of({ path: "x" });
    const services = { breed: { name: "a", deployable: "i" }, dialects: { kubernetes: { priority: later } } };
    const { plan, problems } = planOf({ clusters: { s: { services } } });
    expect(problems).toEqual([]);
    expect(plan.clusters[0]?.services[0]?.pod).toEqual({ priority: later });
  });

  it.each([
    ["a field that a pod has not", "{▸nodeSelectr: {}}", "UnexpectedElement"],
    ["a field that a part of it has not", "{volumes: [{name: a, ▸emptydir: {}}]}", "UnexpectedElement"],
    ["a list for a map", "{nodeSelector: ▸[]}", "UnexpectedTypeError"],
    ["a map for a value", "{serviceAccountName: ▸{}}", "UnexpectedTypeError"],
    ["text for a number", "{priority: ▸high}", "UnexpectedTypeError"],
    ["text for yes or no", "{hostNetwork: ▸maybe}", "UnexpectedTypeError"],
    ["another image", "{containers: [{▸image: other}]}", "UnexpectedElement"],
    ["another end of the service", "{▸restartPolicy: Never}", "UnexpectedElement"],
    ["a reference that leads nowhere", "{serviceAccountName: x-▸$nobody}", "UnresolvedDependencyInTraitValueError"],
    ["a reference that cannot be read", "{serviceAccountName: x-▸${zone}", "ParserError"],
  ])("with %s are refused at their place", (_, dialect, code) => {
    const { problems, places } = pod(dialect.replace("${zone}", "'${zone'}").replace("x-▸'", "'x-▸"));
    expect(problems).toEqual([`${code} ${places[0]}`]);
  });
});
