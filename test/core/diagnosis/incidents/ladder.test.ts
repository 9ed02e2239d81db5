import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CAUSES, RUNGS } from '../../../../src/core/diagnosis/cause.ts';
import { judgeReading } from '../../../../src/core/diagnosis/judgement/judge-reading.ts';
import { climb } from '../../../../src/core/diagnosis/incidents/ladder.ts';
import { readMessage } from '../../../../src/core/evidence/message/read-message.ts';
import * as make from '../builders.ts';

const MARKS = { ok: '+', broken: '!', unknown: '?' } as const;
const REGISTRY = 'registry.example.com';

/** The ladder in one line: `+reference … !dns(token auth.example.com) ?unpack`. */
function ladder(text: string): string {
  const verdict = judgeReading(readMessage(text), { image: make.IMAGE });
  return climb(verdict, REGISTRY)
    .map(
      ({ rung, state, host }) =>
        `${MARKS[state]}${rung}${host === undefined || host.name === REGISTRY ? '' : `(${host.role} ${host.name})`}`,
    )
    .join(' ');
}

const OPENING = `failed to pull and unpack image "${make.IMAGE}": failed to `;
const RESOLVE = `${OPENING}resolve reference "${make.IMAGE}": `;
const KUBELETS = '+reference +pull-policy +credentials';
const UNREAD = '?permission ?repository ?manifest ?platform ?layers ?unpack';

suite('the ladder', () => {
  const cases: readonly (readonly [name: string, text: string, expected: string])[] = [
    [
      'a string that does not parse',
      `Failed to apply default image tag "Web:1": couldn't parse image name "Web:1": invalid reference format`,
      `!reference ?pull-policy ?credentials ?dns ?connect ?tls ?sign-in ${UNREAD}`,
    ],
    [
      'policy Never',
      `Container image "${make.IMAGE}" is not present with pull policy of Never`,
      `+reference !pull-policy ?credentials ?dns ?connect ?tls ?sign-in ${UNREAD}`,
    ],
    ['a host without an address', make.noSuchHost(), `${KUBELETS} !dns ?connect ?tls ?sign-in ${UNREAD}`],
    [
      'a refused connection was looked up before',
      make.refused(),
      `${KUBELETS} +dns !connect ?tls ?sign-in ${UNREAD}`,
    ],
    [
      'a handshake needs a connection',
      `${RESOLVE}failed to do request: Head "https://${REGISTRY}/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      `${KUBELETS} +dns +connect !tls ?sign-in ${UNREAD}`,
    ],
    [
      'an answer proves the way, and no credentials that fit are none that held',
      make.noCredentials(),
      `${KUBELETS.replace('+credentials', '?credentials')} +dns +connect +tls !sign-in ${UNREAD}`,
    ],
    [
      'a token with too small a scope is a token',
      make.accessDenied(),
      `${KUBELETS} +dns +connect +tls +sign-in !permission ?repository ?manifest ?platform ?layers ?unpack`,
    ],
    [
      '404 is said to those who may look',
      make.notFound(),
      `${KUBELETS} +dns +connect +tls +sign-in ?permission ?repository !manifest ?platform ?layers ?unpack`,
    ],
    [
      'a greeting that is answered with an error came over a way that held',
      `error pinging registry ${REGISTRY}, response code 500 (Internal Server Error)`,
      `${KUBELETS} +dns +connect +tls !sign-in ${UNREAD}`,
    ],
    [
      'a greeting that was given up proves no way',
      `RegistryUnavailable: pinging container registry ${REGISTRY}: Get "https://${REGISTRY}/v2/": context deadline exceeded`,
      `${KUBELETS} ?dns !connect ?tls ?sign-in ${UNREAD}`,
    ],
    [
      'a limit says nothing of who asks',
      make.tooMany(),
      `${KUBELETS} +dns +connect +tls ?sign-in ?permission ?repository !manifest ?platform ?layers ?unpack`,
    ],
    [
      'a platform is chosen with the manifest in hand',
      `${OPENING.replace(' failed to ', ' ')}no match for platform in manifest: not found`,
      `${KUBELETS} +dns +connect +tls +sign-in +permission +repository +manifest !platform ?layers ?unpack`,
    ],
    [
      'the token server has rungs of its own',
      `${RESOLVE}failed to authorize: failed to fetch anonymous token: Get "https://auth.example.com/token?service=x": dial tcp: lookup auth.example.com on 10.0.0.2:53: no such host`,
      `${KUBELETS} +dns +connect +tls !dns(token auth.example.com) ?sign-in ${UNREAD}`,
    ],
    [
      'the blob store as well, after the manifest',
      `${OPENING}copy: httpReadSeeker: failed open: failed to do request: Get "https://blobs.example.com/data": dial tcp 10.1.1.1:443: connect: connection refused`,
      `${KUBELETS} +dns +connect +tls +sign-in +permission +repository +manifest +platform +dns(blob blobs.example.com) !connect(blob blobs.example.com) ?layers ?unpack`,
    ],
    [
      'a layer is unpacked when it is there',
      `${OPENING}extract layer sha256:${'ab'.repeat(32)}: failed to Lchown "/x" for UID 1, GID 1: lchown /x: invalid argument`,
      `${KUBELETS} +dns +connect +tls +sign-in +permission +repository +manifest +platform +layers !unpack`,
    ],
    [
      'a program of another machine came well',
      'failed to start container "app": exec /app: exec format error',
      `${KUBELETS} +dns +connect +tls +sign-in +permission +repository +manifest !platform +layers +unpack`,
    ],
    [
      'nothing was told',
      `Back-off pulling image "${make.IMAGE}"`,
      `?reference ?pull-policy ?credentials ?dns ?connect ?tls ?sign-in ${UNREAD}`,
    ],
    [
      'the kubelet held it back',
      'pull QPS exceeded',
      `${KUBELETS} ?dns ?connect ?tls ?sign-in ${UNREAD} !runtime`,
    ],
  ];
  for (const [name, text, expected] of cases) {
    test(name, () => assert.equal(ladder(text), expected));
  }

  test('every rung stands once, in order, for the registry, and one is broken unless nothing is known', () => {
    for (const [, text] of cases) {
      const steps = climb(judgeReading(readMessage(text), {}), REGISTRY);
      const own = steps
        .filter(({ host, rung }) => (host === undefined || host.name === REGISTRY) && rung !== 'runtime')
        .map(({ rung }) => rung);
      assert.deepEqual(
        own,
        RUNGS.filter((rung) => own.includes(rung)),
      );
      assert.ok(own.length >= RUNGS.length - 1);
      assert.equal(
        steps.filter(({ state }) => state === 'broken').length,
        text.startsWith('Back-off') ? 0 : 1,
      );
    }
  });

  test('names no host where the image names none', () => {
    const verdict = judgeReading(readMessage(make.refused()), {});
    const { host: _, ...hostless } = verdict;
    assert.ok(climb(hostless, '').every(({ host }) => host === undefined));
    assert.ok(climb(hostless, REGISTRY).some(({ host }) => host?.name === REGISTRY));
  });

  test('is total over every cause and rung', () => {
    const plain = judgeReading(readMessage(make.notFound()), {});
    for (const cause of CAUSES) {
      for (const rung of [...RUNGS, 'runtime', 'verify', 'unknown'] as const) {
        for (const role of ['registry', 'token', 'mirror', 'blob', 'proxy'] as const) {
          const steps = climb({ ...plain, cause, rung, host: { name: 'h.example.com', role } }, REGISTRY);
          assert.ok(steps.length >= RUNGS.length);
        }
      }
    }
  });
});
