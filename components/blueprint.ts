import { readFileSync } from "node:fs";
import type { Input } from "@pulumi/pulumi";
import type { BlueprintSource } from "../sdk/merging/blueprint.js";
import type { GatewayArgs, RewriteArgs, RouteArgs } from "./gatewayArgs.js";
import type { Integer } from "./settings.js";

/** A blueprint as an object of a program: Vamp's language in camel case, with an Input at every leaf. */
export interface BlueprintArgs {
  /** Name of the blueprint, for its readers. */
  name?: string;
  /** Anything, for its readers. */
  metadata?: Record<string, unknown>;
  /** Ways in from outside, by port number or by name. `{ 9050: "shop/web" }` is the short form. */
  gateways?: Record<string, string | GatewayArgs>;
  /** What runs, by name. */
  clusters: Record<string, ClusterArgs>;
  /** Values for variables that breeds declare, keyed `cluster.NAME`. */
  environmentVariables?: Record<string, Input<string>>;
  /** What only Kubernetes understands, for the pods of all services. */
  dialects?: DialectsArgs;
}

/** What only one kind of scheduler understands. Those of others than Kubernetes do nothing. */
export interface DialectsArgs {
  /**
   * A part of a Kubernetes PodSpec, put over a service's pod as `kubectl patch` does. A container without a name is the
   * service's own. Of several levels the service's counts before its cluster's, and that before the blueprint's.
   */
  kubernetes?: Record<string, unknown>;
  [scheduler: string]: unknown;
}

/** Versions of one thing that share its traffic. */
export interface ClusterArgs {
  /** One version or several. */
  services: ServiceArgs | ServiceArgs[];
  /** How the requests of a port are shared, by the name of the port; without one, for the only port. */
  gateways?: GatewayArgs | Record<string, GatewayArgs>;
  /** How to see whether an instance of any version is well. */
  healthChecks?: HealthCheckArgs | HealthCheckArgs[];
  /** How fast it has to answer, and what is done about it; or the name of an SLA among the deployment's `artifacts`. */
  sla?: SlaArgs | string;
  /** What only Kubernetes understands, for the pods of all versions. */
  dialects?: DialectsArgs;
}

/** How fast a cluster has to answer. */
export interface SlaArgs {
  /** What it measures. */
  type: "response_time_sliding_window";
  /** Response times in milliseconds: slower than `upper` brings instances, faster than `lower` takes them away. */
  threshold: SlaThresholdArgs;
  /** When it looks. */
  window: SlaWindowArgs;
  /** What is done. */
  escalations: EscalationArgs | EscalationArgs[];
}

/** Bounds of response times. */
export interface SlaThresholdArgs {
  /** Milliseconds above which there are too few instances. */
  upper: Input<Integer>;
  /** Milliseconds below which there are too many. */
  lower: Input<Integer>;
}

/** When an SLA looks. */
export interface SlaWindowArgs {
  /** Seconds over which response times are averaged. */
  interval: Input<Integer>;
  /** Seconds in which nothing happens after something did. */
  cooldown: Input<Integer>;
}

/** Brings instances of all versions of a cluster, and takes them away. */
export interface EscalationArgs {
  /** What it changes. */
  type: "scale_instances";
  /** Fewest instances. */
  minimum: Input<Integer>;
  /** Most instances. */
  maximum: Input<Integer>;
  /** Instances that come or go at a time. */
  scaleBy: Input<Integer>;
  /** The cluster that is scaled. Default: the one with the SLA. */
  target?: string;
}

/** One version of a cluster. */
export interface ServiceArgs {
  /** What runs, or the name of a breed among the deployment's `artifacts`. */
  breed: BreedArgs | string;
  /** How many instances, or the name of a scale among the deployment's `artifacts`. Default: one with a core and 1 GB. */
  scale?: ScaleArgs | string;
  /** Values for variables that the breed declares. */
  environmentVariables?: Record<string, Input<string>>;
  /** How to see whether an instance is well, over the cluster's and the breed's. */
  healthChecks?: HealthCheckArgs | HealthCheckArgs[];
  /** Arguments over the breed's. */
  arguments?: ArgumentsArgs;
  /** What only Kubernetes understands, for the pods of this version. */
  dialects?: DialectsArgs;
}

/** What a container is started with. */
export interface ArgumentsArgs {
  /** Instead of the image's entry point; words as a shell reads them. */
  command?: Input<string>;
  /** Instead of the image's own arguments; words as a shell reads them. */
  args?: Input<string>;
  /** Lets the container do everything on its node, in an environment whose Pod Security level is `privileged`. */
  privileged?: boolean;
}

/** What to run, with how it is run. */
export interface DeployableArgs {
  /**
   * What kind of thing it is.
   * @default "container/docker"
   */
  type?: string;
  /** The image. */
  definition: Input<string>;
}

/** What to run, on which ports it answers, and what it needs. */
export interface BreedArgs {
  /** Name of the version, such as `shop:1.0.0`. */
  name: string;
  /** Anything, for its readers: policies look here whether it is a canary. */
  metadata?: Record<string, unknown>;
  /** The image. */
  deployable: Input<string> | DeployableArgs;
  /** Ports by name: a number, then `/http` (default) or `/tcp`; or the port of a dependency, `$name.ports.web`. */
  ports?: Record<string, Integer | string>;
  /** Variables of the container, `NAME` or `NAME[ALIAS]`. `null`: a service or the blueprint has to give the value. */
  environmentVariables?: Record<string, Input<string> | null>;
  /** Values that references such as `$version` can use. */
  constants?: Record<string, Input<string>>;
  /** Breeds that have to be there first, by the name under which `$name.host` speaks of them. */
  dependencies?: Record<string, string>;
  /** What the container is started with. */
  arguments?: ArgumentsArgs;
  /** How to see whether an instance is well. */
  healthChecks?: HealthCheckArgs | HealthCheckArgs[];
}

