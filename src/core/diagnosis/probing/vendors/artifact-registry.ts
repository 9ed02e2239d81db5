import { RIGHT_OR_ABSENT } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, specificMissing } from './vendor.ts';

/** Google's registries, gcr.io names included: the token endpoint refuses, "or it may not exist". */
export const artifactRegistry: Vendor = {
  name: 'Artifact Registry',
  isHost: (host) => host === 'gcr.io' || host.endsWith('.gcr.io') || host.endsWith('.pkg.dev'),
  answers: [
    {
      at: ANYWHERE,
      status: [403],
      words: ['has not been used in project', 'is not enabled'],
      means: 'forbidden',
      mark: 'O',
    },
    { at: ANYWHERE, login: 'none', status: [401, 403], means: 'access-denied-ambiguous', mark: 'O' },
    { at: ANYWHERE, login: 'sent', status: [401], means: 'credentials-rejected', mark: 'O' },
    {
      at: ANYWHERE,
      login: 'sent',
      status: [403],
      means: 'access-denied-ambiguous',
      mark: 'O',
      or: RIGHT_OR_ABSENT,
    },
    {
      at: ANYWHERE,
      status: [412],
      means: 'registry-retired',
      reason: 'registry-moved',
      mark: 'O',
    },
    ...specificMissing('O'),
  ],
};
