import { z } from "zod";
import { doc, withRules } from "../reading/rules.js";
import { listOrOne } from "./artifact.js";
import { editedHeader, httpToken, illegalHeaderName, line, origin } from "./httpLeaves.js";
import { duration, truth } from "./leaves.js";

const values = () => withRules(z.record(z.string(), line()), { key: illegalHeaderName });

const headerEdits = z.strictObject({
  remove: doc("Headers to take away, before anything else.", listOrOne(editedHeader()).optional(), ["x-debug"]),
  set: doc("Values that take the place of all that a header had.", values().optional(), { "x-version": "1.1.0" }),
  add: doc("Values beside those that a header has.", values().optional(), { vary: "cookie" }),
});

/** Changes to headers, of requests on their way and of the answers to them. */
export const headers = z.strictObject({
  request: doc("Headers of the request.", headerEdits.optional()),
  response: doc("Headers of the answer.", headerEdits.optional()),
});

/** Cross-origin resource sharing (Fetch standard). */
export const cors = z.strictObject({
  origins: doc(
    "Sites whose pages may use the answers: `https://shop.example.com`, `https://*.example.com`, or `*` for all.",
    listOrOne(origin()),
    ["https://shop.example.com"],
  ),
  methods: doc("Methods they may use beside the simple ones, or `*`.", listOrOne(httpToken()).optional(), ["PUT"]),
  headers: doc("Headers their requests may have, or `*`.", listOrOne(httpToken()).optional(), ["x-user"]),
  expose: doc("Headers of the answer they may read, or `*`.", listOrOne(httpToken()).optional(), ["x-total"]),
  credentials: doc("Whether cookies may come along. Default: `false`.", truth().optional()),
  maxAge: doc("How long a browser remembers what it may do. Default: `5s`.", duration().optional(), "1h"),
});

/** What may be done to requests and answers, beside rewrites. */
export const editKeys = {
  headers: doc("How headers are changed.", headers.optional(), { response: { set: { "x-version": "1.1.0" } } }),
  cors: doc("Which other sites' pages may use the answers. The agent answers preflight requests.", cors.optional()),
};

/** See {@link headers}. */
export type Headers = z.output<typeof headers>;
/** See {@link cors}. */
export type CorsRules = z.output<typeof cors>;
