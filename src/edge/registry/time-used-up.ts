import type { LookFailure } from '../../core/evidence/registry/image-probe.ts';
import { failure } from './look-failures.ts';

/** Nothing was asked any more. */
export function outOfTime(): LookFailure {
  return failure('budget', 'the time for asking registries was used up');
}

/**
 * Somebody was asked and had not answered yet. To give up is not to be told: whether an answer was still to come
 * nobody knows, so this is no `timeout` of theirs.
 *
 * @param what what was missing: `reg.example.com:443: no whole answer`
 * @param since of `process.uptime()`, when the waiting began
 */
export function gaveUp(what: string, since: number): LookFailure {
  const seconds = Math.max(0.1, process.uptime() - since).toFixed(1);
  return failure('budget', `${what} within ${seconds} s; then the time for asking registries was used up`);
}
