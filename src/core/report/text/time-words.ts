import type { Instant } from '../../evidence/observed.ts';
import { formatTimestamp } from '../timestamp.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its largest fitting unit: `40 s`, `12 min`, `13 h`, `3 d`. Negative is `0 s`. */
export function spanWords(milliseconds: number): string {
  const span = Math.max(milliseconds, 0);
  if (span < 90 * SECOND) return `${Math.round(span / SECOND)} s`;
  if (span < 90 * MINUTE) return `${Math.round(span / MINUTE)} min`;
  if (span < 36 * HOUR) return `${Math.round(span / HOUR)} h`;
  return `${Math.round(span / DAY)} d`;
}

/** `2 min ago`, seen from asOf; `just now` within a second and for what lies ahead. */
export function agoWords(at: Instant, asOf: Instant): string {
  return asOf - at < SECOND ? 'just now' : `${spanWords(asOf - at)} ago`;
}

/** `2026-11-21 12:04:10 UTC`. */
export function dateWords(at: Instant): string {
  return `${formatTimestamp(at).slice(0, 19).replace('T', ' ')} UTC`;
}

/** `12:04:10`, with the date in front when it is another day than asOf's. */
export function clockWords(at: Instant, asOf: Instant): string {
  const [day, clock] = formatTimestamp(at).slice(0, 19).split('T');
  return day === formatTimestamp(asOf).slice(0, 10) ? `${clock}` : `${day} ${clock}`;
}
