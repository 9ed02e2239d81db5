import { WHOLE_REPOSITORY } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, READS } from './vendor.ts';

/** registry.k8s.io, by its own source (cmd/archeio): redirects to other registries, and passes on what they say. */
export const kubernetes: Vendor = {
  name: 'registry.k8s.io',
  isHost: (host) => host === 'registry.k8s.io' || host === 'k8s.gcr.io',
  answers: [
    { at: ANYWHERE, status: [401, 403], means: 'repository-not-found', mark: 'K' },
    { at: READS, status: [404], code: ['NAME_UNKNOWN'], means: 'repository-not-found', mark: 'V' },
    {
      at: ['manifest'],
      status: [404],
      means: 'tag-not-found',
      mark: 'V',
      or: [WHOLE_REPOSITORY],
    },
  ],
};
