import { describe, expect, it } from "vitest";
import { planOf } from "./plan.js";

const check = (path: string, port = "web") => ({ path, port, initialDelay: 1, timeout: 1, interval: 1, failures: 1 });
const breed = (more = {}) => ({ name: "a", deployable: "i", ports: { web: 80 }, ...more });

/** The paths by which the first service of a cluster is ready and alive. */
function paths(cluster: object) {
  const { plan, problems } = planOf({ clusters: { s: cluster } });
  const health = plan.clusters[0]?.services[0]?.health;
  return { health: health && [health.ready.path, health.alive.path], problems };
}

describe("health checks", () => {
  const both = [check("/a"), check("/b")];
  it.each<[string, object, string[] | undefined]>([
    ["none", { services: { breed: breed() } }, undefined],
    ["the breed's", { services: { breed: breed({ healthChecks: check("/breed") }) } }, ["/breed", "/breed"]],
    [
      "the cluster's before the breed's",
      { services: { breed: breed({ healthChecks: check("/breed") }) }, healthChecks: check("/cluster") },
      ["/cluster", "/cluster"],
    ],
    [
      "the service's, and the cluster's for another path",
      { services: { breed: breed(), healthChecks: check("/service") }, healthChecks: check("/cluster") },
      ["/service", "/cluster"],
    ],
    [
      "the service's alone where the cluster asks for the same path",
      { services: { breed: breed(), healthChecks: check("/a") }, healthChecks: check("/a") },
      ["/a", "/a"],
    ],
    [
      "the service's alone where the cluster asks for the path of any of them",
      { services: { breed: breed(), healthChecks: both }, healthChecks: check("/b") },
      ["/a", "/b"],
    ],
    [
      "the service's, never the breed's with them",
      { services: { breed: breed({ healthChecks: check("/breed") }), healthChecks: check("/service") } },
      ["/service", "/service"],
    ],
    [
      "none at all where the service says so",
      {
        services: { breed: breed({ healthChecks: check("/breed") }), healthChecks: [] },
        healthChecks: check("/cluster"),
      },
      undefined,
    ],
    [
      "of a cluster only for ports the breed has",
      {
        services: [{ breed: breed() }, { breed: { name: "b", deployable: "i", ports: { web: 80, admin: 90 } } }],
        healthChecks: check("/cluster", "admin"),
      },
      undefined,
    ],
    [
      "two: one for requests, one for being started again",
      { services: { breed: breed({ healthChecks: both }) } },
      ["/a", "/b"],
    ],
  ])("are %s", (_, cluster, health) => {
    expect(paths(cluster)).toEqual({ health, problems: [] });
  });

  it("are two at most", () => {
    expect(paths({ services: { breed: breed(), healthChecks: [...both, check("/c")] } }).problems).toEqual([
      "UnsupportedNumberOfHealthChecks clusters.s.services.healthChecks[2]",
    ]);
  });
});
