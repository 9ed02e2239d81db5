import { table } from './said-of.ts';

/**
 * What each runtime writes when a pull ends, composed from the strings of its sources: every wrapper
 * it has had, every step, and what each can end in. Hosts and images are invented.
 */

const HOST = 'registry.acme.test';
const IMAGE = `${HOST}/shop/web:1.4.2`;
const DIGEST = 'sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945';
const OTHER = 'sha256:9b0a1f3f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5';
const MANIFEST = `https://${HOST}/v2/shop/web/manifests/1.4.2`;
const BLOB = `https://${HOST}/v2/shop/web/blobs/${DIGEST}`;
const TOKEN = `https://auth.acme.test/token?scope=repository%3Ashop%2Fweb%3Apull&service=${HOST}`;

const registry = `${HOST} registry`;
const asEvent = (text: string): string => `Failed to pull image "${IMAGE}": ${text}`;

table(
  'containerd, resolving',
  [
    [
      'not found',
      'not-found-unspecified',
      { certainty: 'likely', or: ['tag-not-found', 'repository-not-found'] },
    ],
    [
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      'access-denied-ambiguous',
      { host: registry, certainty: 'likely' },
    ],
    [
      'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
      'credentials-missing',
      { sent: 'nothing', certainty: 'proven' },
    ],
    [
      'failed to authorize: failed to handle basic auth because missing username or secret',
      'credentials-missing',
      { step: 'authorize' },
    ],
    [
      `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${TOKEN}: 401 Unauthorized`,
      'credentials-missing',
      { sent: 'nothing', status: 401, host: 'auth.acme.test token' },
    ],
    [
      'failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden',
      'credentials-missing',
      { sent: 'nothing', status: 403 },
    ],
    [
      'failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://auth.acme.test/oauth2/token: 401 Unauthorized',
      'credentials-rejected',
      { sent: 'credentials', status: 401, host: 'auth.acme.test token' },
    ],
    [
      'failed to authorize: failed to fetch oauth token: unexpected status: 403 Forbidden',
      'forbidden',
      { sent: 'credentials', step: 'authorize' },
    ],
    [
      'failed to authorize: failed to fetch oauth token: authorization server did not include a token in the response',
      'credentials-rejected',
    ],
    [
      "failed to authorize: failed to fetch anonymous token: unable to decode token response: invalid character '<' looking for beginning of value",
      'proxy-failure',
      { certainty: 'possible' },
    ],
    [
      `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${TOKEN}: 503 Service Unavailable`,
      'registry-unavailable',
    ],
    ['failed to find supported auth scheme: not implemented', 'proxy-failure', { certainty: 'possible' }],
    [
      `unexpected status from HEAD request to ${MANIFEST}: 401 Unauthorized`,
      'credentials-rejected',
      { status: 401, step: 'resolve' },
    ],
    [
      `unexpected status from HEAD request to ${MANIFEST}: 403 Forbidden`,
      'forbidden',
      { certainty: 'possible', or: ['access-denied-ambiguous'] },
    ],
    [
      `unexpected status from HEAD request to ${MANIFEST}: 403 Forbidden\ndenied: client with IP '203.0.113.7' is not allowed access`,
      'forbidden',
      { certainty: 'likely', code: 'DENIED' },
    ],
    [
      `unexpected status from HEAD request to ${MANIFEST}: 403 Forbidden\ndenied: Your authorization token has expired. Reauthenticate and try again.`,
      'credentials-expired',
      { certainty: 'proven' },
    ],
    [
      `unexpected status from HEAD request to ${MANIFEST}: 429 Too Many Requests`,
      'rate-limited',
      { certainty: 'proven' },
    ],
    [
      `unexpected status from HEAD request to ${MANIFEST}: 504 Gateway Time-out`,
      'registry-unavailable',
      { status: 504 },
    ],
    [`unexpected status from HEAD request to ${MANIFEST}: 520 `, 'registry-unavailable', { status: 520 }],
    [
      `unexpected status from HEAD request to https://mirror.acme.test/v2/shop/web/manifests/1.4.2?ns=${HOST}: 403 Forbidden`,
      'forbidden',
      { host: 'mirror.acme.test mirror', mirror: true },
    ],
    [
      `pulling from host ${HOST} failed with status code [manifests 1.4.2]: 401 Unauthorized`,
      'credentials-rejected',
      { host: registry },
    ],
    [
      `pulling from host ${HOST} failed with unexpected status code [manifests 1.4.2]: 500 Internal Server Error`,
      'registry-unavailable',
      { host: registry },
    ],
    [`unexpected status code ${MANIFEST}: 403 Forbidden`, 'forbidden', { status: 403 }],
    ['no resolve hosts: not found', 'image-blocked-by-node-policy', { certainty: 'likely' }],
    [`rejecting 9437184 byte manifest for ${IMAGE}: not found`, 'unsupported-manifest'],
    [
      '"sha256:abc" in header not a valid digest: invalid checksum digest length',
      'corrupt-content',
      { certainty: 'likely' },
    ],
    [
      'media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1, please rebuild the image as "a" or "b": not implemented',
      'unsupported-manifest',
      { step: 'manifest' },
    ],
    ['context canceled', 'pull-timeout', { certainty: 'likely' }],
  ],
  (text) =>
    asEvent(
      `failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": ${text === 'not found' ? `${IMAGE}: ` : ''}${text}`,
    ),
);

