import { or } from '../../judgement/alternative.ts';
import { ABSENT, HIDDEN, NO_RIGHT, STALE, WHOLE_REPOSITORY } from './alternatives.ts';
import type { AnswerRow } from './vendor.ts';
import { ANYWHERE, READS } from './vendor.ts';

/** What servers say of themselves or of the account, whoever made them; asked before any vendor's rows. */
export const PLAIN_WORDS: readonly AnswerRow[] = [
  { at: ANYWHERE, status: [429], means: 'rate-limited', mark: 'V' },
  { at: ANYWHERE, status: [500, 502, 503, 504], means: 'registry-unavailable', mark: 'V' },
];

/**
 * Any other registry, by the OCI distribution specification (error codes) and the token specification of
 * distribution; asked when the vendor's own rows are silent, or nobody knows the vendor.
 */
export const SPECIFICATION: readonly AnswerRow[] = [
  {
    at: ANYWHERE,
    login: 'sent',
    status: [400, 401, 403],
    words: ['token has expired', 'token is expired', 'password has expired', 'credentials have expired'],
    means: 'credentials-expired',
    mark: 'O',
  },
  {
    at: ['ping', 'token'],
    login: 'sent',
    status: [400, 401],
    means: 'credentials-rejected',
    mark: 'O',
    or: [STALE],
  },
  { at: ['token'], login: 'sent', status: [403], means: 'forbidden', mark: 'O', or: [HIDDEN] },
  {
    at: ['ping', 'token'],
    login: 'none',
    status: [401, 403],
    means: 'credentials-missing',
    mark: 'O',
    or: [ABSENT],
  },
  { at: READS, login: 'none', status: [401, 403], means: 'access-denied-ambiguous', mark: 'O' },
  {
    at: ANYWHERE,
    login: 'sent',
    status: [401],
    means: 'credentials-rejected',
    mark: 'K',
    or: [NO_RIGHT, ABSENT],
  },
  { at: ANYWHERE, login: 'sent', status: [403], means: 'forbidden', mark: 'O', or: [HIDDEN] },
  {
    at: ANYWHERE,
    status: [412, 451],
    means: 'forbidden',
    reason: 'content-policy',
    mark: 'K',
  },
  {
    at: READS,
    status: [404],
    code: ['NAME_UNKNOWN'],
    means: 'repository-not-found',
    mark: 'O',
    or: [HIDDEN],
  },
  {
    at: ['manifest'],
    status: [404],
    code: ['MANIFEST_UNKNOWN', 'TAG_EXPIRED'],
    means: 'tag-not-found',
    mark: 'O',
    or: [WHOLE_REPOSITORY],
  },
  { at: ['manifest'], status: [404], means: 'not-found-unspecified', mark: 'O' },
  { at: ['tags'], status: [404], means: 'repository-not-found', mark: 'K', or: [HIDDEN] },
  {
    at: ANYWHERE,
    status: [410],
    means: 'registry-retired',
    mark: 'K',
    or: [
      or(
        'not-found-unspecified',
        '410 Gone may be said of the image alone',
        'another image of the same registry',
      ),
    ],
  },
];
