import { table } from './said-of.ts';

/** CRI-O, podman and skopeo, composed from the strings of containers/image and of CRI-O, old and new. */

const HOST = 'registry.acme.test';
const NAME = `${HOST}/shop/web`;
const IMAGE = `${NAME}:1.4.2`;
const DIGEST = 'sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945';
const OTHER = 'sha256:9b0a1f3f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5';

const registry = `${HOST} registry`;

table(
  'reading the manifest',
  [
    ['manifest unknown', 'tag-not-found', { code: 'MANIFEST_UNKNOWN', step: 'resolve', host: registry }],
    ['name unknown: Repository not found', 'repository-not-found', { code: 'NAME_UNKNOWN' }],
    ['repository name not known to registry', 'repository-not-found'],
    [
      'authentication required',
      'credentials-missing',
      { or: ['credentials-rejected', 'access-denied-ambiguous'] },
    ],
    [
      'unauthorized: access to the requested resource is not authorized',
      'access-denied-ambiguous',
      { certainty: 'likely' },
    ],
    ['requested access to the resource is denied', 'access-denied-ambiguous'],
    [
      'errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required',
      'access-denied-ambiguous',
    ],
    ['denied: Your authorization token has expired. Reauthenticate and try again.', 'credentials-expired'],
    ['too many requests to registry', 'rate-limited'],
    ['too many request to registry', 'rate-limited'],
    ['StatusCode: 404, "404 page not found\\n"', 'not-found-unspecified', { status: 404 }],
    ['StatusCode: 403, "<html><head><title>403 Forbidden</title></head>..."', 'forbidden', { status: 403 }],
    ['received unexpected HTTP status: 502 Bad Gateway', 'registry-unavailable', { status: 502 }],
    [
      "unknown: The image doesn't pass Cosign signature verification",
      'signature-rejected',
      { certainty: 'likely' },
    ],
    ['unknown: artifact shop/web:1.4.2 not found', 'tag-not-found'],
  ],
  (text) => `initializing source docker://${IMAGE}: reading manifest 1.4.2 in ${NAME}: ${text}`,
);

table(
  'signing in',
  [
    [
      'unable to retrieve auth token: invalid username/password: unauthorized: incorrect username or password',
      'credentials-rejected',
      { step: 'authorize' },
    ],
    [
      'unable to retrieve auth token: invalid username/password: authentication required',
      'credentials-rejected',
      { or: ['credentials-missing', 'credentials-expired'] },
    ],
    [
      'Requesting bearer token: received unexpected HTTP status: 403 Forbidden',
      'forbidden',
      { status: 403, step: 'authorize' },
    ],
    [
      'Requesting bear token: invalid status code from registry 403 (Forbidden)',
      'forbidden',
      { status: 403 },
    ],
    [
      'unexpected http code: 403 (Forbidden), URL: https://auth.acme.test/token?scope=x',
      'forbidden',
      { status: 403 },
    ],
    [
      'Requesting bearer token: invalid status code from registry 503 (Service Unavailable)',
      'registry-unavailable',
      { status: 503 },
    ],
    [
      'decoding bearer token (last URL "https://auth.acme.test/login", body start "<!DOCTYPE html>"): invalid character \'<\' looking for beginning of value',
      'proxy-failure',
      { certainty: 'possible' },
    ],
  ],
  (text) => `initializing source docker://${IMAGE}: ${text}`,
);

table('first contact', [
  [
    `error pinging registry ${HOST}, response code 401 (Unauthorized)`,
    'credentials-rejected',
    { host: registry, step: 'ping', status: 401 },
  ],
  [
    `error pinging registry ${HOST}, response code 500 (Internal Server Error)`,
    'registry-unavailable',
    { host: registry },
  ],
  [
    `pinging container registry ${HOST}: StatusCode: 403, "<html>Blocked</html>"`,
    'forbidden',
    { step: 'ping' },
  ],
  [
    `RegistryUnavailable: pinging container registry ${HOST}: Get "http://${HOST}/v2/": dial tcp 10.20.30.40:80: connect: connection refused`,
    'connection-refused',
    { host: registry },
  ],
  [
    `registry ${HOST} is blocked in one of /etc/containers/registries.conf or files in /etc/containers/registries.conf.d`,
    'image-blocked-by-node-policy',
  ],
  [
    'short-name "web:1.4.2" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
    'short-name-unresolved',
  ],
  ['Docker references with both a tag and digest are currently not supported', 'invalid-reference'],
]);

table('platforms', [
  [
    `choosing an image from manifest list docker://${IMAGE}: no image found in manifest list for architecture "arm64", variant "v8", OS "linux"`,
    'platform-mismatch',
    { wanted: 'linux/arm64/v8', step: 'platform', certainty: 'proven' },
  ],
  [
    'choosing image instance: no image found in image index for architecture s390x, variant "", OS linux',
    'platform-mismatch',
    { wanted: 'linux/s390x' },
  ],
]);

