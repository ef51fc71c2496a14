import type { Known } from "../../../sdk/later.js";
import type { Edits, RequestRewrite } from "../../../sdk/routing/edits.js";
import type { Listener } from "../../../sdk/routing/listener.js";
import type { Answer, Backend, Instances, Redirect, RoutingTable, Target } from "../../../sdk/routing/table.js";
import type { Random } from "../../fuzz/mutations.js";

/*
 * Listeners with everything that a routing table can say. Few names and values, so that requests meet conditions, sites
 * and rewrites.
 */

/** Hosts that requests ask for. */
export const hosts = ["a.example.com", "b.example.com", "c.b.example.com", "d.b.example.com", "other.test"];
const patterns = ["a.example.com", "b.example.com", "*.example.com", "*.b.example.com", "c.b.example.com"];
/** A site with so many hosts that a configuration looks them up in maps, and the longest of which has a single label. */
const manyHosts = ["*.a-label-that-is-longer-than-all-other-names", ...times(16, (index) => `site-${index}.test`)];
/** Paths that requests ask for. */
export const paths = ["/", "/x", "/x/", "/x/y", "/xy", "/y", "/y/z", "/X", "/a%20b"];
const prefixes = ["/", "/x", "/x/", "/y", "/x/y", "/other"];
const tests = [
  "path == /x",
  "path starts with /x",
  "path starts with /y",
  "path ~ '^/[xy]/'",
  "has cookie beta",
  "cookie beta == 1",
  "header X-Group == test",
  "header X-Group contains es",
  "has header X-Group",
  "method == POST",
  "method == OPTIONS",
  "host == a.example.com",
  "host == *.example.com",
  "query q == 1",
  "user-agent is Firefox",
  "source in 10.0.0.0/8",
  "source in 192.0.2.0/24",
];

/** True in so many of a hundred cases. */
export function chance(random: Random, percent: number): boolean {
  return random.below(100) < percent;
}

/** Makes so many things. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A condition of up to two tests. */
export function condition(random: Random): string {
  const part = () => (chance(random, 25) ? `not (${random.of(tests)})` : random.of(tests));
  switch (random.below(4)) {
    case 0:
      return `${part()} and ${part()}`;
    case 1:
      return `${part()} or ${part()}`;
    default:
      return part();
  }
}

/** Whole hundredths of a percent that sum to all, some of them nothing. */
function weights(random: Random, count: number): number[] {
  const cuts = times(count - 1, () => random.of([0, 1, 100, 1000, 2500, 3333, 5000, 9000, 9999, 10_000]));
  const bounds = [0, ...cuts.sort((one, other) => one - other), 10_000];
  return times(count, (index) => (bounds[index + 1] ?? 0) - (bounds[index] ?? 0));
}

/** Where a backend is. */
export type Place = Pick<Backend, "host" | "port"> & { readonly instances?: Omit<Instances, "cookie"> };

/** Makes listeners of all kinds. Names are unique in all that one maker makes. */
export class ListenerMaker {
  private made = 0;

  constructor(
    private readonly random: Random,
    /** Where a backend is, by its number; and its instances, which only some have whose clients are kept with one. */
    private readonly place: (number: number, mode: Listener["mode"]) => Place,
  ) {}

  http(port: number): Known<Listener> {
    const { random } = this;
    const networks = ["10.0.0.0/8", "2001:db8::/32"];
    const number = this.made++;
    const sites = chance(random, 50) ? this.sites(number) : [];
    return {
      portName: `l${number}`,
      port,
      mode: "http",
      table: this.table(`l${number}`, 2),
      ...(sites.length > 0 && { sites }),
      acceptProxy: true,
      ...(chance(random, 90) && { trustedProxies: random.of([networks, networks, []]) }),
    };
  }

  /** One that ends TLS, for several sites. */
  tls(port: number): Known<Listener> {
    const plain = this.http(port);
    const sites = this.sites(this.made++, 2);
    return { ...plain, sites, tls: { certificates: [{ kind: "secret", name: "certificate" }] } };
  }

  /** One that passes TLS on, by the server name. */
  tcp(port: number): Known<Listener> {
    const { random } = this;
    const number = this.made++;
    const table = (gateway: string): Known<RoutingTable> => {
      const targets = times(1 + random.below(3), () => this.backend("tcp"));
      const shares = chance(random, 15) ? targets.map(() => 0) : weights(random, targets.length);
      const pool = targets.map((target, index) => ({ route: `r${index}`, weight: shares[index] ?? 0, target }));
      return { kind: "table", gateway, conditions: [], pool };
    };
    const sites = this.hosts(2).map((hosts, index) => ({ hosts, table: table(`l${number}/site${index}`) }));
    return { portName: `l${number}`, port, mode: "tcp", table: table(`l${number}`), sites, acceptProxy: true };
  }

  private sites(number: number, least = 1): Known<NonNullable<Listener["sites"]>> {
    return this.hosts(least).map((hosts, index) => ({ hosts, table: this.table(`l${number}/site${index}`, 1) }));
  }

  /** The hosts of some sites. */
  private hosts(least: number): readonly string[][] {
    const left = [...patterns].sort(() => this.random.below(3) - 1);
    const few = times(least + this.random.below(2), () => left.splice(0, 1 + this.random.below(2)));
    return chance(this.random, 35) ? [...few, manyHosts] : few;
  }

