import type { Event } from "../artifacts/event.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";

/** Checks that an event has a tag. */
export function checkEvent(event: Event, problems: Problems): void {
  if (event.tags.length === 0)
    problems.error("NoTagEventError", locationOf(event, "tags"), "an event needs at least one tag");
}
