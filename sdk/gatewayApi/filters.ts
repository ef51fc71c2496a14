import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";
import type { HeaderFilter, HttpFilter, NewPath } from "./manifests.js";

/** What filters do, as keys of a route in the language of gateways. */
export interface FilterSettings {
  readonly headers?: object;
  readonly cors?: object;
  readonly rewrites?: readonly object[];
  readonly redirect?: object;
  /** What every request gets instead, because one of the filters is not known. */
  readonly answer?: object;
}

/** What filters are translated with. */
export interface FilterContext {
  /** The beginning of the path that their rule is for; undefined when it is for something else. */
  readonly prefix: string | undefined;
  /** The port of the listener, which a redirect keeps. */
  readonly port: number;
}

/** An answer for what cannot be done: the Gateway API lets nothing pass by a filter that is not known. */
export const failed = { status: 500 } as const;

/** Translates the filters of a rule or of one of its backends. */
export function settingsOf(filters: readonly HttpFilter[], context: FilterContext, problems: Problems): FilterSettings {
  const settings = filters.map((filter) => filterSettings(filter, context, problems));
  const [request] = settings.flatMap(({ request }) => request ?? []);
  const [response] = settings.flatMap(({ response }) => response ?? []);
  const headers = { ...(request && { request }), ...(response && { response }) };
  const rewrites = settings.flatMap(({ rewrites }) => rewrites ?? []);
  const [cors] = settings.flatMap(({ cors }) => cors ?? []);
  const [redirect] = settings.flatMap(({ redirect }) => redirect ?? []);
  if (settings.some(({ unknown }) => unknown === true)) return { answer: failed };
  return {
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(cors && { cors }),
    ...(rewrites.length > 0 && { rewrites }),
    ...(redirect && { redirect }),
  };
}

interface OneFilter {
  readonly request?: object;
  readonly response?: object;
  readonly cors?: object;
  readonly rewrites?: readonly object[];
  readonly redirect?: object;
  readonly unknown?: true;
}

function filterSettings(filter: HttpFilter, context: FilterContext, problems: Problems): OneFilter {
  const { requestHeaderModifier, responseHeaderModifier, requestRedirect, urlRewrite, cors } = filter;
  switch (filter.type) {
    case "RequestHeaderModifier":
      return requestHeaderModifier === undefined ? {} : { request: headerEdits(requestHeaderModifier) };
    case "ResponseHeaderModifier":
      return responseHeaderModifier === undefined ? {} : { response: headerEdits(responseHeaderModifier) };
    case "URLRewrite":
      return urlRewrite === undefined ? {} : { rewrites: rewrites(urlRewrite, context, problems) };
    case "RequestRedirect":
      return requestRedirect === undefined ? {} : { redirect: redirect(requestRedirect, context, problems) };
    case "CORS":
      return cors === undefined ? {} : { cors: corsRules(cors) };
    case "RequestMirror":
      problems.warn(
        "DroppedByImport",
        locationOf(filter),
        "HAProxy sends a request to one backend, so that it is not mirrored",
      );
      return {};
    default:
      problems.warn(
        "DroppedByImport",
        locationOf(filter),
        `the filter \`${filter.type}\` is not known here: its requests get 500, as nothing may pass by it`,
      );
      return { unknown: true };
  }
}

function headerEdits({ set = [], add = [], remove = [] }: HeaderFilter): object {
  const byName = (edits: NonNullable<HeaderFilter["set"]>) =>
    Object.fromEntries(edits.map(({ name, value }) => [name, value]));
  return {
    ...(remove.length > 0 && { remove }),
    ...(set.length > 0 && { set: byName(set) }),
    ...(add.length > 0 && { add: byName(add) }),
  };
}

function rewrites(
  { path, hostname }: NonNullable<HttpFilter["urlRewrite"]>,
  context: FilterContext,
  problems: Problems,
): readonly object[] {
  const changed = path && pathChange(path, context, problems);
  return [
    ...(changed === undefined ? [] : ["whole" in changed ? { full_path: changed.whole } : changed]),
    ...(hostname === undefined ? [] : [{ host: hostname }]),
  ];
}

function redirect(
  { scheme, hostname, path, port, statusCode }: NonNullable<HttpFilter["requestRedirect"]>,
  context: FilterContext,
  problems: Problems,
): object {
  const changed = path && pathChange(path, context, problems);
  return {
    ...(statusCode !== undefined && { status: statusCode }),
    ...(scheme !== undefined && { scheme }),
    ...(hostname !== undefined && { host: hostname }),
    // Without a scheme of its own a redirect stays on the port of the listener.
    ...(port !== undefined ? { port } : scheme === undefined && { port: context.port }),
    ...(changed !== undefined && ("whole" in changed ? { path: changed.whole } : changed)),
  };
}

function pathChange(
  path: NewPath,
  { prefix }: FilterContext,
  problems: Problems,
): { readonly whole: string } | { readonly prefix: object } | undefined {
  if (path.type === "ReplaceFullPath") return { whole: path.replaceFullPath || "/" };
  if (prefix !== undefined) return { prefix: { from: prefix, to: path.replacePrefixMatch || "/" } };
  problems.error("InvalidValue", locationOf(path), "the beginning of the path is replaced, and no match says which", {
    expected: "matches of the type `PathPrefix` only",
  });
  return undefined;
}

function corsRules(rules: NonNullable<HttpFilter["cors"]>): object {
  const { allowOrigins = [], allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge } = rules;
  return {
    origins: allowOrigins,
    ...(allowMethods && { methods: allowMethods }),
    ...(allowHeaders && { headers: allowHeaders }),
    ...(exposeHeaders && { expose: exposeHeaders }),
    ...(allowCredentials !== undefined && { credentials: allowCredentials }),
    ...(maxAge !== undefined && { max_age: `${maxAge}s` }),
  };
}

/** True when a filter's result depends on the beginning of the path that its rule is for. */
export function needsPrefix({ requestRedirect, urlRewrite }: HttpFilter): boolean {
  return [requestRedirect?.path, urlRewrite?.path].some((path) => path?.type === "ReplacePrefixMatch");
}
