import type { EventEmitter } from "node:events";

/**
 * Lets a stream end early without a word: who reads no further, such as `head`, has seen enough.
 * @param failed is told what else keeps the stream from taking any more
 */
export function mayEndEarly(stream: EventEmitter, failed: (error: Error) => void): void {
  stream.on("error", (error: Error) => {
    if (!("code" in error) || error.code !== "EPIPE") failed(error);
  });
}
