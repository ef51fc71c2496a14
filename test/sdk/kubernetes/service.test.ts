import { describe, expect, it } from "vitest";
import { renderGateway } from "../../../sdk/kubernetes/render.js";
import { renderBackendService } from "../../../sdk/kubernetes/service.js";
import { environmentPlan } from "../planning/environments.js";
import { validPlan, version } from "../planning/plan.js";

const blueprint = {
  gateways: { 9050: "s/web" },
  clusters: { s: { services: version("a", { ports: { web: 8080, admin: 9000 } }) } },
};

function gatewayService(gatewayService: Parameters<typeof validPlan>[1]) {
  const { gateways, agent } = validPlan(blueprint, gatewayService);
  const [gateway] = gateways;
  if (gateway === undefined) throw new Error("there is a gateway");
  return renderGateway(gateway, environmentPlan({ network: { ingress: "open" } }), "demo", agent)[0];
}

describe("the Service of a gateway", () => {
  it("is in front of the agent, on the gateway's port", () => {
    expect(gatewayService({})).toMatchObject({
      key: "service",
      needs: ["agent"],
      object: {
        kind: "Service",
        metadata: { name: "demo-9050", namespace: "vamp-shop-test" },
        spec: {
          type: "ClusterIP",
          selector: { "io.vamp": "vamp-gateway-agent", "io.vamp.deployment": "demo" },
          ports: [{ name: "gw-9050", port: 9050, targetPort: "gw-9050", protocol: "TCP" }],
        },
      },
    });
  });

  it("may be a NodePort, with a chosen number", () => {
    const rendered = gatewayService({ gatewayService: { type: "NodePort", nodePort: 30_080 } });
    expect(rendered).toMatchObject({ object: { spec: { type: "NodePort", ports: [{ nodePort: 30_080 }] } } });
  });

  it("may be a load balancer with all that those take, and is marked when everybody is meant to reach it", () => {
    const outside = {
      loadBalancerClass: "example.com/internal",
      loadBalancerIP: "203.0.113.7",
      sourceRanges: ["203.0.113.0/24", "2001:db8::/32"],
      externalTrafficPolicy: "Local",
      public: true,
    };
    const { sourceRanges: loadBalancerSourceRanges, public: _, ...same } = outside;
    expect(
      gatewayService({ gatewayService: { type: "LoadBalancer", nodePorts: { 9050: 30_050 }, ...outside } }),
    ).toMatchObject({
      object: {
        metadata: { annotations: { "io.vamp.public": "true" } },
        spec: { type: "LoadBalancer", ...same, loadBalancerSourceRanges, ports: [{ port: 9050, nodePort: 30_050 }] },
      },
    });
    // What belongs to another type counts for nothing: an environment may say it for all.
    const inside = gatewayService({ gatewayService: { ...outside, type: "ClusterIP", nodePort: 30_050 } });
    const spec = inside !== undefined && "spec" in inside.object ? inside.object.spec : {};
    expect(Object.keys(spec).sort()).toEqual(["ports", "selector", "type"]);
    expect(JSON.stringify(inside)).not.toContain("nodePort");
  });

  it.each(["203.0.113.0", "203.0.113.0/33", "300.0.0.0/8", "2001:db8::/129", "everyone"])(
    "lets no network in that is none: %s",
    (network) => {
      expect(() => gatewayService({ gatewayService: { type: "LoadBalancer", sourceRanges: [network] } })).toThrow(
        "InvalidValue gatewayService.sourceRanges[0]",
      );
    },
  );

  it("is waited for when its address comes from outside", () => {
    const annotations = (type: "ClusterIP" | "LoadBalancer") =>
      gatewayService({ gatewayService: { type, annotations: { a: "b" } } })?.object.metadata.annotations;
    expect(annotations("ClusterIP")).toEqual({
      "pulumi.com/patchForce": "true",
      "pulumi.com/skipAwait": "true",
      a: "b",
    });
    expect(annotations("LoadBalancer")).toEqual({ "pulumi.com/patchForce": "true", a: "b" });
  });
});

it("the Service of a version finds its pods on all of its ports", () => {
  const [service] = validPlan(blueprint).clusters[0]?.services ?? [];
  if (service === undefined) throw new Error("there is a service");
  expect(renderBackendService(service, "vamp-shop-test")).toMatchObject({
    key: "a-backend",
    needs: [],
    object: {
      metadata: { name: "demo-a-backend" },
      spec: {
        type: "ClusterIP",
        selector: {
          "io.vamp": "deployment-service",
          "io.vamp.deployment": "demo",
          "io.vamp.service": "a",
        },
        // By their numbers: their names are other ones in another cluster.
        ports: [
          { name: "s-web", port: 8080, targetPort: 8080 },
          { name: "s-admin", port: 9000, targetPort: 9000 },
        ],
      },
    },
  });
});
