import { suite } from 'node:test';
import { checksOf } from './told.ts';

/**
 * Messages in the shapes that people paste into public threads: every client and daemon has its own
 * way to wrap the same few errors. Hosts and images are invented.
 */

const UNPACKED = 'failed to pull and unpack image "reg.example.com/shop/web:v1": ';
const RESOLVED = `${UNPACKED}failed to resolve reference "reg.example.com/shop/web:v1": `;

suite('clients around the daemon', () =>
  checksOf([
    [
      'com.github.dockerjava.api.exception.NotFoundException: Status 404: {"message":"manifest for shop/web:v9 not found: manifest unknown: manifest unknown"}',
      'tag-not-found',
      { code: 'MANIFEST_UNKNOWN' },
    ],
    [
      'docker.errors.APIError: 500 Server Error for http+docker://localhost/v1.43/images/create?tag=v1&fromImage=shop%2Fweb: Internal Server Error ("Head "https://registry-1.docker.io/v2/shop/web/manifests/v1": read tcp 10.0.2.15:44558->203.0.113.9:443: read: connection reset by peer")',
      'connection-broken',
      { host: 'registry-1.docker.io registry' },
    ],
    [
      'ERROR: Job failed: failed to pull image "reg.example.com/ci/build:7" with specified policies [always]: Error response from daemon: unauthorized: incorrect username or password (manager.go:250:0s)',
      'credentials-rejected',
      { runtime: 'docker' },
    ],
    [
      'Driver Failure rpc error: code = Unknown desc = Error in pulling image shop/web: failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://blobs.example.net/registry-v2/sha256/ab/data?verify=1": dial tcp 203.0.113.7:443: i/o timeout',
      'connection-timeout',
      { step: 'layer', host: 'blobs.example.net blob' },
    ],
    [
      ' ✘ web Error failed to resolve reference "reg.example.com/shop/web:v1": failed to authorize: failed to fetch anonymous token: Get "https://auth.example.com/token?scope=repository%3Ashop%2Fweb%3Apull": EOF',
      'connection-broken',
      { step: 'authorize', host: 'auth.example.com token', sent: 'nothing' },
    ],
    [
      'error building image: GET https://reg.example.com/v2/shop/web/manifests/v1: UNAUTHORIZED: authentication required; [map[Action:pull Class: Name:shop/web Type:repository]]',
      'credentials-missing',
      { code: 'UNAUTHORIZED' },
    ],
    [
      'Error: GET "https://reg.example.com/v2/shop/web/manifests/v1": response status code 403: denied: not for you',
      'forbidden',
      { status: 403 },
    ],
    [
      'Unable to fetch image "reg.example.com/shop/web:v1": failed to resolve image to digest: HEAD https://reg.example.com/v2/shop/web/manifests/v1: unexpected status code 404 Not Found (HEAD responses have no body, use GET for details)',
      'not-found-unspecified',
      { status: 404, host: 'reg.example.com registry' },
    ],
    [
      'DockerApiException: Docker API responded with status code=TooManyRequests, response={"message":"toomanyrequests: You have reached your pull rate limit."}',
      'rate-limited',
    ],
    [
      "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
      'platform-mismatch',
      { wanted: 'linux/amd64' },
    ],
    [
      'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref reg.example.com/shop/web:v1: failed to authorize: failed to fetch anonymous token: 401 Unauthorized',
      'credentials-missing',
      { status: 401, sent: 'nothing' },
    ],
    [
      "CannotPullContainerError: ref pull has been retried 1 time(s): number of layers and diffIDs don't match: 3 != 15",
      'unsupported-manifest',
    ],
    [
      'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from the registry: There is a connection issue between the task and the registry. Check your task network configuration.',
      'connection-timeout',
    ],
    [
      'error from node 192.0.2.5: rpc error: code = Unknown desc = 2 error(s) occurred:\\n\\tfailed to pull image \\"reg.example.com/shop/web:v1\\": failed to resolve reference \\"reg.example.com/shop/web:v1\\": failed to do request: Head \\"https://reg.example.com/v2/shop/web/manifests/v1\\": tls: failed to verify certificate: x509: certificate signed by unknown authority\\n\\ttimeout\\n',
      'tls-untrusted',
    ],
    [
      '{"level":"error","content":"time=\\"2026-03-01T10:00:00Z\\" level=info msg=\\"Attempting next endpoint for pull after error: Head \\\\\\"https://reg.example.com/v2/shop/web/manifests/v1\\\\\\": no basic auth credentials\\""}',
      'credentials-missing',
      { host: 'reg.example.com registry', sent: 'nothing' },
    ],
  ]),
);

