import type { Answer, Case } from './case.ts';
import { at, authOf, pod, pullSecret } from './objects.ts';

interface RegistryRow {
  readonly image: string;
  readonly said?: RegExp;
  readonly answer: Case['answer'];
  /** Sent as a pull secret for the image's host. */
  readonly signedIn?: boolean;
  readonly policy?: 'Always';
  readonly probed?: Case['probed'];
}

const DOWN: Answer = {
  causes: ['registry-unavailable'],
  retry: ['transient'],
  actor: ['registry', 'platform'],
};
const LIMITED: Answer = {
  causes: ['rate-limited'],
  retry: ['transient'],
  actor: ['time', 'platform', 'author'],
};
/** Refused as nobody: no right, and perhaps nothing there. */
const AS_NOBODY: Answer = {
  causes: ['credentials-missing', 'access-denied-ambiguous', 'forbidden', 'credentials-rejected'],
  retry: ['permanent'],
};

const ROWS: Readonly<Record<string, RegistryRow>> = {
  'answer-401-bare': {
    image: at('nochallenge', 'team/app:1.0'),
    said: /401 Unauthorized/u,
    answer: { ...AS_NOBODY, atMost: 'likely' },
  },
  'answer-403': {
    image: at('denied', 'team/app:1.0'),
    said: /403 Forbidden/u,
    answer: { causes: ['forbidden', 'access-denied-ambiguous', 'credentials-expired'], retry: ['permanent'] },
  },
  'answer-403-expired': {
    image: at('ended', 'team/app:1.0'),
    signedIn: true,
    said: /403 Forbidden/u,
    answer: { causes: ['forbidden', 'access-denied-ambiguous', 'credentials-expired'], retry: ['permanent'] },
  },
  'answer-410': {
    image: at('gone', 'team/app:1.0'),
    said: /410 Gone/u,
    answer: { causes: ['registry-retired', 'registry-unavailable', 'not-found-unspecified', 'unknown'] },
  },
  'answer-412-policy': {
    image: at('policy', 'team/app:1.0'),
    said: /412 Precondition Failed/u,
    answer: { causes: ['forbidden', 'unknown', 'signature-rejected'] },
  },
  'answer-429': {
    image: at('limited', 'team/app:1.0'),
    said: /429 Too Many Requests/u,
    answer: { ...LIMITED, role: 'registry' },
  },
  'answer-500': {
    image: at('broken', 'team/app:1.0'),
    said: /500 Internal Server Error/u,
    answer: { ...DOWN, role: 'registry' },
  },
  'answer-502': { image: at('badgateway', 'team/app:1.0'), said: /502 Bad Gateway/u, answer: DOWN },
  'answer-503': { image: at('down', 'team/app:1.0'), said: /503 Service Unavailable/u, answer: DOWN },
  'answer-negotiate': {
    image: at('negotiate', 'team/app:1.0'),
    answer: {
      causes: [
        'proxy-failure',
        'unknown',
        'credentials-missing',
        'unsupported-manifest',
        'credentials-rejected',
      ],
      atMost: 'likely',
    },
  },
  'token-401-nobody': {
    image: at('token401', 'team/app:1.0'),
    said: /failed to fetch anonymous token.*401/u,
    answer: {
      ...AS_NOBODY,
      causes: ['credentials-missing', 'access-denied-ambiguous'],
      reasons: ['no-secret-referenced'],
    },
  },
  'token-401-signed-in': {
    image: at('token401', 'team/other:1.0'),
    signedIn: true,
    said: /failed to fetch oauth token.*401/u,
    answer: { causes: ['credentials-rejected'], retry: ['permanent'], role: 'token' },
  },
  'token-403-nobody': {
    image: at('token403', 'team/app:1.0'),
    said: /failed to fetch anonymous token.*403/u,
    answer: { ...AS_NOBODY, causes: ['credentials-missing', 'access-denied-ambiguous', 'forbidden'] },
  },
  'token-403-signed-in': {
    image: at('token403', 'team/other:1.0'),
    signedIn: true,
    said: /failed to fetch oauth token.*403/u,
    answer: {
      causes: ['forbidden', 'credentials-rejected', 'access-denied-ambiguous'],
      retry: ['permanent'],
    },
  },
  'token-429': {
    image: at('token429', 'team/app:1.0'),
    said: /429 Too Many Requests/u,
    answer: { ...LIMITED, role: 'token' },
  },
  'token-500': {
    image: at('token500', 'team/app:1.0'),
    said: /500 Internal Server Error/u,
    answer: { ...DOWN, role: 'token' },
  },
  'token-unknown-host': {
    image: at('tokendns', 'team/app:1.0'),
    said: /lookup auth\.nosuch\.example\.test/u,
    answer: { causes: ['dns-failure'], rungs: ['dns'], role: 'token', host: 'auth.nosuch.example.test' },
  },
  'token-refused': {
    image: at('tokenrefused', 'team/app:1.0'),
    said: /connection refused/u,
    answer: {
      causes: ['connection-refused'],
      rungs: ['connect'],
      role: 'token',
      host: 'refused.example.test',
    },
  },
  'token-portal': {
    image: at('tokenportal', 'team/app:1.0'),
    answer: {
      causes: [
        'unknown',
        'proxy-failure',
        'registry-unavailable',
        'unsupported-manifest',
        'http-https-mismatch',
      ],
      atMost: 'likely',
    },
  },
  // Its token server wants passwords without TLS: runtimes send them, and nobody else should.
  'token-unsafe': {
    image: at('tokenunsafe', 'team/app:1.0'),
    signedIn: true,
    said: /401 Unauthorized/u,
    answer: { causes: ['credentials-rejected'], retry: ['permanent'], role: 'token' },
  },
  // A registry that sends its clients to where clouds keep the credentials of their machines.
  'token-metadata': {
    image: at('tokenmetadata', 'team/app:1.0'),
    signedIn: true,
    said: /401 Unauthorized/u,
    answer: {
      causes: ['credentials-rejected'],
      retry: ['permanent'],
      role: 'token',
    },
  },
  'blobs-elsewhere': { image: at('contents', 'cdn/good:1.0'), answer: 'sound' },
  'blobs-refused': {
    image: at('contents', 'cdn/refused:1.0'),
    said: /connection refused/u,
    answer: {
      causes: ['connection-refused'],
      rungs: ['connect'],
      role: 'blob',
      host: 'refused.example.test',
    },
  },
  'blobs-unknown-host': {
    image: at('contents', 'cdn/unknown:1.0'),
    said: /no such host/u,
    answer: { causes: ['dns-failure'], rungs: ['dns'], role: 'blob', host: 'blobs.nosuch.example.test' },
  },
  'blobs-black-hole': {
    image: at('contents', 'cdn/hole:1.0'),
    said: /i\/o timeout/u,
    answer: { causes: ['connection-timeout'], rungs: ['connect'], role: 'blob', host: 'hole.example.test' },
  },
  'blobs-403': {
    image: at('contents', 'cdn/denied:1.0'),
    said: /403 Forbidden/u,
    answer: { causes: ['forbidden', 'credentials-expired', 'access-denied-ambiguous'] },
  },
  'blobs-429': { image: at('contents', 'cdn/limited:1.0'), said: /429 Too Many Requests/u, answer: LIMITED },
  'blobs-500': { image: at('contents', 'cdn/broken:1.0'), said: /500 Internal Server Error/u, answer: DOWN },
  'blobs-untrusted': {
    image: at('contents', 'cdn/untrusted:1.0'),
    said: /unknown authority/u,
    answer: { causes: ['tls-untrusted'], rungs: ['tls'], role: 'blob', host: 'untrusted.example.test' },
  },
  'mirror-sound': { image: at('mirrored', 'team/mirrored:1.0'), answer: 'sound' },
  'mirror-missing-tag': {
    image: at('mirrored', 'team/mirrored:9.9'),
    answer: {
      causes: ['connection-refused', 'not-found-unspecified', 'registry-unavailable'],
      atMost: 'proven',
    },
    // The host itself has no such repository, and the nodes never ask it: likely is what one can say from here.
    probed: {
      causes: ['connection-refused', 'repository-not-found', 'not-found-unspecified', 'registry-unavailable'],
      guesses: ['repository-not-found'],
    },
  },
  // The nodes' mirror does not have what the host itself has: only the nodes can tell.
  'mirror-hides-image': {
    image: at('mirrored', 'team/hidden:1.0'),
    answer: {
      causes: ['connection-refused', 'not-found-unspecified', 'registry-unavailable'],
      atMost: 'proven',
    },
    probed: { reasons: ['none'], retry: ['permanent', 'transient', 'unknown'] },
  },
  'mirror-down-origin-sound': { image: at('halfmirrored', 'team/shared:1.0'), answer: 'sound' },
  'mirror-down-missing-tag': {
    image: at('halfmirrored', 'team/shared:9.9'),
    answer: { causes: ['not-found-unspecified', 'connection-refused', 'tag-not-found'] },
  },
  'mirror-broken-missing-tag': {
    image: at('brokenmirror', 'team/shared:9.9'),
    said: /500 Internal Server Error/u,
    answer: { causes: ['registry-unavailable'], role: 'mirror', host: 'broken.example.test' },
  },
};

const ANY_AUTH = authOf('ci', 'some-token');

function madeBy(name: string, { image, signedIn, policy }: RegistryRow): Case['make'] {
  const host = image.split('/')[0] ?? '';
  return (place) => [
    ...(signedIn === true ? [pullSecret(place, name, { [host]: ANY_AUTH })] : []),
    pod(place, name, {
      image,
      ...(policy === undefined ? {} : { policy }),
      ...(signedIn === true ? { secrets: [name] } : {}),
    }),
  ];
}

/** What registries, token servers, blob stores and mirrors answer. */
export const REGISTRY_CASES: readonly Case[] = Object.entries(ROWS).map(([name, row]) => ({
  name,
  make: madeBy(name, row),
  ...(row.said === undefined ? {} : { said: row.said }),
  answer: row.answer,
  ...(row.probed === undefined ? {} : { probed: row.probed }),
}));
