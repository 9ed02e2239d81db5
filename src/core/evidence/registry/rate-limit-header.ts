import { known } from '../objects/json-value.ts';
import type { RateLimitFacts } from './image-probe.ts';
import { plainWords } from './plain-words.ts';

/** One header of an answer by its lower-case name; empty when it was not sent. */
export type HeaderLookup = (name: string) => string;

/**
 * What an answer says of a quota: `ratelimit-limit: 100;w=21600`, `ratelimit-remaining: 76;w=21600` and
 * `docker-ratelimit-source` of Docker Hub; `X-RateLimit-…` elsewhere.
 * Out: the facts that are there, window in seconds; undefined when the answer tells nothing of a quota.
 */
export function readRateLimit(header: HeaderLookup): RateLimitFacts | undefined {
  const limit = readQuota(header('ratelimit-limit') || header('x-ratelimit-limit'));
  const remaining = readQuota(header('ratelimit-remaining') || header('x-ratelimit-remaining'));
  if (limit.count === undefined && remaining.count === undefined) return undefined;
  const source = plainWords(header('docker-ratelimit-source'), 100);
  return known({
    limit: limit.count,
    remaining: remaining.count,
    window: limit.window ?? remaining.window,
    source: source === '' ? undefined : source,
  });
}

interface Quota {
  readonly count?: number;
  readonly window?: number;
}

const QUOTA = /^\s*(\d{1,12})\b/u;
const WINDOW = /;\s*w=(\d{1,12})\b/u;

function readQuota(text: string): Quota {
  const short = text.slice(0, 200);
  const count = QUOTA.exec(short)?.[1];
  const window = WINDOW.exec(short)?.[1];
  return {
    ...(count !== undefined && { count: Number(count) }),
    ...(window !== undefined && { window: Number(window) }),
  };
}
