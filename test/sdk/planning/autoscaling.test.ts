import { describe, expect, it } from "vitest";
import { marked } from "../reading/read.js";
import { planOf } from "./plan.js";

const breed = (name: string) => `{breed: {name: ${name}, deployable: i, ports: {web: 80}}}`;
const scale = "{type: scale_instances, minimum: 2, maximum: 6, scale_by: 2}";
const sla = (escalations: string) =>
  `{type: response_time_sliding_window, threshold: {upper: 1000, lower: 100}, window: {interval: 600, cooldown: 300}, escalations: ${escalations}}`;

/** What becomes of clusters `a`, with an SLA, and `b`. */
function scaled(given: string, settings: object = {}) {
  const { text, places } = marked(
    `clusters:\n  a: {services: [${breed("a1")}, ${breed("a2")}], sla: ${given}}\n  b: {services: ${breed("b1")}}\n`,
  );
  const { plan, problems } = planOf(text, settings);
  const of = (index: number) =>
    plan.clusters[index]?.services.map(({ scaling }) => scaling && [scaling.minimum, scaling.maximum]);
  return { a: of(0), b: of(1), plan, problems, places };
}

describe("an SLA", () => {
  it("scales all versions of its cluster, or of the one that an escalation names", () => {
    expect(scaled(sla(scale))).toMatchObject({
      a: [
        [2, 6],
        [2, 6],
      ],
      b: [undefined],
      problems: [],
    });
    expect(scaled(sla(scale.replace("}", ", target: b}")))).toMatchObject({ a: [undefined, undefined], b: [[2, 6]] });
  });

  it("scales what stands in groups of escalations", () => {
    expect(scaled(sla(`{to_one: [{to_all: [${scale}]}]}`))).toMatchObject({
      a: [
        [2, 6],
        [2, 6],
      ],
      problems: [],
    });
  });

  it("has its escalations replaced where it is used", () => {
    expect(scaled(sla("[]"))).toMatchObject({ a: [undefined, undefined], problems: [] });
  });

  it("keeps the agent in the way where response times are asked for", () => {
    const text = `clusters: {a: {services: ${breed("a1")}, sla: ${sla(scale)}}}`;
    expect(planOf(text).plan.clusters[0]?.routed).toBe(false);
    expect(planOf(text, { autoscaling: { prometheus: "http://p:9090" } }).plan.clusters[0]?.routed).toBe(true);
  });

  it.each([
    ["without an equivalent", "{type: ▸escalation_only}", "UnsupportedSlaType"],
    ["of a kind that nobody knows", "{type: ▸weather, sun: 1}", "UnsupportedSlaType"],
    [
      "with an escalation without an equivalent",
      sla("{type: ▸scale_cpu, minimum: 1, maximum: 2, scale_by: 1}"),
      "UnsupportedEscalationType",
    ],
    ["that is only named", "▸gold", "ArtifactNotFound"],
    ["with an escalation that is only named", sla("▸more"), "ArtifactNotFound"],
  ])("%s is refused at its place", (_, given, code) => {
    const { problems, places } = scaled(given);
    expect(problems).toEqual([`${code} ${places[0]}`]);
  });
});
