import { ADDRESSES, DOMAIN } from '../cluster/addresses.ts';
import type { MemoryRegistry } from './memory-registry.ts';
import { refuse, type Refusal, type RegistryRequest, type Responder } from './registry-request.ts';

/** Answers manifests with a refusal; everything else as a sound registry would. */
function refusing(refusal: Refusal): Responder {
  return (asked, answer) => {
    refuse(answer, asked.kind === 'ping' ? { status: 200 } : refusal);
  };
}

/** Asks every client for a token from `realm`. */
function wantingToken(realm: string, host: string): Responder {
  return (asked, answer) => {
    const scope = asked.repository === '' ? '' : `,scope="repository:${asked.repository}:pull"`;
    const challenge = `Bearer realm="${realm}",service="${host}"${scope}`;
    refuse(answer, {
      status: 401,
      code: 'UNAUTHORIZED',
      message: 'authentication required',
      headers: { 'www-authenticate': challenge },
    });
  };
}

const RATE_LIMITED: Refusal = {
  status: 429,
  code: 'TOOMANYREQUESTS',
  message: 'You have reached your unauthenticated pull rate limit.',
  headers: { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600', 'retry-after': '1' },
};

const REFUSALS: Readonly<Record<string, Refusal>> = {
  nochallenge: { status: 401, code: 'UNAUTHORIZED', message: 'authentication required' },
  denied: { status: 403, code: 'DENIED', message: 'requested access to the resource is denied' },
  ended: {
    status: 403,
    code: 'DENIED',
    message: 'Your authorization token has expired. Reauthenticate and try again.',
  },
  gone: { status: 410, text: '<html>this registry has moved</html>' },
  limited: RATE_LIMITED,
  broken: { status: 500, code: 'UNKNOWN', message: 'unknown error' },
  badgateway: { status: 502, text: '<html>bad gateway</html>' },
  down: { status: 503, code: 'UNAVAILABLE', message: 'service unavailable' },
  policy: {
    status: 412,
    code: 'PROJECTPOLICYVIOLATION',
    message: 'current image with 3 vulnerabilities cannot be pulled',
  },
  noname: { status: 404, code: 'NAME_UNKNOWN', message: 'repository name not known to registry' },
  negotiate: { status: 401, headers: { 'www-authenticate': 'Negotiate' } },
};

/** Token servers that fail, each with the registry that sends clients there. */
const TOKEN_REFUSALS: Readonly<Record<string, Refusal>> = {
  token401: { status: 401, code: 'UNAUTHORIZED', message: 'authentication required' },
  token403: { status: 403, code: 'DENIED', message: 'requested access to the resource is denied' },
  token429: RATE_LIMITED,
  token500: { status: 500, text: 'internal error' },
  tokenportal: { status: 200, text: '<html>please sign in</html>' },
};

function tokenHosts(): readonly (readonly [string, Responder])[] {
  const own = Object.entries(TOKEN_REFUSALS).map(([name, refusal]): readonly [string, Responder] => {
    const host = `${name}.${DOMAIN}`;
    const challenge = wantingToken(`https://${host}/token`, host);
    return [
      host,
      (asked, answer) => (asked.path === '/token' ? refuse(answer, refusal) : challenge(asked, answer)),
    ];
  });
  const away = {
    tokendns: `https://auth.nosuch.${DOMAIN}`,
    tokenrefused: `https://refused.${DOMAIN}`,
    tokenunsafe: `http://thief.${DOMAIN}`,
    tokenmetadata: `http://${ADDRESSES.metadata}`,
  };
  const thief: Responder = (_, answer) => refuse(answer, { status: 401, text: 'thank you' });
  return [
    ...own,
    ...Object.entries(away).map(([name, realm]): readonly [string, Responder] => [
      `${name}.${DOMAIN}`,
      wantingToken(`${realm}/token`, `${name}.${DOMAIN}`),
    ]),
    [`thief.${DOMAIN}`, thief],
    [ADDRESSES.metadata, thief],
  ];
}

/** Where a registry sends clients for its blobs. */
const BLOB_HOSTS = [
  'blobs',
  'refused',
  'blobs.nosuch',
  'hole',
  'blobs403',
  'blobs429',
  'blobs500',
  'untrusted',
] as const;
export type BlobHost = (typeof BLOB_HOSTS)[number];

/** Path under which blob stores keep what registries send clients to. */
const STORAGE = '/docker/registry/v2/blobs/';

/** A responder that sends clients to a blob store of the lane. */
export function redirectTo(host: BlobHost): Responder {
  return (asked, answer) => {
    const location = `https://${host}.${DOMAIN}${STORAGE}${asked.reference.replace(':', '/')}/data?sig=abc&Expires=60`;
    refuse(answer, { status: 307, headers: { location } });
  };
}

/** Blob stores by name; the sound one serves what the registry behind it holds. */
function blobHosts(sound: MemoryRegistry): readonly (readonly [string, Responder])[] {
  return [
    [
      `blobs.${DOMAIN}`,
      (asked, answer) => {
        const [, algorithm = '', hex = ''] = /\/blobs\/(sha256)\/([0-9a-f]+)\/data$/u.exec(asked.path) ?? [];
        sound.sendContent(`${algorithm}:${hex}`, answer);
      },
    ],
    [
      `blobs403.${DOMAIN}`,
      (_, answer) => refuse(answer, { status: 403, text: '<Error><Code>AccessDenied</Code></Error>' }),
    ],
    [`blobs429.${DOMAIN}`, (_, answer) => refuse(answer, { ...RATE_LIMITED, headers: {} })],
    [`blobs500.${DOMAIN}`, (_, answer) => refuse(answer, { status: 500, text: 'internal error' })],
  ];
}

/** Every host the front serves with a fault of its own, and those that hold sound or spoiled images. */
export function faultyHosts(contents: MemoryRegistry, blobs: MemoryRegistry): Map<string, Responder> {
  const portal: Responder = (_: RegistryRequest, answer) => {
    refuse(answer, { status: 200, text: '<html><body>Welcome, please sign in</body></html>' });
  };
  return new Map([
    ...Object.entries(REFUSALS).map(([name, refusal]): [string, Responder] => [
      `${name}.${DOMAIN}`,
      refusing(refusal),
    ]),
    ...tokenHosts(),
    ...blobHosts(blobs),
    [`portal.${DOMAIN}`, portal],
    ...['contents', 'untrusted', 'expired', 'wrongname', 'plain', 'mirrored'].map(
      (name): [string, Responder] => [`${name}.${DOMAIN}`, contents.respond],
    ),
  ]);
}
