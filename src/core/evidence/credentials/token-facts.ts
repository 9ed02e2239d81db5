/** Kind and times of the tokens that serve as passwords. Of what is in them, only the times are looked at. */
import { decodeBase64 } from '../objects/base64.ts';
import { known, objectOf, type JsonObject } from '../objects/json-value.ts';
import type { Instant } from '../observed.ts';
import type { RegistryEntryEvidence, TokenKind } from './registry-entry.ts';

type TokenFacts = Pick<RegistryEntryEvidence, 'kind' | 'issuedAt' | 'expiresAt' | 'lifetime'>;

const HOUR = 3_600_000;
const LIFETIMES: Partial<Readonly<Record<TokenKind, number>>> = {
  ecr: 12 * HOUR,
  'gcr-oauth2': HOUR,
  'acr-refresh': 3 * HOUR,
};

/**
 * What is known of a password.
 *
 * @param writtenAt when the secret's data was last written, which no token in it is younger than
 */
export function tokenFacts(user: string, password: string, writtenAt: Instant | undefined): TokenFacts {
  const kind = kindOf(user, password);
  if (kind === undefined) return {};
  const lifetime = LIFETIMES[kind];
  const { issuedAt, expiresAt } = claimsOf(kind, password);
  const latest = lifetime === undefined || writtenAt === undefined ? undefined : writtenAt + lifetime;
  return { kind, ...known({ issuedAt, expiresAt: expiresAt ?? latest, lifetime }) };
}

const KINDS_BY_USER: ReadonlyMap<string, TokenKind> = new Map([
  ['AWS', 'ecr'],
  ['_json_key', 'gcr-json-key'],
  ['_json_key_base64', 'gcr-json-key'],
  ['oauth2accesstoken', 'gcr-oauth2'],
  ['gitlab-ci-token', 'ci-job'],
]);
const KINDS_BY_PREFIX: readonly (readonly [string, TokenKind])[] = [
  ['ghp_', 'pat'],
  ['github_pat_', 'pat'],
  ['gho_', 'pat'],
  ['glpat-', 'pat'],
  ['dckr_pat_', 'pat'],
  ['dckr_oat_', 'pat'],
  ['ghs_', 'ci-job'],
  ['glcbt-', 'ci-job'],
  ['ya29.', 'gcr-oauth2'],
];
/** The user that goes with a refresh token of ACR. */
const NO_USER = '00000000-0000-0000-0000-000000000000';

function kindOf(user: string, password: string): TokenKind | undefined {
  const byUser = KINDS_BY_USER.get(user);
  if (byUser !== undefined) return byUser;
  if (isJwt(password)) return user === NO_USER ? 'acr-refresh' : 'jwt';
  return KINDS_BY_PREFIX.find(([prefix]) => password.startsWith(prefix))?.[1];
}

/** True for what begins as tokens do: a secret, wherever it stands. */
export function isToken(text: string): boolean {
  return isJwt(text) || KINDS_BY_PREFIX.some(([prefix]) => text.startsWith(prefix));
}

/** Three parts, of which the first begins as every JSON object in base64 does. */
function isJwt(text: string): boolean {
  return text.startsWith('eyJ') && text.split('.', 4).length === 3;
}

function claimsOf(kind: TokenKind, password: string): Pick<TokenFacts, 'issuedAt' | 'expiresAt'> {
  const text = kind === 'ecr' ? password : isJwt(password) ? password.split('.', 2)[1] : undefined;
  if (text === undefined) return {};
  const claims = parseObject(decodeUrlBase64(text));
  return known({
    issuedAt: secondsOf(claims['iat']),
    expiresAt: secondsOf(claims[kind === 'ecr' ? 'expiration' : 'exp']),
  });
}

function decodeUrlBase64(text: string): string {
  const plain = text.trim().replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '');
  return decodeBase64(plain, 'forbidden') ?? '';
}

function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return objectOf(value);
  } catch {
    return {};
  }
}

/** Times before 2001 and after 2286 are none: some tokens say 0 for never. */
function secondsOf(value: unknown): Instant | undefined {
  if (typeof value !== 'number' || !(value >= 1e9 && value < 1e10)) return undefined;
  return Math.floor(value) * 1000;
}
