import type { Fault, Misbehaviour, RequestMatch } from '../fault.ts';
import type { RequestRecord } from '../request-record.ts';

/** Which requests go wrong: counts how often each fault has been met. */
export class FaultPlan {
  readonly #faults: readonly Fault[];
  readonly #met: number[];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
    this.#met = faults.map(() => 0);
  }

  /** What befalls this request: the first fault that matches and is not used up. */
  strike(request: RequestRecord): Misbehaviour | undefined {
    for (const [index, { on, does, times = Infinity, after = 0 }] of this.#faults.entries()) {
      if (!matches(on, request)) continue;
      const met = (this.#met[index] ?? 0) + 1;
      this.#met[index] = met;
      if (met > after && met <= after + times) return does;
    }
    return undefined;
  }
}

function matches({ method, path, where, ...exact }: RequestMatch, request: RequestRecord): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (typeof path === 'string' && path !== request.path) return false;
  if (path instanceof RegExp && !path.test(request.path)) return false;
  if (exact.verb !== undefined && exact.verb !== request.verb) return false;
  if (exact.resource !== undefined && exact.resource !== request.resource) return false;
  if (exact.namespace !== undefined && exact.namespace !== request.namespace) return false;
  return where?.(request) ?? true;
}
