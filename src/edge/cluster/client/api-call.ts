import { OpenEnding, type Ending } from './ending.ts';

/** The time and the patience one request has, retries and all. */
export interface ApiCall {
  /** Milliseconds there were to begin with; 0 is no limit. */
  readonly time: number;
  /** Comes when the time is up or whoever asked no longer wants the answer. */
  readonly ending: Ending;
  /** Which of the two it was. */
  readonly ended: () => 'timeout' | 'aborted' | undefined;
  /** Milliseconds that are left; Infinity without a limit. */
  readonly left: () => number;
  /** Has to be called in the end: takes the timer away. */
  readonly done: () => void;
}

/** In: milliseconds (0 is no limit) and the signal of whoever asked. */
export function startCall(timeout: number, asked: AbortSignal | undefined): ApiCall {
  const ending = new OpenEnding();
  const endsAt = timeout > 0 ? Date.now() + timeout : Infinity;
  let ended: 'timeout' | 'aborted' | undefined;
  const end = (why: 'timeout' | 'aborted'): void => {
    ended ??= why;
    ending.end();
  };
  const timer = timeout > 0 ? setTimeout(end, timeout, 'timeout' as const) : undefined;
  const onAbort = (): void => end('aborted');
  if (asked?.aborted === true) onAbort();
  else asked?.addEventListener('abort', onAbort, { once: true });
  return {
    time: timeout,
    ending,
    ended: () => ended,
    left: () => endsAt - Date.now(),
    done: () => {
      clearTimeout(timer);
      asked?.removeEventListener('abort', onAbort);
    },
  };
}
