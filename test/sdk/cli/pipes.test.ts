import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { mayEndEarly } from "../../../sdk/cli/pipes.js";

const stream = new EventEmitter();
const failures: string[] = [];
mayEndEarly(stream, ({ message }) => void failures.push(message));

it("whoever reads no further ends a result without a word", () => {
  expect(() => stream.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }))).not.toThrow();
  expect(failures).toEqual([]);
});

it("any other failure to write is told", () => {
  stream.emit("error", Object.assign(new Error("no space"), { code: "ENOSPC" }));
  expect(failures).toEqual(["no space"]);
});
