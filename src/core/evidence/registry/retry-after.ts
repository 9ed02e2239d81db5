import type { Instant } from '../observed.ts';

/** No server is believed that asks to wait longer: a week. */
const LONGEST_WAIT = 7 * 24 * 3600 * 1000;

/**
 * `Retry-After` (RFC 9110 section 10.2.3): seconds or a date.
 *
 * @param now what the date is counted from
 * @returns milliseconds, 0 for a date that has passed; undefined when it is neither
 */
export function readRetryAfter(header: string, now: Instant): number | undefined {
  const text = header.trim().slice(0, 64);
  const wait = /^\d{1,12}(?:\.\d{1,9})?$/u.test(text) ? Number(text) * 1000 : readHttpDate(text, now);
  return wait === undefined ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT);
}

/** `Sun, 06 Nov 1994 08:49:37 GMT` in milliseconds since the epoch, of a `Date` header. */
export function parseHttpDate(header: string): Instant | undefined {
  const text = header.trim();
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/u.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

function readHttpDate(text: string, now: Instant): number | undefined {
  const date = parseHttpDate(text);
  return date === undefined ? undefined : date - now;
}