/** How many instances, and what each may use. */
export interface ScaleArgs {
  /** Processor time: cores, or thousandths of one as `200m`. */
  cpu: Input<number | string>;
  /** Memory: `64MB`, `1Gi`. */
  memory: Input<string>;
  /**
   * How many there are. 0 keeps the service without running it.
   * @default 1
   */
  instances?: Input<Integer>;
}

/** How to see whether an instance is well. */
export interface HealthCheckArgs {
  /**
   * The path that is asked for, and has to answer 2xx or 3xx.
   * @default "/"
   */
  path?: Input<string>;
  /** Name of a port of the breed. */
  port: string;
  /** Time in which failures do not count: `10s`. */
  initialDelay: Input<string | number>;
  /** Time in which it has to answer: `5s`. */
  timeout: Input<string | number>;
  /** Time from one look to the next: `10s`. */
  interval: Input<string | number>;
  /** Failures in a row after which an instance is restarted. */
  failures: Input<Integer>;
  /**
   * How it is asked; with `TCP` it has to take a connection.
   * @default "HTTP"
   */
  protocol?: "HTTP" | "HTTPS" | "TCP";
}

/** Artifacts that a blueprint names, by kind and name: `{ scales: { small: { cpu: 0.2, memory: "64MB" } } }`. */
export interface ArtifactsArgs {
  /** Breeds, without their name. */
  breeds?: Record<string, Omit<BreedArgs, "name">>;
  /** Scales. */
  scales?: Record<string, ScaleArgs>;
  /** Conditions in Vamp's language. */
  conditions?: Record<string, string>;
  /** Routes. */
  routes?: Record<string, RouteArgs>;
  /** Rewrites. */
  rewrites?: Record<string, RewriteArgs>;
}

/** A program that runs beside the services of a deployment: always, at times, or once. */
export interface WorkflowArgs {
  /** What runs, or the name of a breed among the deployment's `artifacts`. */
  breed: BreedArgs | string;
  /**
   * `daemon` runs always; a period such as `{ time: "PT15M" }` runs again and again, counted from midnight in UTC;
   * `{ time: { repeat: 1 } }` runs once.
   */
  schedule: "daemon" | ScheduleArgs;
  /** `suspended`: it does not run now. Default: it runs. */
  status?: "running" | "suspended";
  /** How many instances, or the name of a scale. Default: one with a tenth of a core and 64 MB. */
  scale?: ScaleArgs | string;
  /** Values for variables that the breed declares. */
  environmentVariables?: Record<string, Input<string>>;
  /** Arguments over the breed's. */
  arguments?: ArgumentsArgs;
  /** How to see whether an instance is well. */
  healthChecks?: HealthCheckArgs | HealthCheckArgs[];
  /** What only Kubernetes understands, for its pods. */
  dialects?: DialectsArgs;
}

/** When a workflow runs. */
export interface ScheduleArgs {
  /** A period such as `PT15M`; or with how often. */
  time: string | RepetitionArgs;
}

/** How often a workflow runs. */
export interface RepetitionArgs {
  /** A period of ISO 8601, such as `PT15M`. */
  period?: string;
  /** 1: once. */
  repeat?: 1;
}

/** Artifacts in YAML, one document each, with the name of their file for messages. */
export class Artifacts {
  private constructor(
    readonly name: string,
    readonly text: string,
  ) {}

  /** Artifacts in a file. A relative path starts at the folder of the program. */
  static fromFile(path: string): Artifacts {
    return new Artifacts(path, readFileSync(path, "utf8"));
  }

  /** Artifacts in a text. */
  static fromYaml(text: string, name = "artifacts"): Artifacts {
    return new Artifacts(name, text);
  }
}

/**
 * A blueprint in YAML, Vamp's own language, with the name of its file for messages; or several blueprints that are merged
 * into one.
 */
export class Blueprint {
  private constructor(
    /** @internal What is read, one merged into the one before. */
    readonly sources: readonly BlueprintSource[],
  ) {}

  /** A blueprint in a file. A relative path starts at the folder of the program. */
  static fromFile(path: string): Blueprint {
    return new Blueprint([{ name: path, text: readFileSync(path, "utf8") }]);
  }

  /** A blueprint in a text. */
  static fromYaml(text: string, name = "blueprint"): Blueprint {
    return new Blueprint([{ name, text }]);
  }

  /**
   * Merges blueprints in their order, each into those before it: a new version of a service into what runs, say.
   *
   * Clusters and services that are new are added, so that a new version starts with 0 % where the others have 100 % already.
   * Of a service that is there, by the name of its breed, the breed, variables, dialects and health checks are replaced; and
   * its scale, arguments and network where the later blueprint says something about them.
   */
  static merge(...blueprints: readonly (Blueprint | BlueprintArgs | string)[]): Blueprint {
    return new Blueprint(
      blueprints.flatMap((one, index): readonly BlueprintSource[] => {
        if (one instanceof Blueprint) return one.sources;
        const name = `blueprint[${index}]`;
        return [typeof one === "string" ? { name, text: one } : { name, value: one }];
      }),
    );
  }
}
