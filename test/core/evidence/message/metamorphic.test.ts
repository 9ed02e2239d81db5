import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { CAUSES, OPEN_CAUSES, type Cause } from '../../../../src/core/diagnosis/cause.ts';
import { judgeReading } from '../../../../src/core/diagnosis/judgement/judge-reading.ts';
import { readMessage } from '../../../../src/core/evidence/message/read-message.ts';

/** What happens to a message on its way to a person does not change what it says. */

const IMAGE = 'reg.example.com/shop/web:v1';
const UNPACKED = `failed to pull and unpack image "${IMAGE}": `;
const RESOLVED = `${UNPACKED}failed to resolve reference "${IMAGE}": `;
const MANIFEST = 'https://reg.example.com/v2/shop/web/manifests/v1';
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

const MESSAGES: readonly (readonly [Cause, string])[] = [
  ['not-found-unspecified', `${RESOLVED}${IMAGE}: not found`],
  [
    'access-denied-ambiguous',
    `${RESOLVED}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
  ],
  [
    'credentials-missing',
    `${RESOLVED}failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.example.com/token?scope=repository%3Ashop%2Fweb%3Apull&service=reg.example.com: 401 Unauthorized`,
  ],
  ['credentials-missing', `Error response from daemon: Get "${MANIFEST}": no basic auth credentials`],
  ['credentials-rejected', `${RESOLVED}unexpected status from HEAD request to ${MANIFEST}: 401 Unauthorized`],
  [
    'credentials-rejected',
    `Error response from daemon: Head "${MANIFEST}": unauthorized: incorrect username or password`,
  ],
  [
    'credentials-expired',
    `${RESOLVED}unexpected status from HEAD request to ${MANIFEST}: 403 Forbidden - Server message: denied: Your authorization token has expired. Reauthenticate and try again.`,
  ],
  ['forbidden', `${RESOLVED}unexpected status from HEAD request to ${MANIFEST}: 403 Forbidden`],
  [
    'dns-failure',
    `${RESOLVED}failed to do request: Head "${MANIFEST}": dial tcp: lookup reg.example.com on 10.0.0.10:53: read udp 10.0.0.3:40001->10.0.0.10:53: i/o timeout`,
  ],
  [
    'connection-refused',
    `initializing source docker://${IMAGE}: pinging container registry reg.example.com: Get "https://reg.example.com/v2/": dial tcp 192.0.2.4:443: connect: connection refused`,
  ],
  [
    'connection-timeout',
    `${RESOLVED}failed to do request: Head "${MANIFEST}": net/http: TLS handshake timeout`,
  ],
  [
    'connection-broken',
    `${UNPACKED}failed to copy: read tcp 10.0.0.3:40001->192.0.2.4:443: read: connection reset by peer`,
  ],
  ['connection-broken', 'Error response from daemon: Get "https://reg.example.com/v2/": EOF'],
  [
    'tls-untrusted',
    `${RESOLVED}failed to do request: Head "${MANIFEST}": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
  ],
  [
    'tls-hostname',
    `Error response from daemon: Get "https://reg.example.com/v2/": x509: certificate is valid for ingress.example.net, not reg.example.com`,
  ],
  [
    'http-https-mismatch',
    `${RESOLVED}failed to do request: Head "${MANIFEST}": http: server gave HTTP response to HTTPS client`,
  ],
  [
    'proxy-failure',
    `${RESOLVED}failed to do request: Head "${MANIFEST}": proxyconnect tcp: dial tcp 192.0.2.8:3128: connect: no route to host`,
  ],
  ['proxy-failure', 'Error response from daemon: Get "https://reg.example.com/v2/": Forbidden'],
  [
    'rate-limited',
    `${UNPACKED}failed to copy: httpReadSeeker: failed open: unexpected status code https://reg.example.com/v2/shop/web/manifests/${DIGEST}: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.`,
  ],
  [
    'registry-unavailable',
    `reading manifest v1 in reg.example.com/shop/web: received unexpected HTTP status: 502 Bad Gateway`,
  ],
  [
    'tag-not-found',
    `Error response from daemon: manifest for ${IMAGE} not found: manifest unknown: manifest unknown`,
  ],
  [
    'repository-not-found',
    `initializing source docker://${IMAGE}: reading manifest v1 in reg.example.com/shop/web: name unknown: repository name not known to registry`,
  ],
  ['platform-mismatch', `${UNPACKED}no match for platform in manifest: not found`],
  [
    'platform-mismatch',
    `choosing an image from manifest list docker://${IMAGE}: no image found in image index for architecture "arm64", variant "v8", OS "linux"`,
  ],
  [
    'unsupported-manifest',
    `${UNPACKED}media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1, please rebuild the image`,
  ],
  [
    'corrupt-content',
    `${UNPACKED}failed commit on ref "layer-${DIGEST}": unexpected commit digest ${DIGEST}, expected ${DIGEST}: failed precondition`,
  ],
  [
    'disk-full',
    `${UNPACKED}failed to extract layer ${DIGEST}: write /var/lib/containerd/snapshots/45/fs/etc/passwd: no space left on device: unknown`,
  ],
  [
    'unpack-failed',
    'failed to register layer: Error processing tar file(exit status 1): lchown /etc/shadow: invalid argument',
  ],
  ['signature-rejected', 'Source image rejected: A signature was required, but no signature exists'],
  ['pull-timeout', `${UNPACKED}context canceled`],
  [
    'invalid-reference',
    'Failed to apply default image tag "Shop/Web:v1": couldn\'t parse image name "Shop/Web:v1": invalid reference format: repository name must be lowercase',
  ],
  ['kubelet-throttled', 'pull QPS exceeded'],
  [
    'runtime-unavailable',
    'connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: no such file or directory"',
  ],
];

