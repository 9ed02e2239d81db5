import { ABSENT, WHOLE_REPOSITORY } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, READS } from './vendor.ts';

const ENDINGS = ['.azurecr.io', '.azurecr.cn', '.azurecr.de', '.azurecr.us'];

/** Azure's registry: its token endpoint refuses; its firewall names the address that it refused. */
export const acr: Vendor = {
  name: 'Azure Container Registry',
  isHost: (host) => ENDINGS.some((ending) => host.endsWith(ending)),
  answers: [
    {
      at: ANYWHERE,
      status: [403],
      words: ['is not allowed access'],
      means: 'forbidden',
      reason: 'address-refused',
      mark: 'O',
    },
    {
      at: ANYWHERE,
      login: 'none',
      status: [401, 403],
      means: 'credentials-missing',
      mark: 'O',
      or: [ABSENT],
    },
    { at: ['ping', 'token'], login: 'sent', status: [401], means: 'credentials-rejected', mark: 'O' },
    { at: ANYWHERE, login: 'sent', status: [401, 403], means: 'forbidden', mark: 'O' },
    { at: READS, status: [404], code: ['NAME_UNKNOWN'], means: 'repository-not-found', mark: 'O' },
    { at: ['manifest'], status: [404], words: ['manifest tagged by'], means: 'tag-not-found', mark: 'O' },
    {
      at: ['manifest'],
      status: [404],
      code: ['MANIFEST_UNKNOWN'],
      means: 'tag-not-found',
      mark: 'O',
      or: [WHOLE_REPOSITORY],
    },
  ],
};
