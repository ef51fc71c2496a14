/** Parts of a period as ISO 8601 writes it, all whole numbers. */
const period = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * The cron schedule that comes round every period from midnight on, in UTC: `PT15M` is every quarter of an hour.
 * @param text a period as ISO 8601 writes it
 * @returns undefined where no cron schedule does: seconds, and periods that do not divide a hour, a day or a week.
 */
export function cronOf(text: string): string | undefined {
  const match = period.exec(text);
  if (match === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (years > 0 || months > 0) {
    const rest = weeks + days + hours + minutes + seconds;
    const all = years * 12 + months;
    if (rest > 0 || 12 % all !== 0) return undefined;
    return all === 12 ? "0 0 1 1 *" : `0 0 1 ${every(all)} *`;
  }
  if (seconds % 60 !== 0) return undefined;
  const total = ((weeks * 7 + days) * 24 + hours) * 60 + minutes + seconds / 60;
  if (total === 7 * 24 * 60) return "0 0 * * 0";
  if (total === 24 * 60) return "0 0 * * *";
  if (total >= 60) return total % 60 === 0 && 24 % (total / 60) === 0 ? `0 ${every(total / 60)} * * *` : undefined;
  return total > 0 && 60 % total === 0 ? `${every(total)} * * * *` : undefined;
}

function every(number: number): string {
  return number === 1 ? "*" : `*/${number}`;
}