table(
  'copying',
  [
    [
      `determining manifest MIME type for docker://${IMAGE}: Manifest does not match provided manifest digest ${DIGEST}`,
      'corrupt-content',
      { certainty: 'proven' },
    ],
    [`Image manifest does not match selected manifest digest ${DIGEST}`, 'corrupt-content'],
    [
      `parsing image configuration: Download config.json digest ${DIGEST} does not match expected ${OTHER}`,
      'corrupt-content',
      { step: 'config' },
    ],
    [
      'parsing image configuration: fetching blob: StatusCode: 404, "<?xml version=\\"1.0\\"?><Error><Code>NoSuchKey</Code>..."',
      'corrupt-content',
      { status: 404 },
    ],
    [
      'parsing image configuration: fetching blob: blob unknown to registry',
      'corrupt-content',
      { code: 'BLOB_UNKNOWN' },
    ],
    [
      'error parsing image configuration: Invalid status code returned when fetching blob 403 (Forbidden)',
      'forbidden',
      { status: 403, step: 'config' },
    ],
    [
      'parsing image configuration: unsupported image-specific operation on artifact with type "application/vnd.cncf.helm.config.v1+json"',
      'unsupported-manifest',
    ],
    [
      `reading manifest body 1.4.2 in ${NAME}: exceeded maximum allowed size of 4194304 bytes`,
      'unsupported-manifest',
    ],
    ['Unimplemented manifest MIME type "text/html"', 'unsupported-manifest'],
    ['unsupported OCIv1 media type: "application/vnd.acme.layer"', 'unsupported-manifest'],
    [
      `reading blob ${DIGEST}: fetching blob: received unexpected HTTP status: 500 Internal Server Error`,
      'registry-unavailable',
      { digest: DIGEST },
    ],
    [
      'writing blob: storing blob to file "/var/tmp/storage1/3": happened during read: read tcp 10.0.0.5:4321->10.20.30.40:443: read: connection reset by peer (while reconnecting: Get "https://cdn.acme.test/x": dial tcp 10.20.30.40:443: i/o timeout)',
      'connection-broken',
      { step: 'layer' },
    ],
    [
      'writing blob: storing blob to file "/var/tmp/storage1/3": happened during read: unexpected EOF (after reconnecting, fetching blob: StatusCode: 403, "late")',
      'connection-broken',
    ],
    [
      `writing blob: storing blob to file "/var/tmp/storage1/3": happened during read: Digest did not match, expected ${DIGEST}, got ${OTHER}`,
      'corrupt-content',
    ],
    [
      'writing blob: storing blob to file "/var/tmp/storage1/3": write /var/tmp/storage1/3: no space left on device',
      'disk-full',
      { step: 'layer' },
    ],
    [
      `writing blob: adding layer with blob "${DIGEST}": processing tar file(unexpected EOF): exit status 1`,
      'corrupt-content',
      { step: 'unpack' },
    ],
    [
      `writing blob: adding layer with blob "${DIGEST}": unpacking failed (error: exit status 1; output: potentially insufficient UIDs or GIDs available in user namespace: lchown /x: invalid argument)`,
      'unpack-failed',
    ],
    [
      `copying config: creating layer: layer 2 (blob "${DIGEST}") does not match config's DiffID "${OTHER}"`,
      'corrupt-content',
      { certainty: 'proven' },
    ],
    [
      `partial pull of blob ${DIGEST}: uncompressed digest of layer "${DIGEST}" is "${OTHER}", config claims "${DIGEST}"`,
      'corrupt-content',
    ],
    ['context canceled', 'pull-timeout'],
  ],
  (text) => `copying system image from manifest list: ${text}`,
);

table(
  'signatures',
  [
    [
      'A signature was required, but no signature exists',
      'signature-rejected',
      { step: 'verify', certainty: 'proven' },
    ],
    [
      'None of the signatures were accepted, reasons: Signature for identity "x" is not accepted; Invalid GPG signature: {}',
      'signature-rejected',
    ],
    [`Any signatures for image docker://${IMAGE} are rejected by policy.`, 'signature-rejected'],
    [`Running image docker://${IMAGE} is rejected by policy.`, 'signature-rejected'],
    [
      'cryptographic signature verification failed: invalid signature when validating ASN.1 encoded signature',
      'signature-rejected',
    ],
  ],
  (text) => `SignatureValidationFailed: Source image rejected: ${text}`,
);

table('several sources', [
  [
    `unable to pull image or OCI artifact: pull image err: initializing source docker://${IMAGE}: reading manifest 1.4.2 in ${NAME}: manifest unknown; artifact err: get manifest: dial tcp 10.20.30.40:443: i/o timeout`,
    'tag-not-found',
    { runtime: 'cri-o' },
  ],
  [
    `(Mirrors also failed: [mirror.acme.test/shop/web:1.4.2: pinging container registry mirror.acme.test: Get "https://mirror.acme.test/v2/": dial tcp [fd00::2]:443: connect: connection refused]): ${IMAGE}: reading manifest 1.4.2 in ${NAME}: manifest unknown`,
    'tag-not-found',
    { mirror: true, host: registry },
  ],
  [
    `(Mirrors also failed: [mirror.acme.test/shop/web@${DIGEST}: reading manifest ${DIGEST} in mirror.acme.test/shop/web: manifest unknown]): ${NAME}@${DIGEST}: registry ${HOST} is blocked in /etc/containers/registries.conf`,
    'digest-not-found',
  ],
  [
    'Error: unable to pull web: 2 errors occurred while pulling:\n * Error initializing source docker://r1.acme.test/web:latest: Error reading manifest latest in r1.acme.test/web: manifest unknown: manifest unknown\n * Error initializing source docker://docker.io/library/web:latest: Error reading manifest latest in docker.io/library/web: errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required',
    'tag-not-found',
    { host: 'r1.acme.test registry', or: ['repository-not-found', 'access-denied-ambiguous'] },
  ],
]);
