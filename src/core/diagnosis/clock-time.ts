import type { Instant } from '../evidence/observed.ts';

const DAY_SECONDS = 86_400;

/** An instant as `HH:MM:SS` in UTC; `an unknown time` when it is not a number. */
export function clockTime(at: Instant): string {
  if (!Number.isFinite(at)) return 'an unknown time';
  const seconds = ((Math.floor(at / 1000) % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** A length of time in milliseconds in its one telling unit: `45 s`, `12 min`, `3 h`, `2 d`. Never negative. */
export function spanText(milliseconds: number): string {
  const seconds = Number.isFinite(milliseconds) ? Math.max(0, Math.round(milliseconds / 1000)) : 0;
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * DAY_SECONDS) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / DAY_SECONDS)} d`;
}

/** `1 pod`, `3 pods`: a count with its noun, plural by adding an s unless told. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** The earliest of these; nothing of none. (`Math.min(...)` fails on long lists.) */
export function earliest(instants: readonly Instant[]): Instant | undefined {
  const [first, ...others] = instants.filter((at) => Number.isFinite(at));
  return first === undefined ? undefined : others.reduce((least, at) => Math.min(least, at), first);
}

/** The latest of these; nothing of none. */
export function latest(instants: readonly Instant[]): Instant | undefined {
  const [first, ...others] = instants.filter((at) => Number.isFinite(at));
  return first === undefined ? undefined : others.reduce((most, at) => Math.max(most, at), first);
}

/** The optional field `at`, left out where no time is known. */
export function stamped(at: Instant | undefined): { readonly at?: Instant } {
  return at === undefined || !Number.isFinite(at) ? {} : { at };
}
