import { table } from './said-of.ts';

/** The kubelet's own words, by generation, and what it wraps around the words of a runtime. */

const HOST = 'registry.acme.test';
const IMAGE = `${HOST}/shop/web:1.4.2`;
const REFUSED = `failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": failed to do request: Head "https://${HOST}/v2/shop/web/manifests/1.4.2": dial tcp 10.20.30.40:443: connect: connection refused`;

table('wrappers around the same words', [
  [REFUSED, 'connection-refused', { host: `${HOST} registry`, runtime: 'containerd', step: 'resolve' }],
  [`Failed to pull image "${IMAGE}": rpc error: code = Unknown desc = ${REFUSED}`, 'connection-refused'],
  [`(combined from similar events): Failed to pull image "${IMAGE}": ${REFUSED}`, 'connection-refused'],
  [`Back-off pulling image "${IMAGE}": ErrImagePull: ${REFUSED}`, 'connection-refused'],
  [
    `Error syncing pod, skipping: failed to "StartContainer" for "app" with ErrImagePull: "${REFUSED}"`,
    'connection-refused',
  ],
  [
    `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "r.acme.test/pause:3.9": failed to pull image "r.acme.test/pause:3.9": ${REFUSED}`,
    'connection-refused',
  ],
  [`image pull failed for ${IMAGE} because the registry is unavailable: ${REFUSED}`, 'connection-refused'],
]);

table('one attempt per credential', [
  [
    `[failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized, failed to pull and unpack image "${IMAGE}": failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized]`,
    'credentials-rejected',
    { sent: 'credentials', or: ['credentials-expired', 'credentials-missing'] },
  ],
  [
    `[rpc error: code = Unknown desc = failed to pull and unpack image "${IMAGE}": failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized, rpc error: code = Unknown desc = failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": unexpected status from HEAD request to https://${HOST}/v2/shop/web/manifests/1.4.2: 403 Forbidden]`,
    'forbidden',
  ],
]);

table('waiting', [
  [`Back-off pulling image "${IMAGE}"`, 'back-off-only', { certainty: 'possible' }],
  ['Error: ImagePullBackOff', 'back-off-only'],
  [`pulling image "${IMAGE}": image pull failed: Back-off pulling image "${IMAGE}"`, 'back-off-only'],
  [`Back-off pulling image "${IMAGE}": ErrImagePull: something nobody has read before`, 'unknown'],
  [
    `Failed to pull image "${IMAGE}": something nobody has read before\nBack-off pulling image "${IMAGE}"`,
    'unknown',
  ],
]);

table('verdicts of its own', [
  ['Container image "web:1" is not present with pull policy of Never', 'never-pull', { certainty: 'proven' }],
  [
    'Back-off pulling image "web:1": ErrImageNeverPull: Container image "web:1" is not present with pull policy of Never',
    'never-pull',
  ],
  [`Failed to pull image "${IMAGE}": pull QPS exceeded`, 'kubelet-throttled', { certainty: 'proven' }],
  [
    `Back-off pulling image "${IMAGE}": SignatureValidationFailed: image pull failed for ${IMAGE} because the signature validation failed`,
    'signature-rejected',
  ],
  [
    `Failed to inspect image "": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/crio/crio.sock: connect: connection refused"`,
    'runtime-unavailable',
    { step: 'inspect' },
  ],
  [
    `Failed to inspect image "${IMAGE}": rpc error: code = DeadlineExceeded desc = context deadline exceeded`,
    'runtime-unavailable',
    { certainty: 'likely' },
  ],
  [
    'Failed to inspect image "": rpc error: code = Unknown desc = short name mode is enforcing, but image name web:1 returns ambiguous list',
    'short-name-unresolved',
  ],
  [
    'Unable to retrieve some image pull secrets (regcred, other); attempting to pull the image may not succeed.',
    'credentials-missing',
    { certainty: 'likely' },
  ],
  [
    `failed to record image pull intent for image "${IMAGE}": open /var/lib/kubelet/image_manager/pulling/sha256-1: no space left on device`,
    'disk-full',
  ],
  ['rpc error: code = Unimplemented desc = unknown service runtime.v1.ImageService', 'runtime-unavailable'],
]);

table('references', [
  [
    `Failed to apply default image tag "Shop/web:1": couldn't parse image name "Shop/web:1": invalid reference format: repository name (Shop/web) must be lowercase`,
    'invalid-reference',
    { certainty: 'proven' },
  ],
  [
    `Failed to apply default image tag "web:\${TAG}": couldn't parse image reference "web:\${TAG}": invalid reference format`,
    'invalid-reference',
  ],
  [
    `Failed to apply default image tag "${HOST}/a@sha256:abc": couldn't parse image name "${HOST}/a@sha256:abc": invalid checksum digest length`,
    'invalid-reference',
  ],
  ['Error: InvalidImageName', 'invalid-reference'],
]);

table('pull secrets', [
  ['illegal base64 data at input byte 12', 'pull-secret-malformed', { certainty: 'proven' }],
  ['unable to parse auth field, must be formatted as base64(username:password)', 'pull-secret-malformed'],
  ["invalid character 'r' looking for beginning of value", 'pull-secret-malformed', { certainty: 'likely' }],
  [
    'Error: json: cannot unmarshal string into Go struct field DockerConfigJSON.auths of type credentialprovider.DockerConfig',
    'pull-secret-malformed',
  ],
]);

table('events that speak of no pull', [
  [
    'Liveness probe failed: Get "http://10.0.0.1:8080/healthz": dial tcp 10.0.0.1:8080: connect: connection refused',
    'unknown',
  ],
  [
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "x": plugin type="calico" failed (add): Get "https://10.96.0.1:443/api": dial tcp 10.96.0.1:443: i/o timeout',
    'unknown',
  ],
  ['MountVolume.SetUp failed for volume "tls" : secret "tls" not found', 'unknown'],
  ['Back-off restarting failed container web in pod web-1_shop', 'unknown'],
  [
    `Readiness probe failed: HTTP probe failed with statuscode: 503\nFailed to pull image "${IMAGE}": ${REFUSED}`,
    'connection-refused',
  ],
]);
