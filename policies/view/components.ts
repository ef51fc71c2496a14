import type { AgentView, DeploymentView, GatewayView, Later, TlsView, WorkloadView } from "pulumi-vamp/sdk";
import { z } from "zod";
import { leaf } from "./values.js";

/*
 * What the Vamp components register as their inputs, as far as rules read it: see `DeploymentView` and `GatewayView` of
 * pulumi-vamp/sdk. Keys that no rule reads are left out, so that newer versions may register more.
 */

/** Schemas of some keys of what is registered: the compiler refuses a key that no component tells. */
type Read<Registered> = Partial<Record<keyof Registered, z.ZodType>>;

/** Where a deployment or a gateway is: its own of a stack, or made by another. */
const home = { namespace: z.string(), organisation: z.string(), environment: z.string() };

const backend = z.object({
  kind: z.literal("backend"),
  /** What it is in Vamp's terms, for people. */
  title: z.string(),
  host: z.string(),
  /** Its instances, where they are told apart; with a cookie where clients stay with theirs. */
  instances: z.object({ cookie: z.string().optional() }).optional(),
});

/** How one gateway shares its requests, with shares in hundredths of a percent. */
const table = z.object({
  kind: z.literal("table"),
  gateway: z.string(),
  get conditions() {
    return z.array(z.object({ route: z.string(), condition: z.string(), strength: leaf(z.number()), target }));
  },
  get pool() {
    return z.array(z.object({ route: z.string(), weight: leaf(z.number()), target }));
  },
  stickyCookie: z.string().optional(),
});

/** What the agent says itself: an answer, or another address. */
const own = z.object({ kind: z.enum(["answer", "redirect"]) });

const target: z.ZodType<Target> = z.lazy(() => z.discriminatedUnion("kind", [backend, table, own]));

/** Where a route leads: to a host, to another table, or to what the agent says itself. */
export type Target = Backend | Table | z.output<typeof own>;
/** A host that a route leads to. */
export type Backend = z.output<typeof backend>;
/** See `RoutingTable` of pulumi-vamp/sdk. */
export interface Table {
  readonly kind: "table";
  readonly gateway: string;
  readonly conditions: readonly {
    readonly route: string;
    readonly condition: string;
    readonly strength: number | Later<number>;
    readonly target: Target;
  }[];
  readonly pool: readonly {
    readonly route: string;
    readonly weight: number | Later<number>;
    readonly target: Target;
  }[];
  readonly stickyCookie?: string | undefined;
}

const site = z.object({ hosts: z.array(z.string()), table });

const tls = z.object({
  minVersion: z.enum(["1.2", "1.3"]),
  /** Seconds for which browsers come by TLS only. */
  hsts: z.object({ maxAge: leaf(z.number()) }).optional(),
} satisfies Read<TlsView>);

const routing = {
  name: z.string(),
  type: z.enum(["http", "tcp"]),
  /** For hosts that no site names. */
  routing: table,
  /** Hosts with a table of their own. */
  sites: z.array(site).default([]),
  /** Absent where it does not end TLS. */
  tls: tls.optional(),
  /** Where it was written: `file:line:column`, or a property. */
  position: z.string(),
  /** Where its routes were written, by route, as far as they were. */
  routes: z.record(z.string(), z.string()).default({}),
} satisfies Read<GatewayView>;

const agent = z.object({
  /** Name of its Kubernetes Deployment or DaemonSet. */
  deployment: z.string(),
  kind: z.enum(["Deployment", "DaemonSet"]),
  /** Of a Deployment; the fewest. */
  replicas: leaf(z.number()),
  /** Of a Deployment; the most. */
  maximum: leaf(z.number()),
  /** What each of them asks for, as Kubernetes writes quantities. */
  cpu: leaf(z.string()),
  memory: leaf(z.string()),
  /** Seconds that an open connection may go on when its agent ends. */
  drain: leaf(z.number()),
} satisfies Read<AgentView>);

/** See `TlsView` of pulumi-vamp/sdk. */
export type Tls = z.output<typeof tls>;

/** See `AgentView` of pulumi-vamp/sdk. */
export type Agent = z.output<typeof agent>;

const workload = z.object({
  cluster: z.string(),
  /** Name of the breed. */
  service: z.string(),
  /** Name of the Kubernetes Deployment. */
  deployment: z.string(),
  /** First part of the host of its backends. */
  backend: z.string(),
  metadata: z.record(z.string(), z.unknown()).default({}),
  /** The fewest. */
  instances: leaf(z.number()),
  /** The most, where it is autoscaled; as many otherwise. */
  maximum: leaf(z.number()),
  /** What each instance asks for, as Kubernetes writes quantities. */
  cpu: leaf(z.string()),
  memory: leaf(z.string()),
  position: z.string(),
} satisfies Read<WorkloadView>);

/** What a `VampDeployment` registers. */
export const deployment = z.object({
  name: z.string(),
  ...home,
  ...({
    workloads: z.array(workload),
    gateways: z.array(z.object(routing)),
    agent: agent.optional(),
  } satisfies Read<DeploymentView>),
});

/** What a `VampGateway` registers. */
export const gateway = z.object({
  ...routing,
  ...home,
  port: z.number(),
  /** All ports of its Service, its own first: also those that only send clients to another. */
  ports: z.array(z.number()),
  service: z.object({
    type: z.enum(["ClusterIP", "NodePort", "LoadBalancer"]),
    /** True for a load balancer that everybody is meant to reach. */
    public: z.boolean().optional(),
  }),
  /** Its own agent; a blueprint's gateway is served by its deployment's. */
  agent: agent.optional(),
});

/** What a `VampEnvironment` registers. */
export const environment = z.object({
  organisation: z.string(),
  environment: z.string(),
  namespace: z.string(),
  network: z.object({ ingress: z.enum(["isolated", "open"]), egress: z.enum(["isolated", "open"]) }),
  /** What a container gets that says nothing. */
  containers: z
    .object({ cpu: leaf(z.union([z.string(), z.number()])).optional(), memory: leaf(z.string()).optional() })
    .optional(),
  defaults: z
    .object({
      scale: z
        .object({ cpu: leaf(z.union([z.string(), z.number()])).optional(), memory: leaf(z.string()).optional() })
        .optional(),
    })
    .optional(),
});
