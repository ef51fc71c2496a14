import * as pulumi from "@pulumi/pulumi";
import { exists, isRunning, query, remove, start } from "./postgres";

/** Arguments of a {@link Database}. */
export interface DatabaseArgs {
  /** Address of this machine that it listens on. */
  host: pulumi.Input<string>;
  /** Port that it listens on. */
  port: pulumi.Input<number>;
  /** Password of its user. */
  password: pulumi.Input<string>;
}

/** What a provider is given, all of it known. */
interface Inputs {
  readonly user: string;
  readonly host: string;
  readonly port: number;
  readonly password: string;
}

/** What the state has of it. The folder of its data is its id. */
interface State extends Inputs {
  readonly running: boolean;
}

/** Logs in as what PostgreSQL calls the superuser, through the folder. */
const asOwner = (folder: string, port: number) => ({ host: folder, port, user: "postgres", database: "postgres" });

/**
 * Sees to it that there is a user with this password, and a database of the same name. What is there already stays, so
 * that what an interrupted update has made is taken over by the next.
 */
function setUp(folder: string, { port, user, password }: Inputs): void {
  const sql = `
SELECT format('CREATE ROLE %I LOGIN', :'user') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \\gexec
ALTER ROLE :"user" PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'user', :'user')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'user') \\gexec
`;
  query(asOwner(folder, port), sql, { user, password });
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, State> = {
  async check(_olds, news) {
    const failures = [];
    if (!/^[a-z][a-z0-9_]*$/.test(news.user))
      failures.push({ property: "user", reason: "a user's name is lower-case letters, digits and underscores" });
    if (!/^[\w.:-]+$/.test(news.host)) failures.push({ property: "host", reason: `\`${news.host}\` is no address` });
    if (news.password === "") failures.push({ property: "password", reason: "nobody can log in without one" });
    return { inputs: news, failures };
  },

  async create(inputs) {
    const folder = `/var/tmp/vamp-composition-${inputs.user}`;
    const isNew = !exists(folder);
    try {
      start({ folder, ...inputs });
      setUp(folder, inputs);
    } catch (error) {
      if (isNew) remove(folder);
      throw error;
    }
    return { id: folder, outs: { ...inputs, running: true } };
  },

  async read(folder, state) {
    if (state === undefined || !exists(folder)) return {};
    return { id: folder, props: { ...state, running: isRunning(folder) } };
  },

  async diff(_folder, old, { user, host, port, password }) {
    const same = old.host === host && old.port === port && old.password === password && old.running;
    return {
      changes: !same || old.user !== user,
      replaces: old.user === user ? [] : ["user"],
      deleteBeforeReplace: true,
    };
  },

  async update(folder, old, inputs) {
    const listens = old.running && old.host === inputs.host && old.port === inputs.port;
    if (!listens) start({ folder, ...inputs });
    setUp(folder, inputs);
    return { outs: { ...inputs, running: true } };
  },

  async delete(folder) {
    remove(folder);
  },
};

/** A PostgreSQL server with one database, run by this machine. In earnest it would be a cloud's. */
export class Database extends pulumi.dynamic.Resource {
  declare readonly host: pulumi.Output<string>;
  declare readonly port: pulumi.Output<number>;
  /** The user's name, and the database's. */
  declare readonly user: pulumi.Output<string>;
  declare readonly password: pulumi.Output<string>;

  /** @param name also the name of its user and its database: lower-case letters, digits and underscores */
  constructor(name: string, args: DatabaseArgs, options?: pulumi.CustomResourceOptions) {
    const own = { additionalSecretOutputs: ["password"] };
    super(provider, name, { ...args, user: name }, pulumi.mergeOptions(options, own), "composition", "Database");
  }
}
