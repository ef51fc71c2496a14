// Who is measured, in the order of the tables.
import { envoy } from "./envoy.mjs";
import { haproxy, haproxyRandom } from "./haproxy.mjs";
import { nginx } from "./nginx.mjs";
import { own, ownReloading } from "./own.mjs";
import { traefik } from "./traefik.mjs";

export const contenders = [own, haproxy, nginx, envoy, traefik];

/** For splits: HAProxy has two means. */
export const splitting = [own, haproxy, haproxyRandom, nginx, envoy, traefik];

/** For changes of weights without a cluster. */
export const changing = [ownReloading, haproxy, nginx, envoy, traefik];
