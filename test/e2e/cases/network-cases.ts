import { ADDRESSES } from '../cluster/addresses.ts';
import type { Answer, Case } from './case.ts';
import { at, pod } from './objects.ts';

interface NetworkRow {
  readonly image: string;
  readonly said: RegExp;
  readonly answer: Answer;
  readonly portable?: boolean;
  readonly onOld?: Case['onOld'];
}

const PLATFORM = { actor: ['platform'] } as const;

function dns(more: Partial<Answer> = {}): Answer {
  return { causes: ['dns-failure'], rungs: ['dns'], ...more };
}

function connect(
  cause: 'connection-refused' | 'connection-timeout' | 'connection-broken',
  more: Partial<Answer> = {},
): Answer {
  return { causes: [cause], rungs: ['connect'], retry: ['transient'], ...PLATFORM, ...more };
}

const ROWS: Readonly<Record<string, NetworkRow>> = {
  'dns-no-such-name': {
    image: at('nosuch', 'team/app:1.0'),
    said: /lookup nosuch\.example\.test.*no such host/u,
    answer: dns({ role: 'registry', host: 'nosuch.example.test' }),
    portable: true,
  },
  // Newer parsers take a first part with capitals for a host; older ones refuse the whole name.
  'dns-uppercase-host': {
    image: 'Registry/app:1.0',
    said: /lookup Registry/iu,
    answer: dns({ role: 'registry' }),
    onOld: {
      said: /repository name must be lowercase/u,
      answer: { causes: ['invalid-reference'], rungs: ['reference'] },
    },
  },
  'dns-server-failure': {
    image: at('servfail', 'team/app:1.0'),
    said: /lookup servfail\.example\.test.*server misbehaving/u,
    answer: dns({ role: 'registry', host: 'servfail.example.test' }),
  },
  'dns-silence': {
    image: at('nodns', 'team/app:1.0'),
    said: /lookup nodns\.example\.test.*i\/o timeout/u,
    answer: dns({ role: 'registry', host: 'nodns.example.test' }),
  },
  'dns-service-name': {
    image: 'registry.kube-system.svc.cluster.local:5000/team/app:1.0',
    said: /no such host/u,
    answer: dns({ reasons: ['cluster-internal-name'] }),
    portable: true,
  },
  refused: {
    image: at('refused', 'team/app:1.0'),
    said: /connection refused/u,
    answer: connect('connection-refused', { role: 'registry', host: 'refused.example.test' }),
  },
  'refused-localhost': {
    image: 'localhost:5999/team/app:1.0',
    said: /connection refused/u,
    answer: connect('connection-refused', { role: 'registry' }),
    portable: true,
  },
  reset: {
    image: at('reset', 'team/app:1.0'),
    said: /connection reset by peer|EOF/u,
    answer: connect('connection-broken', { rungs: ['connect', 'tls'], role: 'registry' }),
  },
  mute: {
    image: at('mute', 'team/app:1.0'),
    said: /TLS handshake timeout/u,
    answer: connect('connection-timeout', { rungs: ['connect', 'tls'], role: 'registry' }),
  },
  'black-hole': {
    image: at('hole', 'team/app:1.0'),
    said: /i\/o timeout/u,
    answer: connect('connection-timeout', { role: 'registry', host: 'hole.example.test' }),
  },
  'black-hole-address': {
    image: `${ADDRESSES.hole}:5000/team/app:1.0`,
    said: /i\/o timeout/u,
    answer: connect('connection-timeout', { role: 'registry' }),
  },
  'no-route': {
    image: at('unreachable', 'team/app:1.0'),
    said: /no route to host/u,
    answer: connect('connection-timeout', { role: 'registry' }),
  },
  'no-network': {
    image: at('faraway', 'team/app:1.0'),
    said: /network is unreachable/u,
    answer: connect('connection-timeout', { role: 'registry' }),
  },
  'http-on-https': {
    image: at('plain', 'team/app:1.0'),
    said: /first record does not look like a TLS handshake|server gave HTTP response to HTTPS client/u,
    answer: { causes: ['http-https-mismatch'], rungs: ['tls'], retry: ['permanent'], ...PLATFORM },
  },
  'http-registry': {
    image: 'http.example.test:5000/team/app:1.0',
    said: /server gave HTTP response to HTTPS client/u,
    answer: {
      causes: ['http-https-mismatch'],
      rungs: ['tls'],
      retry: ['permanent'],
      ...PLATFORM,
      host: 'http.example.test:5000',
    },
  },
  'tls-unknown-authority': {
    image: at('untrusted', 'team/app:1.0'),
    said: /certificate signed by unknown authority/u,
    answer: {
      causes: ['tls-untrusted'],
      rungs: ['tls'],
      retry: ['permanent'],
      ...PLATFORM,
      role: 'registry',
    },
  },
  'tls-expired': {
    image: at('expired', 'team/app:1.0'),
    said: /certificate has expired/u,
    answer: { causes: ['tls-expired'], rungs: ['tls'], retry: ['permanent'], ...PLATFORM, reasons: ['none'] },
  },
  'tls-wrong-name': {
    image: at('wrongname', 'team/app:1.0'),
    said: /certificate is valid for registry\.internal\.example, not wrongname\.example\.test/u,
    answer: { causes: ['tls-hostname'], rungs: ['tls'], retry: ['permanent'], ...PLATFORM },
  },
  'tls-client-certificate': {
    image: at('mtls', 'team/app:1.0'),
    said: /certificate required|bad certificate/u,
    answer: {
      causes: ['credentials-missing', 'unknown', 'tls-untrusted'],
      rungs: ['tls', 'sign-in', 'unknown'],
      atMost: 'likely',
      // No pull secret would help: what is wanted is a certificate of the node.
      reasons: ['none'],
    },
  },
};

/** Names, routes and certificates. */
export const NETWORK_CASES: readonly Case[] = Object.entries(ROWS).map(
  ([name, { image, said, answer, portable, onOld }]) => ({
    name,
    ...(portable === undefined ? {} : { portable }),
    make: (place) => [pod(place, name, { image })],
    ...(onOld === undefined ? {} : { onOld }),
    said,
    answer,
  }),
);
