import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readdirSync, rmSync } from "node:fs";

/** A PostgreSQL server on this machine: the folder of its data, and the address and port that it listens on. */
export interface Server {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
}

/** As whom to log in, and where: an address, or a server's folder for its superuser, whom no one but its owner can be. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password?: string;
}

/** True when there is a server of that folder. */
export function exists(folder: string): boolean {
  return existsSync(`${folder}/PG_VERSION`);
}

/** True when the server of a folder answers to `pg_ctl`. */
export function isRunning(folder: string): boolean {
  try {
    run("pg_ctl", ["status", "--pgdata", folder]);
    return true;
  } catch {
    return false;
  }
}

/** Starts a server, anew if it runs already. Where it has no folder yet, that is made first. */
export function start({ folder, host, port }: Server): void {
  if (!exists(folder)) {
    const access = ["--username", "postgres", "--auth-local", "trust", "--auth-host", "scram-sha-256"];
    run("initdb", ["--pgdata", folder, ...access, "--encoding", "UTF8", "--locale", "C"]);
    appendFileSync(`${folder}/pg_hba.conf`, "host all all all scram-sha-256\n");
  }
  // Its socket stands in the folder, which nobody but its owner may enter.
  const options = `-h ${host} -p ${port} -k ${folder}`;
  run("pg_ctl", ["restart", "--wait", "--pgdata", folder, "--log", `${folder}/log`, "--options", options]);
}

/** Stops a server and removes all that it has. */
export function remove(folder: string): void {
  if (isRunning(folder)) run("pg_ctl", ["stop", "--wait", "--mode", "fast", "--pgdata", folder]);
  rmSync(folder, { recursive: true, force: true });
}

/** True when a server takes connections where one would log in. */
export function answers({ host, port }: Login): boolean {
  return spawnSync("pg_isready", ["--host", host, "--port", String(port)]).status === 0;
}

/**
 * Runs SQL, and gives what it selects, a line for each row. `:'key'` stands for a value as text and `:"key"` for one as a
 * name. Values and the password go by the environment: the list of processes shows arguments to everybody.
 */
export function query(login: Login, sql: string, values: Readonly<Record<string, string>> = {}): string {
  const { host, port, user, database, password = "" } = login;
  const keys = Object.keys(values);
  const script = [...keys.map((key) => `\\getenv ${key} VALUE_${key}`), sql].join("\n");
  const env = Object.fromEntries(keys.map((key) => [`VALUE_${key}`, values[key]]));
  return execFileSync("psql", ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"], {
    env: {
      ...process.env,
      ...env,
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGDATABASE: database,
      PGPASSWORD: password,
      PGCONNECT_TIMEOUT: "10",
    },
    input: script,
    encoding: "utf8",
    stdio: "pipe",
    timeout: 30_000,
  }).trim();
}

/** Runs a program of PostgreSQL's server. It refuses to run as root, who lends it to the user `postgres`. */
function run(program: string, args: readonly string[]): void {
  const debian = "/usr/lib/postgresql";
  const folders = existsSync(debian) ? readdirSync(debian).map((version) => `${debian}/${version}/bin`) : [];
  const asUser = process.getuid?.() === 0 ? ["runuser", "--user", "postgres", "--"] : [];
  execFileSync("/usr/bin/env", [...asUser, program, ...args], {
    cwd: "/",
    env: { ...process.env, PATH: [process.env.PATH, ...folders].join(":") },
    stdio: "pipe",
    timeout: 60_000,
  });
}
