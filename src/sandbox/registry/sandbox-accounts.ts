/** Who may read what. */
export interface SandboxAccount {
  readonly user: string;
  readonly password: string;
  /** Beginnings of repository names; `''` is all of them. */
  readonly reads: readonly string[];
  /** The password was right once. */
  readonly expired?: boolean;
}

/** Who asks, as far as the credential tells. */
export type Claimant =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'account'; readonly account: SandboxAccount }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'expired' };

export class SandboxAccounts {
  readonly #accounts: readonly SandboxAccount[];
  readonly #open: readonly string[];

  /** @param open beginnings of the names of repositories that anybody may read */
  constructor(accounts: readonly SandboxAccount[], open: readonly string[]) {
    this.#accounts = accounts;
    this.#open = open;
  }

  /** By a `Basic` header, or by the fields of an OAuth2 form. */
  claimant(authorization: string, form?: URLSearchParams): Claimant {
    const [scheme = '', encoded = ''] = authorization.split(' ', 2);
    if (scheme.toLowerCase() === 'basic') {
      const text = Buffer.from(encoded, 'base64').toString('utf8');
      const colon = text.indexOf(':');
      return this.#find(text.slice(0, colon), text.slice(colon + 1));
    }
    const refresh = form?.get('refresh_token') ?? undefined;
    if (refresh !== undefined) return this.#findBy((account) => account.password === refresh);
    const user = form?.get('username') ?? undefined;
    return user === undefined ? { kind: 'nobody' } : this.#find(user, form?.get('password') ?? '');
  }

  mayRead(claimant: Claimant, repository: string): boolean {
    const reads = claimant.kind === 'account' ? [...claimant.account.reads, ...this.#open] : this.#open;
    return reads.some((start) => repository.startsWith(start));
  }

  #find(user: string, password: string): Claimant {
    return this.#findBy((account) => account.user === user && account.password === password);
  }

  #findBy(fits: (account: SandboxAccount) => boolean): Claimant {
    const account = this.#accounts.find(fits);
    if (account === undefined) return { kind: 'wrong' };
    return account.expired === true ? { kind: 'expired' } : { kind: 'account', account };
  }
}
