import { trafficDefaults } from "../routing/traffic.js";
import { duration } from "./quote.js";

/** Milliseconds between two checks of a backend, where there are few. */
const usual = trafficDefaults.healthCheck.interval;

/** Backends that are checked in a second: each check is a connection, and takes about a tenth of a millisecond. */
const checksEachSecond = 500;

/** Milliseconds that a backend is not left unchecked for longer. */
const longest = 30_000;

/**
 * Milliseconds between two checks of a backend where nobody says so: a second, and more where there are many backends, for
 * checks must not take the time that requests need. What fails is checked every second then, as is what is down.
 */
export function checkInterval(backends: number): number {
  return Math.min(longest, usual * Math.max(1, Math.ceil(backends / checksEachSecond)));
}

/** The words of a server for it. */
export function paceWords(interval: number): readonly string[] {
  return interval > usual ? [`fastinter ${duration(usual)}`, `downinter ${duration(usual)}`] : [];
}