type Change = (message: string) => string;

const quote = (text: string): string => JSON.stringify(text);

/** Breaks at blanks, as YAML and mail programs do. */
function fold(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}

/** Cuts at a column, as terminals do. */
function chop(text: string, width: number): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / width) }, (_, line) =>
    text.slice(line * width, (line + 1) * width),
  );
}

function k9sBox(text: string, width: number): string {
  return chop(text, width)
    .map((line) => `│ ${line.padEnd(width)} │`)
    .join('\n');
}

const EVENT_TABLE = '  Warning  Failed     51s (x2 over 3m)  kubelet            ';

/** Programs put the message of another into their own. */
const WRAPPINGS: Readonly<Record<string, Change>> = {
  'an event of many': (m) => `(combined from similar events): ${m}`,
  'the back-off of a kubelet since 1.32': (m) => `Back-off pulling image "${IMAGE}": ErrImagePull: ${m}`,
  'an event since 1.35': (m) => `spec.containers{web}: Failed to pull image "${IMAGE}": ${m}`,
  klog: (m) =>
    `E0223 03:56:34.135604  8498 kuberuntime_image.go:42] "Failed to pull image" err=${quote(m)} image="${IMAGE}"`,
  'klog of a pod worker': (m) =>
    `Jan 20 09:18:47 node-3 kubelet[4772]: E0120 09:18:47.870864    4772 pod_workers.go:1298] "Error syncing pod, skipping" err=${quote(`failed to "StartContainer" for "web" with ErrImagePull: ${quote(m)}`)} pod="shop/web-1" podUID="x"`,
  logrus: (m) =>
    `time="2026-03-10T18:16:47Z" level=error msg="PullImage \\"${IMAGE}\\" failed" error=${quote(`rpc error: code = Unknown desc = ${m}`)}`,
  crictl: (m) => `FATA[0001] pulling image: rpc error: code = Unknown desc = ${m}`,
  'a CI runner': (m) => `WARNING: Failed to pull image with policy "always": ${m} (manager.go:237:0s)`,
};

