import { ABSENT, UPSTREAM } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, READS } from './vendor.ts';

const HEADERS = ['x-jfrog-version', 'x-artifactory-id', 'x-artifactory-node-id'];

/** JFrog Artifactory: its 404 also covers for what its upstream refused. */
export const artifactory: Vendor = {
  name: 'Artifactory',
  isHost: (host) => host.endsWith('.jfrog.io'),
  isSigned: ({ headers, realms }) =>
    HEADERS.some((name) => Object.hasOwn(headers, name)) ||
    realms.some((realm) => realm.includes('/api/docker/')),
  answers: [
    {
      at: ANYWHERE,
      status: [403],
      words: ['download blocking policy'],
      means: 'forbidden',
      reason: 'content-policy',
      mark: 'O',
    },
    { at: ANYWHERE, login: 'none', status: [401], means: 'credentials-missing', mark: 'O', or: [ABSENT] },
    { at: ANYWHERE, login: 'sent', status: [401], means: 'credentials-rejected', mark: 'O' },
    { at: READS, login: 'none', status: [403], means: 'access-denied-ambiguous', mark: 'O' },
    { at: ANYWHERE, login: 'sent', status: [403], means: 'forbidden', mark: 'O' },
    { at: READS, status: [404], code: ['NAME_UNKNOWN'], means: 'repository-not-found', mark: 'O' },
    {
      at: ['manifest'],
      status: [404],
      code: ['MANIFEST_UNKNOWN'],
      means: 'tag-not-found',
      mark: 'O',
      or: [UPSTREAM],
    },
  ],
};
