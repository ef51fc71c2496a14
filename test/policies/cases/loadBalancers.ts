import * as k8s from "@pulumi/kubernetes";
import { loadBalancerSources } from "../../../policies/rules/edge/loadBalancerSources.js";
import { environment, exposes } from "../programs.js";
import type { Case } from "./case.js";

const rangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";

const balancer = { service: { type: "LoadBalancer" } } as const;

/** A load balancer beside the components. */
const ownBalancer =
  (spec: object, annotations: Record<string, string> = {}) =>
  () => {
    new k8s.core.v1.Service("own", {
      metadata: { name: "own", namespace: environment().namespace, annotations },
      spec: { type: "LoadBalancer", ...spec },
    });
  };

/** Whom load balancers let in. */
export const loadBalancers: readonly Case[] = [
  {
    rule: loadBalancerSources,
    about: "a load balancer for everybody",
    bad: exposes(balancer),
    says: [
      "Service `edge` (gateway edge): the load balancer takes requests from everywhere. Give its `service` the `sourceRanges` that it is for, or say `public: true`.",
    ],
    mended: exposes({ service: { type: "LoadBalancer", sourceRanges: ["198.51.100.0/24"] } }),
  },
  {
    rule: loadBalancerSources,
    about: "a load balancer that does not say that it is public",
    bad: exposes(balancer),
    says: ["the load balancer takes requests from everywhere"],
    mended: exposes({ service: { type: "LoadBalancer", public: true } }),
  },
  {
    rule: loadBalancerSources,
    about: "a load balancer that nobody allowed to be public",
    bad: exposes(balancer),
    says: ["the load balancer takes requests from everywhere"],
    mended: exposes(balancer),
    mendedConfig: { public: ["edge"] },
  },
  {
    rule: loadBalancerSources,
    about: "a Service beside the components",
    bad: () => {
      new k8s.core.v1.Service("own", {
        metadata: { name: "own", namespace: environment().namespace },
        spec: { type: "LoadBalancer" },
      });
    },
    says: ["Service `own`: the load balancer takes requests from everywhere"],
    mended: () => {
      new k8s.core.v1.Service("own", {
        metadata: { name: "own", namespace: environment().namespace },
        spec: { type: "LoadBalancer", loadBalancerSourceRanges: ["198.51.100.0/24"] },
      });
    },
  },
  {
    rule: loadBalancerSources,
    about: "a source that is everybody",
    bad: exposes({ service: { type: "LoadBalancer", sourceRanges: ["10.0.0.0/8", "0.0.0.0/0"] } }),
    says: ["the load balancer takes requests from everywhere"],
    mended: exposes({ service: { type: "LoadBalancer", sourceRanges: ["0.0.0.0/0"], public: true } }),
  },
  {
    rule: loadBalancerSources,
    about: "a Service beside the components that nobody allowed to be public",
    bad: ownBalancer({ loadBalancerSourceRanges: ["::/0"] }),
    says: [
      "Service `own`: the load balancer takes requests from everywhere. Give it `loadBalancerSourceRanges`, or name it in the policy's configuration.",
    ],
    mended: ownBalancer({}),
    mendedConfig: { public: ["own"] },
  },
  {
    rule: loadBalancerSources,
    about: "a load balancer with an address outside",
    bad: ownBalancer({}, { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" }),
    says: ["the load balancer takes requests from everywhere"],
    mended: ownBalancer({}, { "networking.gke.io/load-balancer-type": "internal" }),
  },
  {
    rule: loadBalancerSources,
    about: "sources by annotation of which one is everybody",
    bad: ownBalancer({}, { [rangesAnnotation]: "198.51.100.0/24, 0.0.0.0/0" }),
    says: ["the load balancer takes requests from everywhere"],
    mended: ownBalancer({}, { [rangesAnnotation]: "198.51.100.0/24, 203.0.113.0/24" }),
  },
  {
    rule: loadBalancerSources,
    about: "an annotation without sources",
    bad: ownBalancer({}, { [rangesAnnotation]: " " }),
    says: ["the load balancer takes requests from everywhere"],
    mended: ownBalancer({ loadBalancerSourceRanges: [] }, { [rangesAnnotation]: "198.51.100.0/24" }),
  },
  {
    rule: loadBalancerSources,
    about: "a field that lets everybody in, whatever the annotation says",
    bad: ownBalancer({ loadBalancerSourceRanges: ["0.0.0.0/0"] }, { [rangesAnnotation]: "198.51.100.0/24" }),
    says: ["the load balancer takes requests from everywhere"],
    mended: ownBalancer({ loadBalancerSourceRanges: ["198.51.100.0/24"] }, { [rangesAnnotation]: "0.0.0.0/0" }),
  },
];
