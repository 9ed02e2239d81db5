import type { KubeObject } from '../cluster/kube-api.ts';
import { ACCOUNT } from '../registries/docker-registry.ts';
import type { Answer, Case, Place } from './case.ts';
import { at, authOf, pod, pullSecret, RIGHT_AUTH, secret, serviceAccount } from './objects.ts';

const HOST = at('private', '').slice(0, -1);
/** `Always`, so that no image that another pod brought in is used. */
const PRIVATE = { image: at('private', 'team/app:1.0'), policy: 'Always' } as const;
const DOCKER_CONFIG = 'kubernetes.io/dockerconfigjson';
/** Runtimes of 1.6 give the status alone when the kubelet had nothing to send. */
const NO_BASIC = /no basic auth credentials|401 Unauthorized/u;
const REFUSED = /401 Unauthorized/u;

function missing(...reasons: NonNullable<Answer['reasons']>): Answer {
  return {
    causes: ['credentials-missing'],
    reasons,
    rungs: ['sign-in'],
    retry: ['permanent'],
    actor: ['author'],
    remedy: /docker-registry|dockerconfigjson|imagePullSecrets/u,
  };
}

const REJECTED: Answer = {
  causes: ['credentials-rejected'],
  rungs: ['sign-in'],
  retry: ['permanent'],
  actor: ['author'],
};
const MALFORMED: Answer = {
  causes: ['pull-secret-malformed'],
  rungs: ['credentials'],
  retry: ['permanent'],
  actor: ['author'],
};

type Make = (place: Place, name: string) => readonly KubeObject[];

interface SecretRow {
  /** The pull secret that the pod names; it has the case's name. */
  readonly make?: Make;
  readonly said?: RegExp;
  readonly answer: Case['answer'];
  readonly image?: string;
  readonly secrets?: readonly string[];
  readonly live?: Case['live'];
  readonly probed?: Case['probed'];
}

function auths(entries: Readonly<Record<string, Readonly<Record<string, string>>>>): Make {
  return (place, name) => [pullSecret(place, name, entries)];
}

function raw(type: string, key: string, text: string): Make {
  return (place, name) => [secret(place, name, type, { [key]: text })];
}

