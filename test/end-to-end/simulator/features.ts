import type { RequestFacts } from "../../../sdk/conditions/request.js";
import type { Known } from "../../../sdk/later.js";
import type { Listener } from "../../../sdk/routing/listener.js";
import type { Way } from "../../../sdk/routing/outcome.js";
import { whole } from "../../../sdk/routing/weights.js";

/** What a way shows of what a gateway can do, when it is taken. */
const features: Readonly<Record<string, (way: Way, request: RequestFacts, listener: Known<Listener>) => boolean>> = {
  condition: (way) => way.decisions.some(({ reason }) => reason.kind === "condition" && reason.strength === whole),
  strength: (way) => way.decisions.some(({ reason }) => reason.kind === "condition" && reason.strength !== whole),
  weight: (way) => way.decisions.some(({ reason }) => reason.kind === "weight"),
  sticky: (way) => way.decisions.some(({ reason }) => reason.kind === "sticky"),
  chain: (way) => way.decisions.length > 1,
  site: (way) => atSite(way),
  "site among many hosts": (way, _, { sites = [] }) => atSite(way) && sites.flatMap(({ hosts }) => hosts).length > 16,
  "site by TLS": (way, _, { tls }) => tls !== undefined && atSite(way),
  "another site than TLS": (way) => way.decisions.some(({ reason }) => reason.kind === "misdirected"),
  "site by server name": (way, _, { mode }) => mode === "tcp" && atSite(way),
  "given an instance": (way) => way.cookies.some(({ value }) => value === undefined),
  "kept with its instance": ({ end, cookies }) =>
    end.kind === "backend" && end.backend.instances !== undefined && cookies.every(({ value }) => value !== undefined),
  nobody: (way) => way.decisions.some(({ reason }) => reason.kind === "otherwise" || reason.kind === "unknown-host"),
  answer: (way) => way.end.kind === "answer" && way.decisions.at(-1)?.reason.kind !== "preflight",
  redirect: (way) => way.end.kind === "redirect",
  preflight: (way) => way.decisions.at(-1)?.reason.kind === "preflight",
  "shared across origins": (way) => way.responseEdits.some(({ set = {} }) => "access-control-allow-origin" in set),
  cookie: (way) => way.cookies.length > 0,
  "path rewritten": ({ end }, request) => end.kind === "backend" && end.request.path !== request.path,
  "no path": (_, request) => request.path === "*",
  "client by IPv6": (_, request) => request.sourceAddress?.includes(":") === true,
  "host rewritten": ({ end }, request) =>
    end.kind === "backend" && lines(end.request, "host") !== lines(request, "host"),
  "request headers": ({ end }, request) =>
    end.kind === "backend" &&
    ["x-group", "x-req-1", "x-req-2"].some((name) => lines(end.request, name) !== lines(request, name)),
  "response headers": (way) =>
    way.responseEdits.some(({ add = {}, remove = [], set = {} }) =>
      [...Object.keys(add), ...remove, ...Object.keys(set)].some((name) => /^x-/i.test(name)),
    ),
  "trusted proxy": ({ end }, request, { trustedProxies }) =>
    (trustedProxies?.length ?? 0) > 0 && end.kind === "backend" && lines(request, "x-forwarded-for") !== "[]",
  "nobody trusted": ({ end }, request, { trustedProxies }) =>
    trustedProxies?.length === 0 &&
    end.kind === "backend" &&
    ["x-forwarded-for", "x-forwarded-proto"].some((name) => lines(request, name) !== "[]"),
};

function atSite({ decisions }: Way): boolean {
  return decisions[0]?.gateway.includes("/site") === true;
}

function lines({ headers }: RequestFacts, wanted: string): string {
  return JSON.stringify(headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value));
}

/** Names of all features. */
export const featureNames = Object.keys(features);

/** The features that a request to a listener shows on one of its ways. */
export function featuresOf(ways: readonly Way[], request: RequestFacts, listener: Known<Listener>): readonly string[] {
  return Object.entries(features).flatMap(([name, shows]) =>
    ways.some((way) => shows(way, request, listener)) ? [name] : [],
  );
}