suite('proxies', () =>
  checksOf([
    ['Error response from daemon: Get "https://reg.example.com/v2/": Blocked By Policy', 'proxy-failure'],
    [
      'pinging container registry reg.example.com: Get "https://reg.example.com/v2/": Service Unavailable',
      'proxy-failure',
      { step: 'ping' },
    ],
    ['Error response from daemon: Get https://reg.example.com/v2/: authenticationrequired', 'proxy-failure'],
    [
      `${RESOLVED}failed to do request: Head "https://reg.example.com/v2/shop/web/manifests/v1": Bad Gateway`,
      'proxy-failure',
    ],
    [
      'Error response from daemon: Get https://reg.example.com/v2/: proxyconnect tcp: tls: first record does not look like a TLS handshake.',
      'proxy-failure',
    ],
    [
      `${RESOLVED}failed to do request: Head "https://reg.example.com/v2/shop/web/manifests/v1": proxyconnect tcp: EOF`,
      'proxy-failure',
    ],
    [
      `${RESOLVED}failed to do request: Head "https://reg.example.com/v2/shop/web/manifests/v1": proxyconnect tcp: x509: certificate signed by unknown authority`,
      'proxy-failure',
    ],
    ['Error response from daemon: Get "https://reg.example.com/v2/": Unauthorized', 'credentials-missing'],
  ]),
);

suite('the way to the registry', () =>
  checksOf([
    ['dial tcp 10.0.0.1:443: connectex: 由于目标计算机积极拒绝，无法连接。', 'connection-refused'],
    [
      'dial tcp [::1]:5000: connectex: Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die Verbindung verweigerte.',
      'connection-refused',
    ],
    [
      'dial tcp 192.0.2.1:443: connectex: 由于连接方在一段时间后没有正确答复或连接的主机没有反应，连接尝试失败。',
      'connection-timeout',
    ],
    ['Error: connect ECONNREFUSED 127.0.0.1:5000', 'connection-refused'],
    ['Error: connect ETIMEDOUT 192.0.2.1:443', 'connection-timeout'],
    [
      'Get "http://reg.example.com:443/v2/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x15\\x03\\x01\\x00\\x02\\x02\\x16"',
      'http-https-mismatch',
    ],
    [
      `${UNPACKED}failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://blobs.example.net/a": net/http: HTTP/1.x transport connection broken: malformed MIME header line: X`,
      'connection-broken',
    ],
    [
      'Get "https://reg.example.com/v2/": tls: failed to parse certificate from server: x509: negative serial number',
      'tls-untrusted',
    ],
    [
      'pulling image: PKIX path building failed: unable to find valid certification path to requested target',
      'tls-untrusted',
    ],
    ['SSL certificate problem: self-signed certificate in certificate chain', 'tls-untrusted'],
    [
      'rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "reg.example.com/shop/web:v1": failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://reg.example.com/v2/shop/web/blobs/sha256:0c60": net/http: timeout awaiting response headers',
      'connection-timeout',
      { step: 'layer' },
    ],
    [
      'Failed to pull image "reg.example.com/shop/web:v1": rpc error: code = Canceled desc = failed to pull and unpack image',
      'pull-timeout',
    ],
    ['rpc error: code = NotFound desc = failed to pull and unpack image', 'not-found-unspecified'],
    [
      '#3 ERROR: failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://auth.example.com/token: 504 Gateway Timeout: error code: 504',
      'registry-unavailable',
      { status: 504, sent: 'credentials', host: 'auth.example.com token' },
    ],
  ]),
);

suite('the runtime itself', () =>
  checksOf([
    ['rpc error: code = Unavailable desc = error reading from server: EOF', 'runtime-unavailable'],
    ['rpc error: code = Unknown desc = server is not initialized yet', 'runtime-unavailable'],
    [
      'Failed to inspect image "reg.example.com/shop/web:v1": rpc error: code = DeadlineExceeded desc = context deadline exceeded',
      'runtime-unavailable',
      { step: 'inspect' },
    ],
    [
      'FATA[0000] validate service connection: CRI v1 image API is not implemented for endpoint "unix:///run/containerd/containerd.sock"',
      'runtime-unavailable',
    ],
    [
      "FATA[0002] connect: connect endpoint 'unix:///var/run/dockershim.sock', make sure you are running as root and the endpoint has been started: context deadline exceeded",
      'runtime-unavailable',
    ],
    [
      'ctr: cannot access containerd socket "/run/containerd/containerd.sock": no such file or directory',
      'runtime-unavailable',
    ],
    ['Cannot connect to Podman. Please verify your connection to the Linux system', 'runtime-unavailable'],
    [
      'error during connect: This error may indicate that the docker daemon is not running.: Post "http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.24/images/create?fromImage=web&tag=1": open //./pipe/docker_engine: The system cannot find the file specified.',
      'runtime-unavailable',
    ],
    [
      'request returned Internal Server Error for API route and version http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.24/images/create?fromImage=web, check if the server supports the requested API version',
      'runtime-unavailable',
    ],
    [
      'docker: failed to prepare extraction snapshot "extract-9 sha256:abc": connection error: desc = "transport: Error while dialing dial unix:///run/lazy/snapshotter.sock: timeout": unavailable.',
      'runtime-unavailable',
    ],
  ]),
);

