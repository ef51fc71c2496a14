import { expect, it } from "vitest";
import { frontend } from "../../../sdk/haproxy/frontend.js";
import { listener, table } from "./listeners.js";

it("among more hosts than stand in rules, wildcards with many labels are asked before those with few, however long", () => {
  const wild = [
    "*.a-very-long-name.example",
    "*.b.co",
    "*.a.b.co",
    ...Array.from({ length: 9 }, (_, n) => `*.${n}.b.co`),
  ];
  const deep = `*.${Array.from({ length: 10 }, (_, label) => label).join(".")}`;
  const exact = Array.from({ length: 16 }, (_, number) => `site-${number}.test`);
  const sites = [...wild, deep, ...exact].map((host) => ({ hosts: [host], table: table(host, []) }));
  const { lines } = frontend({ ...listener("gw-80", table("edge", [])), sites });
  const asked = lines.flatMap((line) => /map_str\((.*)\.map\)/.exec(line)?.[1] ?? []);
  expect(asked).toEqual(["gw-80-hosts", "gw-80-below-10", "gw-80-below-3", "gw-80-below-2"]);
});
