import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { mayEndEarly } from "../../../sdk/cli/pipes.js";

const stream = new EventEmitter();
mayEndEarly(stream);

it("whoever reads no further ends a result without a word", () => {
  expect(() => stream.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }))).not.toThrow();
});

it("any other failure to write is told", () => {
  expect(() => stream.emit("error", Object.assign(new Error("no space"), { code: "ENOSPC" }))).toThrow("no space");
});
