import { ABSENT, HIDDEN } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, specificMissing } from './vendor.ts';

/** zot answers as the OCI specification has it; nobody has checked the corners. */
export const zot: Vendor = {
  name: 'zot',
  isHost: () => false,
  isSigned: ({ headers, services }) =>
    (headers['server'] ?? '').toLowerCase().startsWith('zot') || services.includes('zot'),
  answers: [
    { at: ANYWHERE, login: 'none', status: [401], means: 'credentials-missing', mark: 'K', or: [ABSENT] },
    { at: ANYWHERE, login: 'sent', status: [401], means: 'credentials-rejected', mark: 'K' },
    { at: ANYWHERE, login: 'sent', status: [403], means: 'forbidden', mark: 'K', or: [HIDDEN] },
    ...specificMissing('K'),
  ],
};
