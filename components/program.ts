import * as pulumi from "@pulumi/pulumi";
import { Tenants } from "../sdk/planning/tenants.js";
import type { Home } from "./home.js";

/** Programs by their connection to the engine: a process may run several. */
const programs = new WeakMap<object, Program>();

/** What the components of one program know of each other. */
export class Program {
  /** Its environments. */
  readonly tenants = new Tenants();
  /** Where its deployments and gateways live, by Namespace. */
  readonly homes = new Map<string, Home>();

  /** The program that is running: it has one connection to its engine. */
  static get current(): Program {
    const connection: object = pulumi.runtime.getMonitor() ?? {};
    const known = programs.get(connection) ?? new Program();
    programs.set(connection, known);
    return known;
  }

  /** Makes this the program that is running. In a provider every component comes by a connection of its own. */
  run(): void {
    programs.set(pulumi.runtime.getMonitor() ?? {}, this);
  }
}
