import { NO_RIGHT } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, specificMissing } from './vendor.ts';

/** GitHub's registry: the token endpoint refuses; wrong logins are refused for public images too. */
export const ghcr: Vendor = {
  name: 'GitHub Container Registry',
  isHost: (host) => host === 'ghcr.io',
  answers: [
    {
      at: ANYWHERE,
      login: 'sent',
      status: [401, 403],
      words: ['read_package', 'does not match expected scopes'],
      means: 'forbidden',
      mark: 'O',
    },
    { at: ANYWHERE, login: 'none', status: [401, 403], means: 'access-denied-ambiguous', mark: 'O' },
    {
      at: ['ping', 'token'],
      login: 'sent',
      status: [401, 403],
      means: 'credentials-rejected',
      mark: 'O',
      or: [NO_RIGHT],
    },
    { at: ANYWHERE, login: 'sent', status: [401, 403], means: 'access-denied-ambiguous', mark: 'O' },
    ...specificMissing('O'),
  ],
};
