/** Other readings that several vendors' answers share. */
import { or } from '../../judgement/alternative.ts';
import type { Alternative } from '../../verdict.ts';

const SURE_ACCOUNT = 'asking with an account that surely may';

export const HIDDEN: Alternative = or(
  'access-denied-ambiguous',
  'the registry says the same of a repository one may not see',
  SURE_ACCOUNT,
);
export const ABSENT: Alternative = or(
  'repository-not-found',
  'the registry refuses before it looks whether the repository is there',
  SURE_ACCOUNT,
);
export const NO_RIGHT: Alternative = or(
  'forbidden',
  'a good login without the right is refused in the same way',
  'what this account may read at the registry',
);
/** The login is good: it is one of these two. */
export const RIGHT_OR_ABSENT: readonly Alternative[] = [
  or(
    'forbidden',
    'the login is good, and may lack the right to this repository',
    'what this account may read at the registry',
  ),
  or('repository-not-found', 'the login is good, and the repository may not exist', SURE_ACCOUNT),
];
export const STALE: Alternative = or(
  'credentials-expired',
  'a token that has run out is refused in the same way',
  'the age of the secret and its token',
);
export const WHOLE_REPOSITORY: Alternative = or(
  'repository-not-found',
  'the registry says the same of a repository that it does not have',
  "listing the repository's tags",
);
export const UPSTREAM: Alternative = or(
  'registry-unavailable',
  'a proxy repository says the same when its upstream refused it or was away',
  'pulling from the upstream itself',
);
