import type { Instant } from '../evidence/observed.ts';
import type { Timestamp } from './report.ts';

/** The ends of what `toISOString` writes with a four-digit year. */
const FIRST = Date.UTC(1, 0, 1);
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);

/**
 * An instant as RFC 3339 in UTC with whole seconds, the form Kubernetes gives its own times.
 * Total: what lies outside the years 1 to 9999 is moved to their nearest end, no number is the epoch.
 */
export function formatTimestamp(instant: Instant): Timestamp {
  const within = Number.isNaN(instant) ? 0 : Math.min(Math.max(instant, FIRST), LAST);
  return `${new Date(within).toISOString().slice(0, 19)}Z`;
}

/** The instant of a timestamp; 0 for text that is none, which only a hand-made report can hold. */
export function parseTimestamp(timestamp: Timestamp): Instant {
  const instant = Date.parse(timestamp);
  return Number.isNaN(instant) ? 0 : instant;
}
