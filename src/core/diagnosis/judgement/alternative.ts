import type { Cause } from '../cause.ts';
import type { Alternative } from '../verdict.ts';

/** Another honest reading: what it would be, why, and what settles it. */
export function or(cause: Cause, why: string, settledBy: string): Alternative {
  return { cause, why, settledBy };
}
