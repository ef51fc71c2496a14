import { describe, expect, it } from "vitest";
import { planOf, version } from "./plan.js";

describe("a port of every node", () => {
  const clusters = { s: { services: version("a") } };
  const problems = (gateways: object, gatewayService: object) =>
    planOf({ gateways, clusters }, { gatewayService: { type: "NodePort", ...gatewayService } }).problems;
  const two = { 9050: "s/web", 9060: "s/web" };

  it("leads to one gateway: two of a blueprint cannot share it", () => {
    expect(problems(two, { nodePort: 30080 })).toEqual([expect.stringMatching(/^InvalidValue/)]);
  });

  it("is the only gateway's, or each one's own", () => {
    expect(problems({ 9050: "s/web" }, { nodePort: 30080 })).toEqual([]);
    expect(problems(two, { nodePorts: { 9050: 30080, 9060: 30081 } })).toEqual([]);
  });
});
