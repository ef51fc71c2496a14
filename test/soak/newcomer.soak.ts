import { it, onTestFinished } from "vitest";
import { Newcomer } from "../end-to-end/newcomer.js";

it("the README leads from a fresh clone to a changed weight, by its files and commands as written", async () => {
  const newcomer = new Newcomer("clone");
  onTestFinished(() => newcomer.dispose());
  await newcomer.follow();
});
