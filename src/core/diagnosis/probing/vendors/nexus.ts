import { or } from '../../judgement/alternative.ts';
import { ABSENT } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, READS } from './vendor.ts';

const REMEMBERED = or(
  'registry-unavailable',
  'a proxy repository remembers for a day that its upstream had nothing',
  "emptying the repository's negative cache",
);

/** Sonatype Nexus: a port or path for every repository, and a memory for what was not found. */
export const nexus: Vendor = {
  name: 'Nexus',
  isHost: () => false,
  isSigned: ({ headers, realms }) =>
    (headers['server'] ?? '').toLowerCase().startsWith('nexus/') ||
    realms.some((realm) => realm.includes('sonatype nexus')),
  answers: [
    { at: ANYWHERE, login: 'none', status: [401], means: 'credentials-missing', mark: 'O', or: [ABSENT] },
    { at: ANYWHERE, login: 'sent', status: [401], means: 'credentials-rejected', mark: 'O' },
    { at: ANYWHERE, login: 'sent', status: [403], means: 'forbidden', mark: 'O' },
    { at: READS, status: [404], code: ['NAME_UNKNOWN'], means: 'repository-not-found', mark: 'O' },
    {
      at: ['manifest'],
      status: [404],
      code: ['MANIFEST_UNKNOWN'],
      means: 'tag-not-found',
      mark: 'O',
      or: [REMEMBERED],
    },
  ],
};
