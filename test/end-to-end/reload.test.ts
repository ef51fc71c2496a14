import { existsSync, rmSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listFile, listOf } from "../../sdk/haproxy/reload.js";
import { Script } from "./reloading.js";
import { freePort, tunnelTo, upgradeServer } from "./sockets.js";

let script: Script;
let port: number;
let echo: Server;
const open = new Set<Socket>();

beforeEach(async () => {
  script = new Script();
  port = await freePort();
  echo = upgradeServer(open);
  await new Promise<void>((done) => echo.listen(0, "127.0.0.1", done));
});

afterEach(async () => {
  script.signal("SIGTERM");
  await script.ended();
  script.remove();
  for (const socket of open) socket.destroy();
  echo.close();
});

/** A configuration that answers with a word and with the name of what is served, and passes on what is no HTTP request. */
function config(word: string, more = ""): string {
  const address = echo.address();
  const target = typeof address === "object" ? address?.port : undefined;
  return `
defaults
  mode http
  timeout connect 1s
  timeout client 60s
  timeout server 60s
  timeout tunnel 60s
frontend all
  bind 127.0.0.1:${port}
  option idle-close-on-response
  http-request return status 200 content-type text/plain string "${word}" if { path / }
  http-request return status 200 content-type text/plain string "\${VAMP_CONFIG}" if { path /config }
  default_backend echo
backend echo
  server echo 127.0.0.1:${target}
${more}`;
}

async function answer(path = "/", at = port): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${at}${path}`).catch(() => undefined);
  return response === undefined ? "" : response.text();
}

const answers = (word: string) => expect.poll(() => answer(), { timeout: 20_000, interval: 50 }).toBe(word);

it("HAProxy reads what changed, without dropping a request or a tunnel, and names what it serves", async () => {
  script.declare({ "haproxy.cfg": config("one") });
  script.start();
  await answers("one");
  const first = await answer("/config");
  const tunnel = await tunnelTo(port);
  let failed = 0;
  let going = true;
  const requests = (async () => {
    while (going) if (!/^(one|two)$/.test(await answer())) failed++;
  })();
  script.declare({ "haproxy.cfg": config("two"), "certificates/a.pem": "a" });
  await answers("two");
  // A connection that was open may be the old process's for one more answer.
  await expect.poll(() => answer("/config"), { timeout: 20_000, interval: 50 }).not.toBe(first);
  const second = await answer("/config");
  expect([first, second]).not.toContain("");
  // Certificates change by themselves.
  script.declare({ "haproxy.cfg": config("two"), "certificates/a.pem": "b" });
  await expect.poll(() => answer("/config"), { timeout: 20_000 }).not.toBe(second);
  going = false;
  await requests;
  expect(failed).toBe(0);
  expect(await tunnel.say("still here")).toBe("still here");
  tunnel.close();
  await expect.poll(() => script.said, { timeout: 5_000 }).toContain(`serves ${await answer("/config")}`);
}, 60_000);

it("what HAProxy does not take is not served, not even after a start, and what comes after it is", async () => {
  script.declare({ "haproxy.cfg": config("one") });
  script.start();
  await answers("one");
  script.declare({ "haproxy.cfg": config("broken", "  no such keyword\n") });
  await expect.poll(() => script.said, { timeout: 20_000 }).toContain("cannot be used");
  expect(await answer()).toBe("one");
  // As when the container starts again: the volumes stay.
  script.signal("SIGTERM");
  await script.ended();
  script.start();
  await answers("one");
  script.declare({ "haproxy.cfg": config("three") });
  await answers("three");
}, 60_000);

it("a configuration in several parts is served when it is complete, whichever of them comes first", async () => {
  const other = await freePort();
  const second = (word: string) =>
    `frontend other\n  bind 127.0.0.1:${other}\n  http-request return status 200 content-type text/plain string "${word}"\n`;
  const listed = (files: Readonly<Record<string, string>>) => ({ [listFile]: listOf(files), ...files });
  const parts = (word: string) => listed({ "haproxy.cfg": config(word), "haproxy_002.cfg": second(word) });
  const both = async () => [await answer(), await answer("/", other)];
  const refused = async (files: Readonly<Record<string, string>>) => {
    script.said = "";
    script.declare(files);
    await expect.poll(() => script.said, { timeout: 20_000 }).toContain("is not complete yet");
  };
  script.declare(parts("one"));
  script.start();
  await answers("one");

  await refused({ ...parts("one"), "haproxy_002.cfg": second("two") });
  expect(await both()).toEqual(["one", "one"]);
  script.declare(parts("two"));
  await expect.poll(both, { timeout: 20_000 }).toEqual(["two", "two"]);

  await refused({ ...parts("three"), "haproxy_002.cfg": second("two") });
  expect(await both()).toEqual(["two", "two"]);
  script.declare(parts("three"));
  await expect.poll(both, { timeout: 20_000 }).toEqual(["three", "three"]);

  const alone = listed({ "haproxy.cfg": config("four") });
  await refused({ ...parts("three"), ...alone });
  expect(await both()).toEqual(["three", "three"]);
  script.declare(alone);
  await expect.poll(both, { timeout: 20_000 }).toEqual(["four", ""]);

  // Lists of certificates and maps are parts too.
  const more = { "web-certificates.list": "certificates/web-0.pem\n", "web-hosts.map": "a.test a\n" };
  const five = listed({ "haproxy.cfg": config("five"), ...more });
  await refused({ ...five, "web-certificates.list": "" });
  expect(await answer()).toBe("four");
  script.declare(five);
  await answers("five");
}, 90_000);

it("HAProxy is told again when it does not show that it has read what it was told to", async () => {
  script.declare({ "haproxy.cfg": config("one") });
  script.start();
  await answers("one");
  script.declare({ "haproxy.cfg": config("two") });
  await answers("two");
  // As if the signal had come while HAProxy started: what shows it is not there.
  rmSync(join(script.folder, "run/generation-2.sock"));
  await expect.poll(() => script.said, { timeout: 20_000 }).toContain("serves");
  expect(existsSync(join(script.folder, "run/generation-3.sock"))).toBe(true);
  expect(await answer()).toBe("two");
}, 60_000);

it("nothing is read before an agent had the time to get ready", async () => {
  script.declare({ "haproxy.cfg": config("one") });
  script.start(5);
  await answers("one");
  script.declare({ "haproxy.cfg": config("two") });
  await sleep(2_500);
  expect(await answer()).toBe("one");
  await answers("two");
}, 60_000);

it("nothing is served when there is nothing that can be", async () => {
  script.declare({ "haproxy.cfg": "no such section\n" });
  script.start();
  expect(await script.ended()).toBe(1);
}, 60_000);

it("HAProxy ends softly when the script is told to: what is open goes on, and then both are gone", async () => {
  script.declare({ "haproxy.cfg": config("one") });
  script.start();
  await answers("one");
  const tunnel = await tunnelTo(port);
  script.signal("SIGUSR1");
  await expect.poll(() => answer(), { timeout: 5_000 }).toBe("");
  expect(await tunnel.say("still here")).toBe("still here");
  tunnel.close();
  expect(await script.ended()).toBe(0);
}, 60_000);
