/** Whether something has come to its end, and a way to hear of it. An AbortSignal takes Node 1 ms to start with. */
export interface Ending {
  readonly ended: boolean;
  /** Calls back when the end comes, at once where it has come. Out: what takes the listener away. */
  readonly onEnd: (listener: () => void) => () => void;
}

/** An end, and how it is brought about. */
export class OpenEnding implements Ending {
  readonly #listeners = new Set<() => void>();
  ended = false;

  readonly onEnd = (listener: () => void): (() => void) => {
    if (this.ended) listener();
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  end(): void {
    if (this.ended) return;
    this.ended = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}

/** The same end for whoever wants a signal. */
export function signalOf(ending: Ending): AbortSignal {
  const controller = new AbortController();
  ending.onEnd(() => controller.abort());
  return controller.signal;
}