/** A web token that ended long ago; nobody checks its signature before its end. */
const EXPIRED_TOKEN = [
  { alg: 'none', typ: 'JWT' },
  { sub: 'ci', iat: 1_700_000_000, exp: 1_700_003_600 },
  'signature',
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

const RAW_ENTRY = JSON.stringify({ [HOST]: RIGHT_AUTH });

const ROWS: Readonly<Record<string, SecretRow>> = {
  'secret-none': { secrets: [], said: NO_BASIC, answer: missing('no-secret-referenced') },
  'secret-absent': { said: NO_BASIC, answer: missing('secret-absent') },
  'secret-wrong-server': {
    make: auths({ 'other.example.test': RIGHT_AUTH }),
    said: NO_BASIC,
    answer: missing('secret-wrong-server'),
  },
  'secret-wrong-port': {
    make: auths({ [`${HOST}:8443`]: RIGHT_AUTH }),
    said: NO_BASIC,
    answer: missing('secret-wrong-server'),
  },
  'secret-wrong-path': {
    make: auths({ [`${HOST}/other`]: RIGHT_AUTH }),
    said: NO_BASIC,
    answer: missing('secret-wrong-path'),
  },
  'secret-subdomain': {
    make: auths({ '*.private.example.test': RIGHT_AUTH }),
    said: NO_BASIC,
    answer: missing('secret-wrong-server'),
  },
  'secret-opaque': {
    make: raw('Opaque', '.dockerconfigjson', JSON.stringify({ auths: { [HOST]: RIGHT_AUTH } })),
    said: NO_BASIC,
    answer: missing('secret-wrong-type'),
  },
  'secret-no-auths': {
    make: raw(DOCKER_CONFIG, '.dockerconfigjson', RAW_ENTRY),
    said: NO_BASIC,
    answer: missing('secret-empty', 'secret-wrong-key', 'secret-wrong-server'),
  },
  'secret-empty-entry': {
    make: raw(
      DOCKER_CONFIG,
      '.dockerconfigjson',
      JSON.stringify({ auths: { [HOST]: {} }, credsStore: 'desktop' }),
    ),
    said: NO_BASIC,
    answer: missing('secret-empty'),
  },
  'secret-identity-token': {
    make: auths({ [HOST]: { identitytoken: 'abc' } }),
    said: NO_BASIC,
    answer: missing('secret-empty'),
  },
  'secret-elsewhere': {
    make: ({ namespace }, name) => [
      secret({ namespace: `${namespace}-vault` }, name, DOCKER_CONFIG, {
        '.dockerconfigjson': JSON.stringify({ auths: { [HOST]: RIGHT_AUTH } }),
      }),
    ],
    said: NO_BASIC,
    answer: missing('secret-in-other-namespace'),
    // Secrets are read by their names, and never listed.
    live: { reasons: ['secret-in-other-namespace', 'secret-absent'] },
  },
  'secret-no-colon': {
    make: auths({ [HOST]: { auth: Buffer.from('justatoken').toString('base64') } }),
    said: /unable to parse auth field/u,
    answer: MALFORMED,
  },
  'secret-bad-base64': {
    make: auths({ [HOST]: { auth: '%%%not base64%%%' } }),
    said: /illegal base64/u,
    answer: MALFORMED,
  },
  'secret-wrong-json-type': {
    make: raw(DOCKER_CONFIG, '.dockerconfigjson', JSON.stringify({ auths: { [HOST]: { username: 5 } } })),
    said: /cannot unmarshal/u,
    answer: MALFORMED,
  },
  'secret-wrong-password': {
    make: auths({ [HOST]: authOf(ACCOUNT.user, 'wrong-horse') }),
    said: REFUSED,
    answer: REJECTED,
  },
  'secret-wrong-user': {
    make: auths({ [HOST]: authOf('nobody', ACCOUNT.password) }),
    said: REFUSED,
    answer: REJECTED,
  },
  'secret-newline': {
    make: auths({ [HOST]: authOf(ACCOUNT.user, `${ACCOUNT.password}\n`) }),
    said: REFUSED,
    answer: { ...REJECTED, reasons: ['secret-value-damaged'] },
  },
  'secret-quoted': {
    make: auths({ [HOST]: authOf(ACCOUNT.user, `"${ACCOUNT.password}"`) }),
    said: REFUSED,
    answer: { ...REJECTED, reasons: ['secret-value-damaged'] },
  },
  'secret-expired-token': {
    make: auths({ [HOST]: authOf(ACCOUNT.user, EXPIRED_TOKEN) }),
    said: REFUSED,
    answer: {
      ...REJECTED,
      causes: ['credentials-rejected', 'credentials-expired'],
      reasons: ['secret-expired'],
    },
  },
  'secret-two-wrong': {
    make: (place, name) => [
      pullSecret(place, name, { [HOST]: authOf(ACCOUNT.user, 'wrong-horse') }),
      pullSecret(place, `${name}-2`, { [`${HOST}/team`]: authOf('nobody', 'x') }),
    ],
    secrets: ['secret-two-wrong', 'secret-two-wrong-2'],
    said: REFUSED,
    answer: REJECTED,
  },
  // Let in, and the tag is not there.
  'private-missing-tag': {
    make: auths({ [HOST]: RIGHT_AUTH }),
    image: at('private', 'team/app:9.9'),
    said: /:9\.9: not found/u,
    answer: {
      causes: ['not-found-unspecified', 'tag-not-found', 'repository-not-found'],
      atMost: 'likely',
      retry: ['permanent'],
      actor: ['author'],
    },
    probed: { causes: ['tag-not-found'], atMost: 'proven', atLeast: 'likely' },
  },
  'secret-right': { make: auths({ [HOST]: RIGHT_AUTH }), answer: 'sound' },
  'secret-right-pattern': { make: auths({ '*.example.test': RIGHT_AUTH }), answer: 'sound' },
  'secret-right-user-password': {
    make: auths({ [`https://${HOST}/v2/`]: { username: ACCOUNT.user, password: ACCOUNT.password } }),
    answer: 'sound',
  },
  'secret-right-dockercfg': {
    make: raw('kubernetes.io/dockercfg', '.dockercfg', RAW_ENTRY),
    answer: 'sound',
  },
  'secret-absent-and-right': {
    make: auths({ [HOST]: RIGHT_AUTH }),
    secrets: ['nothing-here', 'secret-absent-and-right'],
    answer: 'sound',
  },
  'secret-absent-public': {
    secrets: ['nothing-here'],
    image: at('registry', 'team/tool:1.0'),
    answer: 'sound',
  },
};

const FORMS: readonly Case[] = Object.entries(ROWS).map(([name, row]) => ({
  name,
  make: (place) => [
    ...(row.make?.(place, name) ?? []),
    pod(place, name, {
      ...PRIVATE,
      ...(row.image === undefined ? {} : { image: row.image }),
      secrets: row.secrets ?? [name],
    }),
  ],
  ...(row.said === undefined ? {} : { said: row.said }),
  answer: row.answer,
  ...(row.live === undefined ? {} : { live: row.live }),
  ...(row.probed === undefined ? {} : { probed: row.probed }),
}));

/** What the kubelet finds in pull secrets, in every form people give them. */
export const SECRET_CASES: readonly Case[] = [
  ...FORMS,
  {
    name: 'account-right',
    make: (place) => [
      pullSecret(place, 'account-right', { [HOST]: RIGHT_AUTH }),
      serviceAccount(place, 'account-right', ['account-right']),
      pod(place, 'account-right', { ...PRIVATE, account: 'account-right' }),
    ],
    answer: 'sound',
  },
  {
    // The secret is named by the account only after the pod was made: the pod never gets it.
    name: 'account-too-late',
    make: (place) => [
      pullSecret(place, 'account-too-late', { [HOST]: RIGHT_AUTH }),
      serviceAccount(place, 'account-too-late', []),
      pod(place, 'account-too-late', { ...PRIVATE, account: 'account-too-late' }),
    ],
    afterwards: ({ namespace }) => [
      {
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/serviceaccounts/account-too-late`,
        body: { imagePullSecrets: [{ name: 'account-too-late' }] },
      },
    ],
    said: NO_BASIC,
    answer: { ...missing('secret-not-inherited'), remedy: /replace --force|rollout restart|delete pod/u },
  },
  {
    // The image is on the node, brought there with a secret: from 1.35 on this pod may not have it.
    name: 'cached-not-allowed',
    stacks: ['new'],
    when: 'later',
    make: (place) => [pod(place, 'cached-not-allowed', { image: PRIVATE.image, policy: 'IfNotPresent' })],
    said: NO_BASIC,
    answer: missing('no-secret-referenced', 'cached-image-denied'),
  },
  {
    name: 'cached-never',
    stacks: ['new'],
    when: 'later',
    make: (place) => [pod(place, 'cached-never', { image: PRIVATE.image, policy: 'Never' })],
    said: /is not present with pull policy of Never/u,
    answer: { causes: ['never-pull'], reasons: ['cached-image-denied'], rungs: ['pull-policy'] },
  },
  {
    name: 'cached-allowed',
    stacks: ['old'],
    when: 'later',
    make: (place) => [pod(place, 'cached-allowed', { image: PRIVATE.image, policy: 'IfNotPresent' })],
    said: /already present on machine/u,
    answer: 'sound',
  },
];