/** Terminals, files and pages show it in their way. */
const SHOWN: Readonly<Record<string, Change>> = {
  'YAML, folded, single quotes': (m) => `message: '${fold(m.replaceAll("'", "''"), 60, '          ')}'`,
  'YAML, folded, double quotes': (m) => `message: ${fold(quote(m), 72, '  ')}`,
  'JSON once': quote,
  'JSON three times': (m) => quote(quote(quote(m))),
  'kubectl describe': (m) =>
    `${EVENT_TABLE}${m}\n${EVENT_TABLE}Error: ErrImagePull\n  Normal   BackOff    15s (x5 over 1m)  kubelet            Back-off pulling image "${IMAGE}"`,
  'code marks': (m) => `\`${m}\``,
  'bold marks': (m) => `**${m}**`,
  'a table row': (m) => `| ${m} | look at the registry |`,
  'a quoted mail': (m) => `> ${fold(m, 70, '> ')}`,
  'curled quotes': (m) => m.replaceAll(/"([^"]*)"/gu, '“$1”'),
  'hard blanks': (m) => m.replaceAll(' ', '\u00a0'),
  tabs: (m) => m.replaceAll(' ', '\t'),
  'doubled blanks': (m) => m.replaceAll(' ', '  '),
  colours: (m) => `\u001b[31;1m${m}\u001b[0m`,
  entities: (m) => m.replaceAll('&', '&amp;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  'invisible blanks': (m) => m.replaceAll('-', '-\u200b'),
  'a stop': (m) => `${m}.`,
  brackets: (m) => `(${m})`,
  'the same from two credentials': (m) => `[${m}, ${m}]`,
  'an exit status': (m) => `${m}: exit status 1`,
  'a line a step': (m) => m.replaceAll(': ', ':\n  '),
  'a box of k9s': (m) => k9sBox(m, 90),
};

function causeOf(message: string): Cause {
  return judgeReading(readMessage(message), {}).cause;
}

suite('what a message says outlives', () => {
  for (const [name, change] of Object.entries({ ...WRAPPINGS, ...SHOWN })) {
    test(name, () => {
      for (const [cause, message] of MESSAGES) assert.equal(causeOf(change(message)), cause, change(message));
    });
  }

  test('a terminal of any width', () => {
    for (const [cause, message] of MESSAGES) {
      for (let width = 60; width <= 200; width += 1) {
        const cut = chop(message, width).join('\n');
        assert.equal(causeOf(cut), cause, cut);
      }
    }
  });

  test('any program that wrapped it, shown in any way', () => {
    for (const [cause, message] of MESSAGES)
      for (const wrap of Object.values(WRAPPINGS))
        for (const show of Object.values(SHOWN))
          assert.equal(causeOf(show(wrap(message))), cause, show(wrap(message)));
  });

  test('two programs on top of each other, cut at any width', () => {
    const wrap = fc.constantFrom(...Object.values(WRAPPINGS));
    const width = fc.integer({ min: 70, max: 220 });
    fc.assert(
      fc.property(
        fc.constantFrom(...MESSAGES),
        wrap,
        wrap,
        width,
        ([cause, message], inner, outer, columns) => {
          const text = chop(outer(inner(message)), columns).join('\n');
          assert.equal(causeOf(text), cause, text);
        },
      ),
      { numRuns: 600 },
    );
  });
});

suite('any text at all', () => {
  const fragment = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...MESSAGES.map(([, message]) => message)),
    fc.constantFrom(
      '\n',
      ': ',
      ', ',
      '[',
      ']',
      '"',
      '\\',
      '(Mirrors also failed: ',
      'rpc error: code = ',
      '│ ',
      '%!A(MISSING)',
    ),
  );
  const text = fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join(''));

  test('is read and judged without a throw, and open causes are never proven', () => {
    fc.assert(
      fc.property(text, (message) => {
        const { cause, certainty } = judgeReading(readMessage(message), {});
        assert.ok(CAUSES.includes(cause));
        assert.ok(certainty !== 'proven' || !OPEN_CAUSES.has(cause), `${cause} is ${certainty}`);
      }),
      { numRuns: 400 },
    );
  });

  test('reads the same twice', () => {
    fc.assert(
      fc.property(text, (message) => assert.deepEqual(readMessage(message), readMessage(message))),
      { numRuns: 200 },
    );
  });

  test('has its raw text kept, whole where it is short', () => {
    fc.assert(fc.property(text, (message) => assert.equal(readMessage(message).raw, message)));
  });
});
