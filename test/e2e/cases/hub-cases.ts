import { ACCOUNT } from '../registries/docker-registry.ts';
import type { Answer, Case } from './case.ts';
import { at, authOf, pod, pullSecret, RIGHT_AUTH, type AuthEntry } from './objects.ts';

const HOST = at('hub', '').slice(0, -1);

/** A token came, without the scope: absent, or not for this one. The words are the same. */
const WITHOUT_SCOPE: Answer = {
  causes: ['access-denied-ambiguous', 'credentials-missing', 'forbidden'],
  atMost: 'likely',
  rungs: ['permission', 'sign-in', 'repository'],
  retry: ['permanent'],
};
const SCOPE_REFUSED = /insufficient_scope/u;

interface HubRow {
  readonly image: string;
  readonly auth?: AuthEntry;
  readonly said?: RegExp;
  readonly answer: Case['answer'];
  readonly probed?: Case['probed'];
}

const REJECTED: Answer = { causes: ['credentials-rejected'], retry: ['permanent'], role: 'token' };

const ROWS: Readonly<Record<string, HubRow>> = {
  'hub-public': { image: at('hub', 'public/app:1.0'), answer: 'sound' },
  'hub-right': { image: at('hub', 'team/app:1.0'), auth: RIGHT_AUTH, answer: 'sound' },
  'hub-nobody': { image: at('hub', 'team/app:1.0'), said: SCOPE_REFUSED, answer: WITHOUT_SCOPE },
  'hub-no-such-repository': {
    image: at('hub', 'team/nothere:1.0'),
    said: SCOPE_REFUSED,
    answer: WITHOUT_SCOPE,
  },
  'hub-no-right': {
    image: at('hub', 'closed/app:1.0'),
    auth: RIGHT_AUTH,
    said: SCOPE_REFUSED,
    answer: { ...WITHOUT_SCOPE, reasons: ['none'] },
  },
  'hub-wrong-password': {
    image: at('hub', 'team/app:1.0'),
    auth: authOf(ACCOUNT.user, 'wrong-horse'),
    said: /401/u,
    answer: REJECTED,
  },
  // Credentials that have gone bad break images that anyone may have.
  'hub-stale-for-public': {
    image: at('hub', 'public/app:1.0'),
    auth: authOf(ACCOUNT.user, 'old-horse'),
    said: /401/u,
    answer: REJECTED,
  },
  'hub-missing-tag': {
    image: at('hub', 'public/app:9.9'),
    said: /not found/u,
    answer: { causes: ['not-found-unspecified', 'tag-not-found'], atMost: 'likely', retry: ['permanent'] },
    probed: {
      causes: ['tag-not-found'],
      atMost: 'proven',
      atLeast: 'likely',
      suggests: at('hub', 'public/app:1.0'),
    },
  },
};

/** A registry that hands its clients to a token server, as Docker Hub does. */
export const HUB_CASES: readonly Case[] = Object.entries(ROWS).map(
  ([name, { image, auth, said, answer, probed }]) => ({
    name,
    make: (place) => [
      ...(auth === undefined ? [] : [pullSecret(place, name, { [HOST]: auth })]),
      pod(place, name, { image, policy: 'Always', ...(auth === undefined ? {} : { secrets: [name] }) }),
    ],
    ...(said === undefined ? {} : { said }),
    answer,
    ...(probed === undefined ? {} : { probed }),
  }),
);
