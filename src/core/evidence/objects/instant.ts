import type { Instant } from '../observed.ts';

const SHORTEST = '2006-01-02T15:04:05Z'.length;
const LONGEST = 40;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const ZULU = 0x5a;
/** How nearly every time is written, of a day that every month has: what Date.parse reads without a mistake. */
const PLAIN =
  /^(?:19[7-9]|2\d\d)\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/**
 * Reads metav1.Time (RFC 3339, whole seconds) and metav1.MicroTime (with a fraction) as the Kubernetes
 * API writes them. Out: milliseconds since the epoch, a finer fraction cut off. Undefined for anything
 * else, for dates that no calendar has, and for Go's zero time and everything else before 1970, which
 * the API means as "not set".
 */
export function parseInstant(value: unknown): Instant | undefined {
  if (typeof value !== 'string' || value.length < SHORTEST || value.length > LONGEST) return undefined;
  // Pods and events are full of times.
  if (value.length === SHORTEST && PLAIN.test(value)) return Date.parse(value) || undefined;
  const year = digits(value, 0, 4);
  const month = digits(value, 5, 2);
  const day = digits(value, 8, 2);
  const clock = clockOf(value);
  if (!hasSeparators(value) || clock < 0 || year < 1970 || !isDay(year, month, day)) return undefined;
  const fraction = fractionOf(value);
  const offset = offsetOf(value, fraction.end);
  if (offset === undefined) return undefined;
  const instant = Date.UTC(year, month - 1, day) + clock + fraction.milliseconds - offset;
  return instant > 0 ? instant : undefined;
}

function hasSeparators(text: string): boolean {
  return text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':';
}

/** The whole number in `length` digits from `start`; -1 when one of them is no digit. */
function digits(text: string, start: number, length: number): number {
  let number = 0;
  for (let i = start; i < start + length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Milliseconds since midnight; -1 when it is no time of the day. */
function clockOf(text: string): number {
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

function isDay(year: number, month: number, day: number): boolean {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return day >= 1 && day <= (MONTHS[month - 1] ?? 0) + leap;
}

function fractionOf(text: string): { readonly milliseconds: number; readonly end: number } {
  if (text[19] !== '.') return { milliseconds: 0, end: 19 };
  let end = 20;
  while (digits(text, end, 1) >= 0) end++;
  // A point without digits is left for the offset to trip over.
  return end === 20
    ? { milliseconds: 0, end: 19 }
    : { milliseconds: Number(text.slice(20, Math.min(end, 23)).padEnd(3, '0')), end };
}

/** `Z` or `+05:30` from `start` to the end of the text, in milliseconds east of UTC. */
function offsetOf(text: string, start: number): number | undefined {
  if (text.charCodeAt(start) === ZULU) return text.length === start + 1 ? 0 : undefined;
  const sign = text[start] === '+' ? 1 : text[start] === '-' ? -1 : 0;
  const hours = digits(text, start + 1, 2);
  const minutes = digits(text, start + 4, 2);
  const whole = text.length === start + 6 && text[start + 3] === ':';
  if (sign === 0 || !whole || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;
  return sign * (hours * 60 + minutes) * 60_000;
}
