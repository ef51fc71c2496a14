/** Statuses for which a request may be sent once more: those that `retry-on` knows on HAProxy 2.6. */
export const retryStatuses = [401, 403, 404, 408, 425, 500, 501, 502, 503, 504] as const;

/** Events for which a request may be sent once more (`retry-on`). */
export const retryEvents = ["conn-failure", "empty-response", "junk-response", "response-timeout"] as const;

/** Why a request may be sent once more. */
export type RetryReason = (typeof retryStatuses)[number] | (typeof retryEvents)[number];

/** True for one of {@link retryStatuses}. */
export function isRetryStatus(status: number): status is (typeof retryStatuses)[number] {
  return retryStatuses.some((one) => one === status);
}

/** True for one of {@link retryEvents}. */
export function isRetryEvent(event: string): event is (typeof retryEvents)[number] {
  return retryEvents.some((one) => one === event);
}