  private table(gateway: string, depth: number): Known<RoutingTable> {
    const { random } = this;
    const targets = times(
      1 + random.below(4),
      (index) => [`r${index}`, this.target(`${gateway}/t${index}`, depth)] as const,
    );
    const shares = chance(random, 20) ? targets.map(() => 0) : weights(random, targets.length);
    return {
      kind: "table",
      gateway,
      conditions: times(random.below(4), () => {
        const [route, target] = random.of(targets);
        const strength = chance(random, 60) ? 10_000 : random.of([0, 1, 2500, 5000, 9999]);
        return { route, condition: condition(random), strength, target };
      }),
      pool: targets.map(([route, target], index) => ({ route, weight: shares[index] ?? 0, target })),
      ...(chance(random, 45) && { stickyCookie: `sticky-${this.made++}` }),
      ...(chance(random, 30) && { otherwise: this.answer() }),
      ...(chance(random, 30) && { edits: this.edits() }),
    };
  }

  private target(gateway: string, depth: number): Known<Target> {
    const { random } = this;
    if (depth > 0 && chance(random, 25)) return this.table(gateway, depth - 1);
    if (chance(random, 8)) return this.answer();
    if (chance(random, 12)) return this.redirect();
    return this.backend();
  }

  private backend(mode: Listener["mode"] = "http"): Known<Backend> {
    const number = this.made++;
    const name = `b${number}`;
    const edits = mode === "http" && chance(this.random, 45) ? { edits: this.edits() } : {};
    const { host, port, instances } = this.place(number, mode);
    const kept =
      instances !== undefined && chance(this.random, 30)
        ? { instances: { ...instances, cookie: `instance-${number}` } }
        : {};
    return { kind: "backend", name, title: `shop/${name}/web`, host, port, awaited: false, ...edits, ...kept };
  }

  private answer(): Known<Answer> {
    const { random } = this;
    return {
      kind: "answer",
      status: random.of([200, 403, 404, 410, 500, 503]),
      ...(chance(random, 50) && { reason: random.of(["maintenance", "closed", "unknown-host"]) }),
      ...(chance(random, 70) && { body: random.of(["sorry\n", 'it\'s "%[path]" #1', "{}"]) }),
      ...(chance(random, 30) && { contentType: "application/json" }),
      ...(chance(random, 30) && { headers: { "X-Answer": random.of(["1", "a b", "%[path]"]) } }),
    };
  }

  private redirect(): Known<Redirect> {
    const { random } = this;
    const whole = { kind: "whole", path: "/new" } as const;
    const prefix = { kind: "prefix", from: random.of(prefixes), to: random.of(prefixes) } as const;
    return {
      kind: "redirect",
      status: random.of([301, 302, 303, 307, 308]),
      ...(chance(random, 40) && { scheme: random.of(["http", "https"]) }),
      ...(chance(random, 40) && { host: "new.example.com" }),
      ...(chance(random, 30) && { port: random.of([80, 443, 8080]) }),
      ...(chance(random, 60) && { path: random.of([whole, prefix]) }),
    };
  }

  private edits(): Known<Edits> {
    const { random } = this;
    return {
      ...(chance(random, 50) && { rewrites: times(1 + random.below(2), () => this.rewrite()) }),
      ...(chance(random, 40) && { requestHeaders: this.headerEdits("X-Req") }),
      ...(chance(random, 40) && { responseHeaders: this.headerEdits("X-Res") }),
      ...(chance(random, 45) && { cors: this.cors() }),
    };
  }

  private rewrite(): Known<RequestRewrite> {
    const { random } = this;
    const when = chance(random, 40) ? { condition: condition(random) } : {};
    switch (random.below(3)) {
      case 0:
        return { kind: "path", path: random.of(["/new", "/v2%[path]", "/x/y", "/it's-$HOME"]), ...when };
      case 1:
        return { kind: "prefix", from: random.of(prefixes), to: random.of(prefixes), ...when };
      default:
        return { kind: "host", host: random.of(["a.example.com", "backend.internal", "b.example.com:8080"]), ...when };
    }
  }

  private headerEdits(own: string) {
    const { random } = this;
    const value = () => random.of(["1", "a b", "it's", "%[path]", "100%", "x;y, z"]);
    return {
      ...(chance(random, 50) && { remove: random.of([["X-Group"], [`${own}-1`, "X-None"], ["x-server"]]) }),
      ...(chance(random, 50) && { set: { [`${own}-1`]: value() } }),
      ...(chance(random, 50) && { add: { [`${own}-1`]: value(), [`${own}-2`]: value() } }),
    };
  }

  private cors(): Known<NonNullable<Edits["cors"]>> {
    const { random } = this;
    return {
      origins: random.of([["*"], ["https://a.example.com"], ["https://*.example.com"]]),
      ...(chance(random, 70) && { methods: random.of([["*"], ["GET", "PUT"]]) }),
      ...(chance(random, 50) && { headers: random.of([["*"], ["X-One", "X-Two"]]) }),
      ...(chance(random, 40) && { expose: random.of([["*"], ["X-Res-1"]]) }),
      ...(chance(random, 40) && { credentials: chance(random, 70) }),
      ...(chance(random, 40) && { maxAge: 600 }),
    };
  }
}
