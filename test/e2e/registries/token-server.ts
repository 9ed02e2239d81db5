import type { KeyPair } from '../cluster/certificates.ts';
import { signToken } from '../cluster/certificates.ts';
import { ACCOUNT, ISSUER } from './docker-registry.ts';
import { refuse, type RegistryRequest, type Responder } from './registry-request.ts';

/** Repositories that anyone may pull; every other one belongs to the account. */
const PUBLIC = 'public/';
/** Repositories that even the account may not pull. */
const CLOSED = 'closed/';
const LIFETIME = 300;

/** One entry of a token's `access` claim. */
export interface Access {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

interface Claimant {
  readonly user: string | undefined;
  readonly rejected: boolean;
}

/** Who asks: by Basic header, or by the form fields of an OAuth password grant. */
function claimantOf(asked: RegistryRequest, form: URLSearchParams): Claimant {
  const [, encoded] = /^Basic (.+)$/u.exec(asked.headers.authorization ?? '') ?? [];
  const [user, password] =
    encoded === undefined
      ? [form.get('username'), form.get('password')]
      : splitOnce(Buffer.from(encoded, 'base64').toString('utf8'));
  if (user === null || user === '') return { user: undefined, rejected: false };
  return { user, rejected: user !== ACCOUNT.user || password !== ACCOUNT.password };
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf(':');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** What of `repository:NAME:pull,push` the claimant gets. */
function grant(scope: string, user: string | undefined): Access | undefined {
  const [type = '', name = '', actions = ''] = scope.split(':');
  const allowed = name.startsWith(PUBLIC) || (user !== undefined && !name.startsWith(CLOSED));
  return allowed ? { type, name, actions: actions.split(',') } : undefined;
}

/** A token for a service that grants exactly this access. */
export function issueToken(signer: KeyPair, service: string, access: readonly Access[], user = ''): string {
  const now = Math.floor(Date.now() / 1000);
  return signToken(signer, {
    iss: ISSUER,
    sub: user,
    aud: service,
    access,
    iat: now,
    nbf: now - 10,
    exp: now + LIFETIME,
    jti: `${now}`,
  });
}

/**
 * A token server as the distribution project specifies it: wrong passwords are refused, and scopes that
 * are not allowed are left out of the token, so that the registry is the one to say no.
 */
export function tokenServer(signer: KeyPair): Responder {
  return (asked, answer) => {
    const form = asked.method === 'POST' ? new URLSearchParams(asked.body) : asked.query;
    const { user, rejected } = claimantOf(asked, form);
    if (rejected)
      return refuse(answer, { status: 401, code: 'UNAUTHORIZED', message: 'incorrect username or password' });
    const scopes = form.getAll('scope').flatMap((scope) => scope.split(' '));
    const access = scopes.map((scope) => grant(scope, user)).filter((one) => one !== undefined);
    const token = issueToken(signer, form.get('service') ?? '', access, user);
    answer.writeHead(200, { 'content-type': 'application/json' });
    answer.end(JSON.stringify({ token, access_token: token, expires_in: LIFETIME }));
  };
}
