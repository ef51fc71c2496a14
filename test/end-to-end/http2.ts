import type { ClientHttp2Session } from "node:http2";
import type { Seen } from "./agent.js";

/** Asks in one session of HTTP/2. */
export function over(session: ClientHttp2Session, headers: Readonly<Record<string, string>>) {
  return new Promise<{ status: number; seen: Seen }>((resolve, reject) => {
    session.on("error", reject);
    const stream = session.request({ ":path": "/", ...headers });
    let status = 0;
    let text = "";
    stream.on("response", (said) => {
      status = said[":status"] ?? 0;
    });
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    stream.on("error", reject).on("end", () => {
      session.close();
      resolve({ status, seen: JSON.parse(text) as Seen });
    });
  });
}
