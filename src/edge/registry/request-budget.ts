/**
 * How many requests a registry is sent: so many for itself and so many more for each image asked about. A
 * diagnosis must never be what fills the rate limit it reports.
 */
export class RequestBudget {
  #left: number;
  readonly #fixed: boolean;

  constructor(total: number | undefined, base: number) {
    this.#left = total ?? base;
    this.#fixed = total !== undefined;
  }

  /** More for another image; nothing when the total was fixed from the start. */
  grant(requests: number): void {
    if (!this.#fixed) this.#left += requests;
  }

  /** Takes one request; false when there is none left. */
  take(): boolean {
    if (this.#left <= 0) return false;
    this.#left--;
    return true;
  }

  get left(): number {
    return this.#left;
  }
}
