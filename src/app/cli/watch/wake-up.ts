/** How long further changes are waited for, so that one rollout is one look. */
const GATHERING = 500;

/** Waits for what comes first: a change, a time, or the end. */
export class WakeUp {
  readonly #now: () => number;
  readonly #gathering: number;
  #changed = false;
  #due = Infinity;
  #wake: (() => void) | undefined;

  constructor(now: () => number, gathering: number = GATHERING) {
    this.#now = now;
    this.#gathering = gathering;
  }

  /** Something changed. */
  change(): void {
    this.#changed = true;
    this.#wake?.();
  }

  /** Milliseconds since the epoch at which to wake even if nothing changes; the earliest counts. */
  at(due: number): void {
    this.#due = Math.min(this.#due, due);
    this.#wake?.();
  }

  /**
   * Resolves at the earliest time given since the last wait, or a moment after a change: so many milliseconds,
   * where another number is given. Out: whether something changed; false as well when the signal ended the wait.
   */
  async wait(signal: AbortSignal, gathering: number = this.#gathering): Promise<boolean> {
    while (!signal.aborted && !this.#changed && this.#now() < this.#due) {
      await this.#sleep(this.#due - this.#now(), signal);
    }
    if (this.#changed) await this.#pause(gathering, signal);
    const changed = this.#changed && !signal.aborted;
    this.#changed = false;
    this.#due = Infinity;
    return changed;
  }

  /** Until the time is up, or somebody calls. */
  #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer =
        milliseconds < Infinity ? setTimeout(() => done(), Math.min(milliseconds, LONGEST)) : undefined;
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /** Whatever else changes meanwhile belongs to the same look. */
  async #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    const until = this.#now() + milliseconds;
    while (!signal.aborted && this.#now() < until) await this.#sleep(until - this.#now(), signal);
  }
}

/** What a timer of Node can wait for. */
const LONGEST = 2 ** 31 - 1;
