/** A request that one of the lane's own servers received. */
export interface JournalEntry {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** The client's own name: `containerd/v2.2.9`, `pulldoctor/…`. */
  readonly agent: string;
  /** The header as it was sent; empty where there was none. */
  readonly authorization: string;
  readonly body: string;
}

/** Everything the front was ever asked. */
export class RequestJournal {
  readonly #entries: JournalEntry[] = [];

  note(entry: JournalEntry): void {
    this.#entries.push(entry);
  }

  /** How many there are by now: what comes later is from here on. */
  get length(): number {
    return this.#entries.length;
  }

  /** Entries of clients whose name begins so, from the one with this number on. */
  of(agent: string, from = 0): readonly JournalEntry[] {
    return this.#entries.slice(from).filter((entry) => entry.agent.startsWith(agent));
  }
}

/** What a Basic header, or the form of an OAuth password grant, gives away: `user:password`. */
export function loginOf({ authorization, body }: JournalEntry): string | undefined {
  const [, encoded] = /^Basic (.+)$/u.exec(authorization) ?? [];
  if (encoded !== undefined) return Buffer.from(encoded, 'base64').toString('utf8');
  const form = new URLSearchParams(body);
  const [user, password] = [form.get('username'), form.get('password')];
  return user === null || password === null ? undefined : `${user}:${password}`;
}
