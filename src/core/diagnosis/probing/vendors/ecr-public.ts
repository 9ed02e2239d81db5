import { STALE } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, specificMissing } from './vendor.ts';

/** Amazon's public gallery: a stale login breaks public images, with a bare 400. */
export const ecrPublic: Vendor = {
  name: 'Amazon ECR Public',
  isHost: (host) => host === 'public.ecr.aws',
  answers: [
    {
      at: ANYWHERE,
      login: 'sent',
      status: [400, 401, 403],
      words: ['token has expired', 'token expired'],
      means: 'credentials-expired',
      mark: 'O',
    },
    {
      at: ANYWHERE,
      login: 'sent',
      status: [400, 401, 403],
      means: 'credentials-rejected',
      mark: 'O',
      or: [STALE],
    },
    ...specificMissing('O'),
  ],
};