suite('what registries say in their own words', () =>
  checksOf([
    [
      'reading manifest v1 in reg.example.com/shop/web: name unknown: Repo not found',
      'repository-not-found',
      { code: 'NAME_UNKNOWN', step: 'resolve' },
    ],
    [
      'reading manifest v9 in reg.example.com/shop/web: manifest unknown: Image not found',
      'tag-not-found',
      { code: 'MANIFEST_UNKNOWN' },
    ],
    ['Tag v9 not found in repository docker.io/shop/web', 'tag-not-found'],
    [
      '`unknown: unexpected status from HEAD request to https://reg.example.com/v2/shop/manifests/v1: 400 Bad Request` and `{"errors":[{"code":"NAME_INVALID","message":"Missing image name."}]}`',
      'invalid-reference',
      { code: 'NAME_INVALID', status: 400 },
    ],
    [
      'failed to resolve reference "public.ecr.aws/shop/web:v1": unexpected status from HEAD request to https://public.ecr.aws/v2/shop/web/manifests/v1: 400 Bad Request',
      'credentials-rejected',
      { status: 400 },
    ],
    ['denied: Anonymous users are only allowed read access on public repos', 'credentials-missing'],
    [
      'unauthorized: {"errors":[{"code":"DENIED","message":"you do not have the permission","detail":""}]}',
      'forbidden',
    ],
    ['denied: requested access to the resource is denied: access token has insufficient scopes', 'forbidden'],
    [
      'denied: Resource protected by organization SAML enforcement. You must grant your token access to this organization.',
      'forbidden',
    ],
    ["denied: Token exchange failed for project 'shop'. Access denied.", 'forbidden'],
    ['unauthorized: BAD_CREDENTIAL', 'credentials-rejected'],
    ['unauthorized: Your account must log in with a Personal Access Token (PAT)', 'credentials-rejected'],
    ['reading manifest v1 in reg.example.com/shop/web: unauthorized: Session expired', 'credentials-expired'],
    [
      'DENIED: System is currently read-only. Pulls will succeed but all write operations are currently suspended.',
      'registry-unavailable',
    ],
    [
      'unexpected status from HEAD request to https://gcr.io/v2/shop/web/manifests/v1: 412 Precondition Failed',
      'registry-retired',
      { status: 412 },
    ],
    [
      'error parsing HTTP 404 response body: invalid character \'<\' looking for beginning of value: "\\n<!DOCTYPE html>\\n<html><title>404</title>"',
      'not-found-unspecified',
      { status: 404 },
    ],
    [
      "Error response from daemon: invalid character '<' looking for beginning of value",
      'unsupported-manifest',
    ],
    ['Error response from daemon: unexpected end of JSON input', 'unknown'],
    ["invalid character 'e' looking for beginning of value", 'pull-secret-malformed'],
    ['Error syncing pod, skipping: secrets "regcred" not found', 'credentials-missing'],
    ['failed to parse auth config: invalid decoded auth: "x"', 'pull-secret-malformed'],
  ]),
);

suite('mirrors', () =>
  checksOf([
    [
      'initializing source docker://docker.io/shop/web:v1: (Mirrors also failed:\n   [mirror.example.com:8443/shop/web:v1:\n   reading manifest v1 in mirror.example.com:8443/shop/web: manifest unknown]):\n   docker.io/shop/web:v1: toomanyrequests: slow down',
      'rate-limited',
      { code: 'TOOMANYREQUESTS' },
    ],
    [
      'Failed to pull image "docker.io/shop/web:v1": (Mirrors also failed: [mirror.example.com:5000/shop/web:v1: reading manifest v1 in mirror.example.com:5000/shop/web: manifest unknown]): docker.io/shop/web:v1: registry docker.io is blocked in one of /etc/containers/registries.conf or /etc/containers/registries.conf.d',
      'tag-not-found',
    ],
    [
      'initializing source docker://web:v1:\n(Mirrors also failed: \n [mirror.example.com/library/web:v1: manifest unknown]\n [second.example.com/library/web:v1: requested access to the resource is denied])',
      'tag-not-found',
    ],
  ]),
);

