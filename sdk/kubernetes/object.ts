import { type LaterSource, type Leaf, whenKnown } from "../later.js";
import type { Patience } from "../planning/settings.js";
import type { Labels } from "./labels.js";

/** Metadata that every object here has. */
export interface Metadata {
  /** Left out where the engine makes one up: see {@link NameSource}. */
  readonly name?: Leaf<string>;
  readonly namespace?: string;
  readonly labels: Labels;
  readonly annotations?: Labels;
}

/** An object as the Kubernetes API takes it, with values that may be known only later. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

/**
 * Stands for the name that an object gets when it is made, of one that others are made after whenever its content changes.
 *
 * Pulumi's engine makes the name up. One made of the content would give a secret away; and where an update fails and is
 * taken back, it would be the name of an object that the engine still has to delete, and then deletes.
 */
export interface NameSource extends LaterSource {
  /** What the name begins with where there is no engine: the content's hash follows. */
  readonly prefix: string;
}

/** An object to be made, and what has to be there before it. */
export interface Rendered<O = KubernetesObject> {
  /** Names it among the objects of its component, and never changes. */
  readonly key: string;
  readonly object: O;
  /** Keys of the objects that must be there, and ready, first. */
  readonly needs: readonly string[];
  /** For an object that has no name of its own. */
  readonly nameSource?: NameSource;
  /** True for an object that is there already: it is changed, and never made or deleted. */
  readonly adopted?: boolean;
}

/**
 * Lets `pulumi up` go on without watching a Service. Who makes a Service here makes it after the pods behind it are
 * ready, so the ten seconds that the provider waits for its endpoints to settle would show nothing.
 */
export const skipAwait: Readonly<Record<string, string>> = { "pulumi.com/skipAwait": "true" };

/** Lets `pulumi up --refresh` take back what somebody else changed. */
export const ownsItsFields: Readonly<Record<string, string>> = { "pulumi.com/patchForce": "true" };

/** Annotations of an object whose pods an update waits for: whether it does, and for how many seconds at most. */
export function waiting({ ready, timeout }: Patience): Labels {
  const seconds: Labels = timeout === undefined ? {} : { "pulumi.com/timeoutSeconds": whenKnown(timeout, String) };
  return { ...ownsItsFields, ...(ready ? seconds : skipAwait) };
}

const counts = ["updatedReplicas", "replicas", "availableReplicas"];

/**
 * Annotations of a Deployment that an update goes on without only when all its pods are of the last change and available,
 * which is what `kubectl rollout status` asks. Kubernetes' provider 4.25 asks less: of a Deployment that is not the first
 * one to change in its Namespace it may see the state before, and be content with that.
 *
 * @param replicas how many pods there should be; undefined where an autoscaler knows
 */
export function waitingForRollout(patience: Patience, replicas: Leaf<number> | undefined): Labels {
  if (!patience.ready) return waiting(patience);
  // RFC 9535, without spaces: the provider's parser stumbles over one before a second `&&`.
  const asManyAsAsked = `jsonpath={$[?${counts.map((count) => `@.${count}==$.spec.replicas`).join("&&")}]}`;
  const waitFor = replicas === undefined ? asManyAsAsked : whenKnown(replicas, asMany);
  return { ...waiting(patience), "pulumi.com/waitFor": waitFor };
}

/** A number that the provider shows while it waits. Kubernetes leaves counts out that are 0. */
function asMany(replicas: number): string {
  const paths = replicas === 0 ? ["spec.replicas"] : counts.map((count) => `status.${count}`);
  return JSON.stringify(paths.map((path) => `jsonpath={.${path}}=${replicas}`));
}
