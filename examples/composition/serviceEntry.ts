import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { Database } from "./database";
import { answers, type Login, query } from "./postgres";

/** Arguments of a {@link ServiceEntry}. */
export interface ServiceEntryArgs {
  /** Where it stands. */
  database: Database;
  /** Where the service answers. */
  url: pulumi.Input<string>;
}

/** What a provider is given, all of it known. */
interface Inputs {
  readonly name: string;
  readonly url: string;
  readonly login: Login;
}

function write({ name, url, login }: Inputs): void {
  const sql = `
SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS services (name text PRIMARY KEY, url text NOT NULL);
INSERT INTO services VALUES (:'name', :'url') ON CONFLICT (name) DO UPDATE SET url = excluded.url;
`;
  query(login, sql, { name, url });
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  async create(inputs) {
    write(inputs);
    return { id: inputs.name, outs: inputs };
  },

  async read(name, state) {
    if (state === undefined) return {};
    // A database that stands still says nothing about its rows.
    if (!answers(state.login)) return { id: name, props: state };
    const url = query(state.login, "SELECT url FROM services WHERE name = :'name';", { name });
    return url === "" ? {} : { id: name, props: { ...state, url } };
  },

  async diff(name, old, { name: wanted, url, login }) {
    const same = old.url === url && isDeepStrictEqual(old.login, login);
    return { changes: !same || name !== wanted, replaces: name === wanted ? [] : ["name"] };
  },

  async update(_name, _old, inputs) {
    write(inputs);
    return { outs: inputs };
  },

  async delete(name, { login }) {
    query(login, "DELETE FROM services WHERE name = :'name';", { name });
  },
};

/** A row of the table `services`: where a service is found. */
export class ServiceEntry extends pulumi.dynamic.Resource {
  /** @param name of the service */
  constructor(name: string, { database, url }: ServiceEntryArgs, options?: pulumi.CustomResourceOptions) {
    const { host, port, user, password } = database;
    const login = pulumi.output({ host, port, user, database: user, password });
    // A database that goes takes its rows along.
    const own = { deletedWith: database, additionalSecretOutputs: ["login"] };
    super(provider, name, { name, url, login }, pulumi.mergeOptions(options, own), "composition", "ServiceEntry");
  }
}