table(
  'containerd, fetching and unpacking',
  [
    [
      `failed to copy: httpReadSeeker: failed open: unexpected status code ${BLOB}: 403 Forbidden`,
      'forbidden',
      { step: 'layer' },
    ],
    [
      `failed to copy: httpReadSeeker: failed open: unexpected status code ${BLOB}: 429 Too Many Requests - Server message: toomanyrequests: slow down`,
      'rate-limited',
      { code: 'TOOMANYREQUESTS' },
    ],
    [
      `failed to copy: httpReadSeeker: failed open: unexpected HEAD status code ${BLOB}: 502 Bad Gateway`,
      'registry-unavailable',
      { status: 502 },
    ],
    [
      `failed to copy: httpReadSeeker: failed open: could not fetch content descriptor ${DIGEST} (application/vnd.oci.image.layer.v1.tar+gzip) from remote: not found`,
      'corrupt-content',
      { digest: DIGEST, step: 'layer', or: ['digest-not-found'] },
    ],
    [
      `failed to copy: httpReadSeeker: failed open: content at https://${HOST}/v2/shop/web/manifests/${DIGEST} not found: not found`,
      'digest-not-found',
      { digest: DIGEST, or: ['corrupt-content'] },
    ],
    [
      'failed to copy: read tcp 10.0.0.5:4321->10.20.30.40:443: read: connection reset by peer',
      'connection-broken',
      { step: 'layer' },
    ],
    [
      'failed to copy: failed to read expected number of bytes: unexpected EOF',
      'connection-broken',
      { or: ['corrupt-content'] },
    ],
    [
      'failed to copy: failed to send write: rpc error: code = Unavailable desc = error reading from server: EOF',
      'runtime-unavailable',
      { certainty: 'likely' },
    ],
    [
      `failed commit on ref "layer-${DIGEST}": unexpected commit size 1048576, expected 2097152: failed precondition`,
      'corrupt-content',
      { digest: DIGEST },
    ],
    [
      `failed commit on ref "layer-${DIGEST}": commit failed: unexpected commit digest ${OTHER}, expected ${DIGEST}: failed precondition`,
      'corrupt-content',
      { certainty: 'proven' },
    ],
    [
      `failed commit on ref "layer-${DIGEST}": commit failed: rename /var/lib/containerd/a /var/lib/containerd/b: permission denied`,
      'unpack-failed',
      { certainty: 'possible' },
    ],
    [
      'failed to copy: write /var/lib/containerd/io.containerd.content.v1.content/ingest/0b/data: no space left on device',
      'disk-full',
      { step: 'layer' },
    ],
    [
      'failed to open writer: mkdir /var/lib/containerd/ingest/0b: read-only file system',
      'disk-full',
      { certainty: 'likely' },
    ],
    [
      `failed to extract layer ${DIGEST}: mount callback failed on /var/lib/containerd/tmpmounts/m1: write /usr/lib/x: disk quota exceeded: unknown`,
      'disk-full',
      { step: 'unpack' },
    ],
    [
      `failed to extract layer ${DIGEST}: failed to Lchown "/etc/shadow" for UID 0, GID 42: lchown /etc/shadow: invalid argument: unknown`,
      'unpack-failed',
    ],
    [
      `failed to extract layer ${DIGEST}: mount callback failed on /x: unexpected EOF: unknown`,
      'corrupt-content',
      { step: 'unpack' },
    ],
    [
      `failed to extract layer ${DIGEST}: exit status 1: unpigz: abort: zlib error: invalid data: unknown`,
      'corrupt-content',
    ],
    [`failed to extract layer ${DIGEST}: signal: killed: unknown`, 'memory-pressure'],
    [
      `failed to extract layer ${DIGEST}: failed to get stream processor for application/vnd.acme: no processor for media-type: unknown`,
      'unpack-failed',
    ],
    [`wrong diff id calculated on extraction "${OTHER}"`, 'corrupt-content', { certainty: 'proven' }],
    [`unable to prepare extraction snapshot: target snapshot "${DIGEST}": already exists`, 'unpack-failed'],
    [`failed to stat snapshot ${DIGEST}: snapshotter not loaded: nydus: invalid argument`, 'unpack-failed'],
    [
      'failed to unpack image on snapshotter overlayfs: failed to get reader from content store: open /var/lib/containerd/blobs/4f: no such file or directory',
      'corrupt-content',
    ],
    [
      "failed to unpack image on snapshotter overlayfs: number of layers and diffIDs don't match: 5 != 4",
      'unsupported-manifest',
      { certainty: 'likely' },
    ],
    [
      `failed to unpack image on snapshotter overlayfs: unexpected media type text/html for ${DIGEST}: not found`,
      'unsupported-manifest',
      { certainty: 'likely' },
    ],
    [
      'schema 1 image manifests are no longer supported: invalid argument',
      'unsupported-manifest',
      { certainty: 'proven' },
    ],
    ['converter: expected schema1 document but found extra keys', 'unsupported-manifest'],
    [
      `unable to fetch descriptor (${DIGEST}) which reports content size of zero: invalid argument`,
      'corrupt-content',
      { certainty: 'likely' },
    ],
    [`no match for platform in manifest ${DIGEST}: not found`, 'platform-mismatch', { certainty: 'proven' }],
    [
      `image verifier policy blocked pull of ${IMAGE} with digest ${DIGEST} for reason: unsigned`,
      'signature-rejected',
      { step: 'verify' },
    ],
    [
      'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/stargz.sock: connect: connection refused"',
      'runtime-unavailable',
    ],
  ],
  (text) => asEvent(`failed to pull and unpack image "${IMAGE}": ${text}`),
);

