import type { Instant } from '../evidence/observed.ts';
import type { ReportSuggestion } from './report.ts';
import { spanWords } from './text/time-words.ts';
import { parseTimestamp } from './timestamp.ts';

const DAY = 86_400_000;

/** `3 days old, linux/amd64 linux/arm64 (1 character away)`. */
export function suggestionWords({ why, created, platforms = [] }: ReportSuggestion, asOf: Instant): string {
  const facts = [
    ...(created === undefined ? [] : [ageWords(asOf - parseTimestamp(created))]),
    ...(platforms.length === 0 ? [] : [platforms.join(' ')]),
  ].join(', ');
  return facts === '' ? why : `${facts} (${why})`;
}

function ageWords(age: number): string {
  return age < DAY ? 'built today' : `${spanWords(age)} old`;
}

/** The tag alone, where only the tag differs from the image that fails. */
export function suggestionName(image: string, wanted: string): string {
  const colon = image.lastIndexOf(':');
  const before = image.slice(0, colon + 1);
  const rest = wanted.slice(before.length);
  return colon > image.lastIndexOf('/') && wanted.startsWith(before) && !rest.includes('/')
    ? image.slice(colon + 1)
    : image;
}
