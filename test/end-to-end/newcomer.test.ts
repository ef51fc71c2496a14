import { it, onTestFinished } from "vitest";
import { Newcomer } from "./newcomer.js";

it("the README leads from a cluster that runs to a changed weight, by its files and commands as written", async () => {
  const newcomer = new Newcomer("project");
  onTestFinished(() => newcomer.dispose());
  await newcomer.follow();
});