table(
  'the Docker engine',
  [
    [
      `manifest for ${IMAGE} not found: manifest unknown: manifest unknown`,
      'tag-not-found',
      { code: 'MANIFEST_UNKNOWN', host: registry },
    ],
    [`manifest for ${HOST}/shop/web@${DIGEST} not found: manifest unknown: gone`, 'digest-not-found'],
    [
      'manifest unknown: OCI index found, but accept header does not support OCI indexes',
      'unsupported-manifest',
    ],
    [
      `repository ${HOST}/shop/web not found: name unknown: repository name not known to registry`,
      'repository-not-found',
      { code: 'NAME_UNKNOWN' },
    ],
    [
      `repository ${HOST}/shop/web not found: does not exist or no pull access`,
      'access-denied-ambiguous',
      { host: registry },
    ],
    [
      "pull access denied for shop/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'access-denied-ambiguous',
      { host: 'docker.io registry' },
    ],
    ['unauthorized: incorrect username or password', 'credentials-rejected', { code: 'UNAUTHORIZED' }],
    [
      'unauthorized: authentication required',
      'credentials-missing',
      { certainty: 'possible', or: ['credentials-rejected', 'access-denied-ambiguous'] },
    ],
    [`Get "${MANIFEST}": no basic auth credentials`, 'credentials-missing', { certainty: 'proven' }],
    ['toomanyrequests: You have reached your unauthenticated pull rate limit.', 'rate-limited'],
    ['error from registry: authentication required - incorrect username or password', 'credentials-rejected'],
    [`received unexpected HTTP status: 503 Service Unavailable`, 'registry-unavailable', { status: 503 }],
    [
      'error parsing HTTP 404 response body: invalid character \'<\' looking for beginning of value: "<html></html>"',
      'not-found-unspecified',
      { status: 404 },
    ],
    [
      'error parsing HTTP 400 response body: invalid character \'C\' looking for beginning of value: "Client sent an HTTP request to an HTTPS server.\\n"',
      'http-https-mismatch',
    ],
    [
      "error unmarshalling content: invalid character '<' looking for beginning of value",
      'unsupported-manifest',
      { certainty: 'likely' },
    ],
    [
      'error pulling image configuration: download failed after attempts=1: unknown blob',
      'corrupt-content',
      { step: 'config' },
    ],
    [
      `error pulling image configuration: image config verification failed for digest ${DIGEST}`,
      'corrupt-content',
      { certainty: 'proven' },
    ],
    [`filesystem layer verification failed for digest ${DIGEST}`, 'corrupt-content', { step: 'layer' }],
    ['blob unknown: blob unknown to registry', 'corrupt-content', { code: 'BLOB_UNKNOWN' }],
    ['manifest invalid: manifest invalid', 'unsupported-manifest', { certainty: 'likely' }],
    [
      'Encountered remote "application/vnd.cncf.helm.config.v1+json"(unknown) when fetching',
      'unsupported-manifest',
    ],
    [
      'no matching manifest for linux/arm64/v8 in the manifest list entries',
      'platform-mismatch',
      { wanted: 'linux/arm64/v8' },
    ],
    [
      'no matching manifest for windows(10.0.20348)/amd64 in the manifest list entries',
      'platform-mismatch',
      { wanted: 'windows(10.0.20348)/amd64' },
    ],
    [
      'failed to register layer: Error processing tar file(exit status 1): open /root/.npm: permission denied',
      'unpack-failed',
      { step: 'unpack' },
    ],
    [
      'failed to register layer: devmapper: Thin Pool has 12 free data blocks which is less than minimum required 163840 free data blocks.',
      'disk-full',
    ],
    ['failed to register layer: unexpected EOF', 'corrupt-content'],
    ['open /var/lib/docker/tmp/GetImageBlob123456789: permission denied', 'unpack-failed'],
    [
      `login attempt to https://${HOST}/v2/ failed with status: 401 Unauthorized`,
      'credentials-rejected',
      { status: 401 },
    ],
    [
      'Network timed out while trying to connect to https://index.docker.io/v1/repositories/shop/web/images.',
      'connection-timeout',
    ],
    ['layer registration cancelled', 'pull-timeout'],
    [
      'errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n',
      'access-denied-ambiguous',
    ],
  ],
  (text) => asEvent(`Error response from daemon: ${text}`),
);

table('the Docker engine is not there', [
  [
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    'runtime-unavailable',
  ],
  [
    'error during connect: Get "http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.24/info": open //./pipe/docker_engine: The system cannot find the file specified.',
    'runtime-unavailable',
  ],
  [
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: dial unix /var/run/docker.sock: connect: permission denied',
    'runtime-unavailable',
  ],
]);
