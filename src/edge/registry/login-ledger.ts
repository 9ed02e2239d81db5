/** What is known of a login after it was offered. */
export interface Refusal {
  readonly status: number;
  readonly says: string;
}

/** Refusals that may be about the image and not about the login, in a row, before it is offered no more. */
const MOST_UNCLEAR = 3;

interface Account {
  rejected?: Refusal;
  unclear: number;
  /** It worked somewhere, so it is no wrong one. */
  good: boolean;
  /** The first use, which the others wait for. */
  first: Promise<void>;
}

/**
 * Which logins one registry has refused in this run. Accounts lock after a few wrong tries, so that a login
 * is tried by one image first, while the others wait, and not again once it was rejected.
 */
export class LoginLedger {
  readonly #accounts = new Map<string, Account>();

  /**
   * Runs a trial of a login unless it is known to be refused.
   * Out: what the trial gave, or the refusal that spares it.
   */
  async offer<T>(
    key: string,
    trial: () => Promise<{ readonly value: T; readonly became: Verdict }>,
  ): Promise<
    { readonly value: T; readonly refused?: never } | { readonly value?: never; readonly refused: Refusal }
  > {
    const known = this.#accounts.get(key);
    if (known !== undefined) await known.first;
    const refused = known === undefined ? undefined : refusalOf(known);
    if (refused !== undefined) return { refused };
    const { account, done } =
      known === undefined ? this.#open(key) : { account: known, done: () => undefined };
    try {
      const { value, became } = await trial();
      note(account, became);
      return { value };
    } finally {
      done();
    }
  }

  #open(key: string): { readonly account: Account; readonly done: () => void } {
    let done = (): void => undefined;
    const first = new Promise<void>((resolve) => {
      done = resolve;
    });
    const account: Account = { unclear: 0, good: false, first };
    this.#accounts.set(key, account);
    return { account, done };
  }
}

/** `rejected` ends the login for this run; `unclear` does after a few. */
export type Verdict =
  { readonly kind: 'rejected'; readonly refusal: Refusal } | { readonly kind: 'unclear' | 'good' };

function note(account: Account, became: Verdict): void {
  if (became.kind === 'rejected') account.rejected = became.refusal;
  else if (became.kind === 'good') account.good = true;
  else account.unclear++;
}

function refusalOf({ rejected, unclear, good }: Account): Refusal | undefined {
  if (rejected !== undefined) return rejected;
  if (good || unclear < MOST_UNCLEAR) return undefined;
  return { status: 0, says: `not offered again after ${MOST_UNCLEAR} refusals, lest the account be locked` };
}
