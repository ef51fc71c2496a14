import { trafficDefaults } from "../routing/traffic.js";
import { duration } from "./quote.js";

/** Milliseconds between two checks of a backend, where there are few. */
const usual = trafficDefaults.healthCheck.interval;

/** Backends that are checked in a second: each check is a connection, and takes about a tenth of a millisecond. */
const checksEachSecond = 500;

/** Names that an agent asks the DNS for in a second, on average: the DNS is shared by the whole cluster. */
const namesEachSecond = 100;

/** Milliseconds that a backend is not left unchecked for longer, and that a name is not left without being asked for. */
const longest = 30_000;

/** Milliseconds in which as many things are done as there are, so many in a second: at least a second, and a whole number. */
function paced(count: number, eachSecond: number): number {
  return Math.min(longest, 1_000 * Math.max(1, Math.ceil(count / eachSecond)));
}

/**
 * Milliseconds between two checks of a backend where nobody says so: a second, and more where there are many backends, for
 * checks must not take the time that requests need. What fails is checked every second then, as is what is down.
 */
export function checkInterval(backends: number): number {
  return paced(backends, checksEachSecond);
}

/**
 * Milliseconds from one answer of the DNS to the next question for the same name (`timeout resolve`): a second, and more where
 * there are many names.
 */
export function resolveInterval(names: number): number {
  return paced(names, namesEachSecond);
}

/** The words of a server for it. */
export function paceWords(interval: number): readonly string[] {
  return interval > usual ? [`fastinter ${duration(usual)}`, `downinter ${duration(usual)}`] : [];
}
