import type { EventEmitter } from "node:events";

/** Lets a stream end early without a word: who reads no further, such as `head`, has seen enough. */
export function mayEndEarly(stream: EventEmitter): void {
  stream.on("error", (error: Error) => {
    if (!("code" in error) || error.code !== "EPIPE") throw error;
  });
}
