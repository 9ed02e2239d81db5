import type { WireOutcome } from './wire/wire.ts';

/** What was tried for one request so far. */
export interface Attempts {
  /** Waits the server asked for. */
  readonly waits: number;
  /** Errors of the server, and connections that broke. */
  readonly faults: number;
  /** Old connections that turned out to be closed. */
  readonly stale: number;
}

export const NO_ATTEMPTS: Attempts = { waits: 0, faults: 0, stale: 0 };

const MOST_WAITS = 2;
const MOST_STALE = 8;
const BEFORE_RETRY = 250;

/**
 * Whether the request is worth another try: after how many milliseconds, and what was tried then. Only for
 * requests that change nothing; a server that asks for more time than is `left` is not waited for.
 */
export function nextAttempt(
  outcome: WireOutcome,
  tried: Attempts,
  left: number,
): { readonly wait: number; readonly tried: Attempts } | undefined {
  if (outcome.kind === 'error') return afterError(outcome, tried);
  const { status, headers } = outcome.answer;
  const asked = retryAfter(headers['retry-after']);
  if (status === 429 || (status === 503 && asked !== undefined)) {
    const wait = asked ?? 1000;
    const worth = tried.waits < MOST_WAITS && wait < left;
    return worth ? { wait, tried: { ...tried, waits: tried.waits + 1 } } : undefined;
  }
  if (status < 500 || tried.faults > 0 || BEFORE_RETRY >= left) return undefined;
  return { wait: BEFORE_RETRY, tried: { ...tried, faults: tried.faults + 1 } };
}

function afterError(
  { error, reused }: Extract<WireOutcome, { kind: 'error' }>,
  tried: Attempts,
): { readonly wait: number; readonly tried: Attempts } | undefined {
  if (!isReset(error)) return undefined;
  if (reused && tried.stale < MOST_STALE) return { wait: 0, tried: { ...tried, stale: tried.stale + 1 } };
  return tried.faults > 0 ? undefined : { wait: 0, tried: { ...tried, faults: tried.faults + 1 } };
}

function isReset(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ECONNRESET' || code === 'EPIPE';
}

/** Milliseconds; of the two forms of the header the API server uses only the number of seconds. */
export function retryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}
