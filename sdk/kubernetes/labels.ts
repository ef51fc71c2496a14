import type { Leaf } from "../later.js";
import { labelValue } from "./names.js";

/** Labels or annotations of an object, ready for Kubernetes. */
export type Labels = Readonly<Record<string, Leaf<string>>>;

/** What an object belongs to, in Vamp's terms. */
export interface Ownership {
  /** Name of the deployment, or of a gateway that stands alone. */
  readonly deployment: string;
  readonly cluster?: string;
  /** Name of the breed. */
  readonly service?: string;
  /** Name of the gateway. */
  readonly gateway?: string;
  /** Name of the workflow. */
  readonly workflow?: string;
  /** What it is: Vamp's `io.vamp` label. */
  readonly role: "deployment-service" | "gateway" | "vamp-gateway-agent" | "workflow";
}

/**
 * The labels that pods are found by. They never change while the object lives, whatever the versions and weights; a version
 * keeps its own in another cluster, for Kubernetes would replace a Deployment whose selector changes.
 */
export function selectorLabels(owner: Ownership): Labels {
  return {
    "io.vamp": owner.role,
    "io.vamp.deployment": labelValue(owner.deployment),
    ...(owner.service === undefined ? {} : { "io.vamp.service": labelValue(owner.service) }),
    ...(owner.workflow === undefined ? {} : { "io.vamp.workflow": labelValue(owner.workflow) }),
    ...(owner.gateway === undefined ? {} : { "io.vamp.gateway": labelValue(owner.gateway) }),
  };
}

/** All labels of an object: Vamp's, and the ones Kubernetes recommends. */
export function objectLabels(owner: Ownership): Labels {
  return {
    ...selectorLabels(owner),
    ...(owner.cluster === undefined ? {} : { "io.vamp.cluster": labelValue(owner.cluster) }),
    "app.kubernetes.io/name": labelValue(
      owner.workflow ?? owner.service ?? owner.cluster ?? owner.gateway ?? owner.role,
    ),
    "app.kubernetes.io/instance": labelValue(owner.deployment),
    "app.kubernetes.io/component": owner.role,
    "app.kubernetes.io/managed-by": "pulumi",
  };
}
