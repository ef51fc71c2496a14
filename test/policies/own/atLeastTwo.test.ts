import { resourceArgs } from "pulumi-vamp-policies/testing";
import { expect, it } from "vitest";
import { atLeastTwo } from "./atLeastTwo.js";

/** A deployment with a version of so many instances, as far as the rule reads it. */
const shop = (instances: number) => ({
  type: "vamp:index:VampDeployment",
  name: "shop",
  props: {
    name: "shop",
    namespace: "vamp-acme-test",
    organisation: "acme",
    environment: "test",
    gateways: [],
    workloads: [
      {
        cluster: "shop",
        service: "shop:1.0.0",
        deployment: "shop-1-0-0",
        backend: "shop-1-0-0-backend",
        instances,
        maximum: instances,
        cpu: "100m",
        memory: "64M",
        position: "shop.yml:7:11",
      },
    ],
  },
});

it.each([
  [1, ["shop.yml:7:11: `shop:1.0.0` has one instance. Give it 2, so that one may fail."]],
  [2, []],
])("of %d instances it says %j", (instances, expected) => {
  const said: string[] = [];
  atLeastTwo.validateResource(resourceArgs(shop(instances)), (message) => said.push(message));
  expect(said).toEqual(expected);
});
