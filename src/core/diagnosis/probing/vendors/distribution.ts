import { ABSENT, NO_RIGHT, WHOLE_REPOSITORY } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, READS } from './vendor.ts';

/** The CNCF's distribution, by its own source (registry/handlers, registry/auth): the specification to the letter. */
export const distribution: Vendor = {
  name: 'distribution',
  isHost: () => false,
  isSigned: ({ headers }) => headers['docker-distribution-api-version'] === 'registry/2.0',
  answers: [
    { at: ['ping'], login: 'none', status: [401], means: 'credentials-missing', mark: 'V', or: [ABSENT] },
    {
      at: READS,
      login: 'none',
      status: [401],
      means: 'credentials-missing',
      mark: 'V',
      or: [ABSENT],
    },
    // `GET /v2/` is about no repository: a Basic login that is refused there is not known.
    { at: ['ping'], login: 'sent', status: [401], means: 'credentials-rejected', mark: 'V' },
    {
      at: ANYWHERE,
      login: 'sent',
      status: [401],
      means: 'credentials-rejected',
      mark: 'V',
      or: [NO_RIGHT],
    },
    { at: READS, status: [404], code: ['NAME_UNKNOWN'], means: 'repository-not-found', mark: 'V' },
    {
      at: ['manifest'],
      status: [404],
      code: ['MANIFEST_UNKNOWN'],
      means: 'tag-not-found',
      mark: 'V',
      or: [WHOLE_REPOSITORY],
    },
  ],
};
