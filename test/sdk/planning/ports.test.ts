import { describe, expect, it } from "vitest";
import { planOf } from "./plan.js";

/** Numbers of the ports of the front, whose breed has a port that speaks of the back's. */
function front(port: string, back: object = { api: "9000/tcp" }) {
  const dependencies = { db: "back:*" };
  const { plan, problems } = planOf({
    clusters: {
      front: { services: { breed: { name: "front", deployable: "i", ports: { web: port }, dependencies } } },
      back: { services: { breed: { name: "back:1", deployable: "i", ports: back } } },
    },
  });
  const [cluster] = plan.clusters;
  return { cluster: cluster?.ports, service: cluster?.services[0]?.ports, problems };
}

describe("a port that is a reference", () => {
  it.each(["$db.ports.api", "${ db.ports.api }"])("has the number and type of the port it names: %s", (port) => {
    const { cluster, service, problems } = front(port);
    expect(problems).toEqual([]);
    expect(cluster).toMatchObject([{ name: "web", number: 9000, type: "tcp" }]);
    expect(service).toMatchObject([{ name: "web", number: 9000, type: "tcp" }]);
  });

  it.each([
    ["a host", "$db.host"],
    ["more than a port", "$db.ports.api$db.ports.api"],
  ])("is not %s", (_, port) => {
    expect(front(port).problems).toContain(
      "UnresolvedDependencyInTraitValueError clusters.front.services.breed.ports.web",
    );
  });

  it("needs a port that does not need it in turn", () => {
    const ports = { web: "$other.ports.web" };
    const of = (name: string, other: string) => ({
      services: { breed: { name, deployable: "i", ports, dependencies: { other } } },
    });
    expect(() => planOf({ clusters: { a: of("a", "b"), b: of("b", "a") } })).toThrow("RecursiveDependenciesError");
  });
});
