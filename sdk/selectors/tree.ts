import type { Formula } from "../conditions/tree.js";

/** A gateway's or a route's selector: which of the ports that a cluster offers are targets. */
export type Selector = Formula<TargetTest>;

/** A regular expression that must match all of a text, with at most one group that captures. */
export type Pattern = string;

/** What one atom of a {@link Selector} asks about a target. */
export type TargetTest =
  /** `name(P)`, `id(P)`: the name of the Service or container. */
  | { readonly kind: "name"; readonly pattern: Pattern }
  /** `kind(P)`, `type(P)`: `service` or `container`. */
  | { readonly kind: "kind"; readonly pattern: Pattern }
  /** `namespace(P)`, `group(P)`: the Namespace it is in. */
  | { readonly kind: "namespace"; readonly pattern: Pattern }
  /** `namespace($namespace)`: it is in the Namespace of who asks. */
  | { readonly kind: "ownNamespace" }
  /** `image(P)`: the image of the container; nothing else has one. */
  | { readonly kind: "image"; readonly pattern: Pattern }
  /** `label(N)(P)`: some label has a name that matches N and a value that matches P. */
  | { readonly kind: "label"; readonly name: Pattern; readonly pattern: Pattern }
  /** `ip(P)`, `host(P)`: the address of the pod or Service. */
  | { readonly kind: "ip"; readonly pattern: Pattern }
  /** `port(N)`: the number of the port. */
  | { readonly kind: "port"; readonly number: number }
  /** `port_index(N)`, `index(N)`: which of the ports of its pod or Service it is, from 0. */
  | { readonly kind: "portIndex"; readonly number: number };
