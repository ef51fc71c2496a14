import type { RequestFacts } from "../conditions/request.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Leaf } from "../later.js";
import type { HeaderEdits } from "./edits.js";
import { versionIn } from "./ends.js";
import type { HeaderLine } from "./headers.js";
import type { Limit } from "./limits.js";
import { Share } from "./share.js";
import type { Backend } from "./table.js";

/** Why a gateway sends a request along a route. */
export type Reason =
  /** Its condition took the request. Strength in hundredths of a percent. */
  | { readonly kind: "condition"; readonly condition: string; readonly strength: Leaf<number> }
  /** The client has the cookie of the route. */
  | { readonly kind: "sticky"; readonly cookie: string }
  /**
   * The weights shared it, in hundredths of a percent; `after` is the condition that matched and left it to them, having a
   * strength below 100 %.
   */
  | { readonly kind: "weight"; readonly weight: Leaf<number>; readonly after?: string | undefined }
  /** There is no other. */
  | { readonly kind: "only" }
  /** No route takes it. */
  | { readonly kind: "otherwise" }
  /** No gateway answers for its host. */
  | { readonly kind: "unknown-host" }
  /** Its connection was made for another site. */
  | { readonly kind: "misdirected" }
  /** It is a browser's preflight, which the agent answers. */
  | { readonly kind: "preflight" };

/** What one gateway decides. */
export interface Decision {
  readonly gateway: string;
  /** Vamp's path of the route; undefined where no route was taken. */
  readonly route?: string | undefined;
  readonly reason: Reason;
}

/** Where a request ends. */
export type End =
  | {
      readonly kind: "backend";
      readonly backend: Backend;
      /** The request as it arrives there, but for the address of the client, which the agent adds. */
      readonly request: RequestFacts;
    }
  | {
      readonly kind: "answer";
      readonly status: Leaf<number>;
      readonly headers: readonly HeaderLine[];
      readonly body?: Leaf<string> | undefined;
    }
  | { readonly kind: "redirect"; readonly status: number; readonly location: string }
  /** A TCP connection that is not let through. */
  | { readonly kind: "closed" };

/** A cookie that the agent gives to the client. */
export interface SetCookie {
  readonly name: string;
  /** Undefined where it names an instance. */
  readonly value?: string | undefined;
}

/** One way that a request may go. */
export interface Way {
  /** How many of such requests go this way; undefined where a weight or a strength is known only later. */
  readonly share: Share | undefined;
  /** What was decided, gateway by gateway. */
  readonly decisions: readonly Decision[];
  readonly end: End;
  /** What happens to the headers of the answer, in this order. */
  readonly responseEdits: readonly HeaderEdits[];
  readonly cookies: readonly SetCookie[];
  /** What may keep a request from getting there, in the order in which it is asked. */
  readonly limits: readonly Limit[];
}

/** What happens if raw ACLs, which only HAProxy can answer, say this. */
export interface Case {
  readonly rawAcls: ReadonlyMap<string, boolean>;
  /** All ways that can be taken. Their shares sum to all, where all are known. */
  readonly ways: readonly Way[];
}

/** All that can happen to a request. */
export class Outcomes {
  constructor(
    /** One, if nothing depends on a raw ACL. */
    readonly cases: readonly Case[],
    /** Everything that a route of the gateways may lead to, whether or not this request does. */
    private readonly names: () => ReadonlySet<string>,
  ) {}

  /** Every way in every case. */
  get ways(): readonly Way[] {
    return this.cases.flatMap((one) => one.ways);
  }

  /**
   * How many of such requests reach something, from 0 to 1; undefined where that depends on a raw ACL, or on a weight
   * that is known only later.
   *
   * @param name a version (`shop:1.1.0`), a version of a cluster by its port (`shop/shop:1.1.0/web`), a route, or a gateway
   * @throws RangeError when no route leads to anything of this name, so that a mistyped one proves nothing.
   */
  probabilityOf(name: string): number | undefined {
    return this.shareOf(name)?.number;
  }

  /** The same as an exact fraction. */
  shareOf(name: string): Share | undefined {
    this.check(name);
    const [first, ...others] = this.cases.map(({ ways }) =>
      ways.filter((way) => passes(way, name)).reduce<Share | undefined>(added, Share.none),
    );
    return others.every((other) => other && first?.equals(other)) ? first : undefined;
  }

  /**
   * True when such a request may reach something, however rarely.
   * @throws RangeError as {@link probabilityOf}
   */
  reaches(name: string): boolean {
    this.check(name);
    return this.ways.some((way) => passes(way, name));
  }

  private check(name: string): void {
    const names = this.names();
    if (names.has(name)) return;
    const near = nearest(name, names);
    throw new RangeError(
      `no route leads to \`${name}\`${near === undefined ? "" : `; did you mean \`${near}\`?`} (there are ${[...names].join(", ")})`,
    );
  }
}

function added(sum: Share | undefined, { share }: Way): Share | undefined {
  return share && sum?.plus(share);
}

/** The names by which a backend is known: its title, and the version in it. */
export function namesOf({ title }: Backend): readonly string[] {
  const version = versionIn(title);
  return version === undefined ? [title] : [title, version];
}

function passes({ decisions, end }: Way, name: string): boolean {
  if (decisions.some(({ gateway, route }) => gateway === name || route === name)) return true;
  return end.kind === "backend" && namesOf(end.backend).includes(name);
}
