import { WakeUp } from './wake-up.ts';

/** Work that tells how far it is, and who shows it. */
export interface ShownWork<Known, Outcome> {
  readonly work: (tell: (known: Known) => void) => Promise<Outcome>;
  readonly show: (known: Known) => Promise<void>;
}

export interface MeanwhilePace {
  /** Milliseconds for which whatever is told belongs to the same showing. */
  readonly gathering: number;
  /** Milliseconds after which the last thing told is shown again; Infinity for never. */
  readonly redraw: number;
  /** A showing that took so long is followed by another only after so many times as long. */
  readonly rest: number;
  readonly now: () => number;
}

/**
 * Does the work and shows meanwhile the latest that it tells: what comes in a burst at once, what is outdated
 * never, and nothing any more once this is over.
 * Out: what the work came to, nothing when the signal ended it first; that is not waited for then. Throws what
 * the work or a showing throws, at once.
 */
export async function showMeanwhile<Known, Outcome>(
  { work, show }: ShownWork<Known, Outcome>,
  pace: MeanwhilePace,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const over = new AbortController();
  const end = (): void => over.abort();
  const teller = new Teller<Known>(pace);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    const working = work((known) => teller.tell(known));
    // With both ends heard it is no unhandled rejection if nobody waits for it any more.
    working.then(end, end);
    await teller.showUntil(over.signal, show);
    return signal.aborted ? undefined : await working;
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/** Between those who tell and those who show. */
class Teller<Known> {
  readonly #pace: MeanwhilePace;
  readonly #wakeUp: WakeUp;
  #latest: { readonly known: Known } | undefined;

  constructor(pace: MeanwhilePace) {
    this.#pace = pace;
    this.#wakeUp = new WakeUp(pace.now, pace.gathering);
  }

  tell(known: Known): void {
    this.#latest = { known };
    this.#wakeUp.change();
  }

  /** Resolves when the signal has ended it and nothing is being shown. */
  async showUntil(over: AbortSignal, show: (known: Known) => Promise<void>): Promise<void> {
    const { now, gathering, redraw, rest } = this.#pace;
    let pause = gathering;
    for (;;) {
      await this.#wakeUp.wait(over, pause);
      if (over.aborted) return;
      const begun = now();
      if (this.#latest !== undefined) await show(this.#latest.known);
      pause = Math.max(gathering, (now() - begun) * rest);
      this.#wakeUp.at(now() + Math.max(redraw, pause));
    }
  }
}
