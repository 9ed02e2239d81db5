import { or } from '../../judgement/alternative.ts';
import { STALE } from './alternatives.ts';
import type { Vendor } from './vendor.ts';
import { ANYWHERE, READS } from './vendor.ts';

const ELSEWHERE = or(
  'invalid-reference',
  'account and region are part of the host: the repository may be in another',
  'comparing the host with the one that was pushed to',
);

/** Amazon's private registry: Basic only, nothing without a login, and 403 for a token past its 12 hours. */
export const ecr: Vendor = {
  name: 'Amazon ECR',
  isHost: (host) => /^\d{12}\.dkr[.-]ecr/u.test(host),
  answers: [
    {
      at: ANYWHERE,
      login: 'sent',
      status: [400, 401, 403],
      words: ['authorization token has expired'],
      means: 'credentials-expired',
      mark: 'O',
    },
    {
      at: READS,
      login: 'sent',
      status: [403],
      words: ['not authorized to perform'],
      means: 'forbidden',
      mark: 'O',
    },
    { at: ANYWHERE, login: 'none', status: [401], means: 'credentials-missing', mark: 'O' },
    {
      at: ANYWHERE,
      login: 'sent',
      status: [400, 401],
      means: 'credentials-rejected',
      mark: 'K',
      or: [STALE],
    },
    { at: READS, login: 'sent', status: [403], means: 'forbidden', mark: 'K', or: [STALE] },
    {
      at: READS,
      status: [404],
      code: ['NAME_UNKNOWN'],
      means: 'repository-not-found',
      mark: 'O',
      or: [ELSEWHERE],
    },
    { at: ['manifest'], status: [404], code: ['MANIFEST_UNKNOWN'], means: 'tag-not-found', mark: 'O' },
  ],
};
