import { or } from '../../judgement/alternative.ts';
import { NO_RIGHT } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, READS } from './vendor.ts';

const WRONG_LOGIN = or(
  'credentials-rejected',
  'asked with a scope, Harbor gives a token to a wrong login too, good for public images only',
  'asking for a token without a scope',
);

/** Harbor, by its own source (v2auth, service/token, lib/errors). */
export const harbor: Vendor = {
  name: 'Harbor',
  isHost: () => false,
  isSigned: ({ services, realms, headers }) =>
    services.includes('harbor-registry') ||
    realms.some((realm) => realm.includes('/service/token')) ||
    Object.hasOwn(headers, 'x-harbor-csrf-token'),
  answers: [
    {
      at: ANYWHERE,
      status: [412],
      means: 'forbidden',
      reason: 'content-policy',
      mark: 'V',
    },
    {
      at: READS,
      status: [401],
      // `project shop not found`, and an empty challenge.
      words: ['not found'],
      means: 'repository-not-found',
      mark: 'V',
    },
    { at: ['token'], login: 'sent', status: [401], means: 'credentials-rejected', mark: 'V' },
    { at: READS, login: 'none', status: [401], means: 'access-denied-ambiguous', mark: 'V' },
    {
      at: READS,
      login: 'sent',
      status: [401, 403],
      means: 'access-denied-ambiguous',
      mark: 'V',
      or: [WRONG_LOGIN, NO_RIGHT],
    },
    {
      at: READS,
      status: [404],
      code: ['NOT_FOUND', 'NAME_UNKNOWN'],
      words: ['repository '],
      means: 'repository-not-found',
      mark: 'K',
    },
    {
      at: ['manifest'],
      status: [404],
      code: ['NOT_FOUND', 'MANIFEST_UNKNOWN'],
      means: 'tag-not-found',
      mark: 'V',
    },
  ],
};
