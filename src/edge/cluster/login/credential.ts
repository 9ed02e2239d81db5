import type { ApiAnswer } from '../api-client.ts';

/** What one request shows to the API server to say who asks. Secret: never printed. */
export interface Credential {
  /** The header `Authorization`. */
  readonly authorization?: string;
  /** Client certificate and its key, as PEM. */
  readonly certificate?: ClientCertificate;
}

export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Where credentials come from and how often they are fetched anew. */
export interface CredentialSource {
  /** In what way the user logs in, for words: `the token`, `the exec plugin "aws"`. */
  readonly by: string;
  /** The credential as it is now; one that expired is fetched anew. Says why when there is none. */
  readonly current: () => Promise<ApiAnswer<Credential>>;
  /** Another credential than the one the server refused; undefined when there is no other to be had. */
  readonly renewed: (refused: Credential) => Promise<ApiAnswer<Credential> | undefined>;
  /** Ends what is still under way. */
  readonly close: () => void;
}

/** Why there is no credential, in the form of every other failure. */
export function loginFailure(says: string): {
  readonly ok: false;
  readonly failure: { readonly kind: 'login'; readonly says: string };
} {
  return { ok: false, failure: { kind: 'login', says } };
}

/** The secret parts of a credential, to be kept out of everything that is said. */
export function secretsOf({ authorization, certificate }: Credential): readonly string[] {
  const header = authorization ?? '';
  const login = header.startsWith('Basic ') ? Buffer.from(header.slice(6), 'base64').toString('utf8') : '';
  const password = login.slice(login.indexOf(':') + 1);
  const all = [header.slice(header.indexOf(' ') + 1), login, password, certificate?.key ?? ''];
  // What is shorter would tear ordinary words apart, and hides nothing.
  return all.filter((secret) => secret.length >= 4);
}
