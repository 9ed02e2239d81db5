import type { Vendor } from './vendor.ts';
import { specificMissing } from './vendor.ts';

/** Microsoft's own images: no login at all; old versions are deleted with their tags. */
export const mcr: Vendor = {
  name: 'Microsoft Artifact Registry',
  isHost: (host) => host === 'mcr.microsoft.com',
  answers: specificMissing('O'),
};
