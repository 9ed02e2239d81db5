import type { Vendor } from './vendor.ts';
import { READS } from './vendor.ts';

const HOSTS: ReadonlySet<string> = new Set(['docker.io', 'registry-1.docker.io', 'index.docker.io']);

/** A token is always given; what it does not allow shows at the manifest. Missing and private look alike. */
export const dockerHub: Vendor = {
  name: 'Docker Hub',
  isHost: (host) => HOSTS.has(host),
  answers: [
    { at: ['token'], login: 'sent', status: [401], means: 'credentials-rejected', mark: 'O' },
    { at: READS, status: [401, 403], means: 'access-denied-ambiguous', mark: 'O' },
    { at: ['manifest'], status: [404], code: ['MANIFEST_UNKNOWN'], means: 'tag-not-found', mark: 'O' },
  ],
};