suite('content that is wrong, of another kind, or for another platform', () =>
  checksOf([
    [
      `${UNPACKED}failed to copy: httpReadSeeker: failed open: content mismatch: sha256:aaa != sha256:bbb`,
      'corrupt-content',
    ],
    ['reg.example.com/shop/web:v1: digest mismatch: sha256:aaa != sha256:bbb', 'corrupt-content'],
    ['Error: writing blob: layer content incorrect digest', 'corrupt-content'],
    [
      'unable to pull image: pull image err: Image manifest does not match selected manifest digest sha256:12',
      'corrupt-content',
      { runtime: 'cri-o' },
    ],
    ['image config verification failed for digest sha256:12', 'corrupt-content'],
    [
      'Error pulling image (v1) from 10.0.0.1:9000/shop/web, ApplyLayer exit status 1 unexpected EOF',
      'corrupt-content',
    ],
    [
      '#16 ERROR: failed to extract layer sha256:f7d: \n    exit status 1: unpigz: skipping: <stdin>: corrupted -- incomplete deflate data\nfailed to solve: Unavailable: error reading from server: EOF',
      'corrupt-content',
    ],
    [
      "parsing image configuration: invalid character '\\x1f' looking for beginning of value",
      'unsupported-manifest',
      { step: 'config' },
    ],
    [
      'Unimplemented manifest MIME type "application/vnd.docker.distribution.manifest.v1+prettyjws"',
      'unsupported-manifest',
    ],
    [
      'Error response from daemon: Encountered remote "application/vnd.cncf.helm.config.v1+json"(unknown) when fetching',
      'unsupported-manifest',
    ],
    [
      'Error response from daemon: AI models are not yet supported by the Engine, please use "docker model pull/run" instead',
      'unsupported-manifest',
    ],
    ["layers from manifest don't match image configuration", 'unsupported-manifest'],
    [
      `${UNPACKED}unknown image config media type application/vnd.wasm.config.v0+json`,
      'unsupported-manifest',
    ],
    [
      'image platform (linux/amd64) does not match the expected platform (linux/arm64)',
      'platform-mismatch',
      { wanted: 'linux/arm64' },
    ],
    [
      'Error response from daemon: image with reference shop/web:v1 was found but does not provide the specified platform (linux/arm64)',
      'platform-mismatch',
    ],
    [
      'cannot download image with operating system "windows" when requesting "linux"',
      'platform-mismatch',
      { wanted: 'linux' },
    ],
    ['a Windows version 10.0.17763-based image is incompatible with a 10.0.14393 host', 'platform-mismatch'],
    [
      'failed to register layer: re-exec error: exit status 1: output: time="2026-01-11T18:16:04Z" level=error msg="hcsshim::ImportLayer failed in Win32: Access is denied. (0x5)"',
      'unpack-failed',
      { step: 'unpack' },
    ],
    [
      'hcsshim::ProcessBaseLayer \\\\?\\C:\\data\\snapshots\\1: The specified module could not be found.: unknown',
      'unpack-failed',
    ],
    ['download failed: tar --gzip --extract stderr: : exit signal: 9 (Killed)', 'memory-pressure'],
  ]),
);

suite('trust and names', () =>
  checksOf([
    [
      `${UNPACKED}blocking pull of reg.example.com/shop/web:v1 with digest sha256:abc: image verifier /opt/verify returned error: exit status 3`,
      'signature-rejected',
    ],
    [
      'Error: remote trust data does not exist for docker.io/shop/web: notary.example.com does not have trust data for docker.io/shop/web',
      'signature-rejected',
    ],
    [
      'verifying signatures: downloading signatures for sha256:1 in reg.example.com/shop/web: signature verification failed',
      'signature-rejected',
      { step: 'verify' },
    ],
    [
      'Failed to inspect image "": rpc error: code = Unknown desc = short name mode is enforcing, but image name shop/web:v1 returns ambiguous list',
      'short-name-unresolved',
    ],
    [
      'Failed to inspect image "web": rpc error: code = Unknown desc = no registries configured while trying to pull an unqualified image, add at least one in either /etc/crio/crio.conf or /etc/containers/registries.conf',
      'short-name-unresolved',
    ],
    ["'scratch' is a reserved name", 'invalid-reference'],
    [
      'failed to resolve reference "reg example": parse "dummy://reg example": invalid character " " in host name',
      'invalid-reference',
    ],
    ['Error response from daemon: No such image: reg.example.com/shop/web:v1', 'not-found-unspecified'],
    [
      'Error from server (BadRequest): container "web" in pod "web-1" is waiting to start: trying and failing to pull image',
      'back-off-only',
    ],
    ['container "web" in pod "web-1" is waiting to start: image can\'t be pulled', 'back-off-only'],
  ]),
);
