import { RIGHT_OR_ABSENT } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, specificMissing } from './vendor.ts';

/** GitLab's registry: `jwt/auth` refuses, for what is missing and what is private alike. */
export const gitlab: Vendor = {
  name: 'GitLab',
  isHost: (host) => host === 'registry.gitlab.com',
  isSigned: ({ services, realms }) =>
    services.includes('container_registry') || realms.some((realm) => realm.includes('/jwt/auth')),
  answers: [
    {
      at: ['token'],
      login: 'sent',
      status: [401, 403],
      words: ['http basic: access denied'],
      means: 'credentials-rejected',
      mark: 'O',
    },
    { at: ['token'], login: 'sent', status: [401], means: 'credentials-rejected', mark: 'O' },
    { at: ANYWHERE, login: 'none', status: [401, 403], means: 'access-denied-ambiguous', mark: 'O' },
    {
      at: ANYWHERE,
      login: 'sent',
      status: [401, 403],
      means: 'access-denied-ambiguous',
      mark: 'O',
      or: RIGHT_OR_ABSENT,
    },
    ...specificMissing('O'),
  ],
};
