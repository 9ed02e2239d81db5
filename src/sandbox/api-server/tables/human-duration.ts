const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** An age as kubectl shows it: HumanDuration of k8s.io/apimachinery/pkg/util/duration. Milliseconds in. */
export function humanDuration(length: number): string {
  const seconds = Math.trunc(length / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  if (length < 10 * MINUTE) return two(length, MINUTE, 'm', SECOND, 's');
  if (length < 3 * HOUR) return `${Math.floor(length / MINUTE)}m`;
  if (length < 8 * HOUR) return two(length, HOUR, 'h', MINUTE, 'm');
  if (length < 48 * HOUR) return `${Math.floor(length / HOUR)}h`;
  if (length < 8 * DAY) return two(length, DAY, 'd', HOUR, 'h');
  if (length < 2 * YEAR) return `${Math.floor(length / DAY)}d`;
  return length < 8 * YEAR ? two(length, YEAR, 'y', DAY, 'd') : `${Math.floor(length / YEAR)}y`;
}

/** `3m12s`; the smaller unit is left out when there is none of it. */
function two(length: number, unit: number, sign: string, part: number, partSign: string): string {
  const parts = Math.floor((length % unit) / part);
  return `${Math.floor(length / unit)}${sign}${parts === 0 ? '' : `${parts}${partSign}`}`;
}

/** The age of a time that the API wrote; `<unknown>` without one. */
export function ageOf(time: unknown, now: number): string {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(at) ? '<unknown>' : humanDuration(now - at);
}
