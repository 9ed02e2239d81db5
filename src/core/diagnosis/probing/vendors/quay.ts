import type { Vendor } from './vendor.ts';
import { ANYWHERE, READS } from './vendor.ts';

/** Quay, by its own source (endpoints/v2, auth/registry_jwt_auth.py): a token is given, the manifest refuses. */
export const quay: Vendor = {
  name: 'Quay',
  isHost: (host) => host === 'quay.io',
  isSigned: ({ realms }) => realms.some((realm) => realm.includes('/v2/auth')),
  answers: [
    { at: ['token'], login: 'sent', status: [401], means: 'credentials-rejected', mark: 'V' },
    { at: READS, status: [401], means: 'access-denied-ambiguous', mark: 'V' },
    { at: ['manifest'], status: [404], code: ['TAG_EXPIRED'], means: 'tag-not-found', mark: 'V' },
    { at: ['manifest'], status: [404], code: ['MANIFEST_UNKNOWN'], means: 'tag-not-found', mark: 'V' },
    { at: READS, status: [404], code: ['NAME_UNKNOWN'], means: 'repository-not-found', mark: 'O' },
    { at: ANYWHERE, status: [405], code: ['DENIED'], means: 'forbidden', mark: 'V' },
  ],
};
