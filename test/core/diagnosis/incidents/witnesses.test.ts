import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Witness } from '../../../../src/core/diagnosis/finding.ts';
import { quoteText } from '../../../../src/core/diagnosis/pulls/quote-text.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import * as make from '../builders.ts';

function witnesses(pods: readonly PodEvidence[], more: Partial<ClusterEvidence> = {}): readonly Witness[] {
  const { findings } = diagnose(make.evidence({ pods, ...more }));
  assert.equal(findings.length, 1);
  return findings[0]?.evidence ?? [];
}

function said(
  by: Witness['witness'],
  pods: readonly PodEvidence[],
  more: Partial<ClusterEvidence> = {},
): readonly string[] {
  return witnesses(pods, more).flatMap(({ witness, says }) => (witness === by ? [says] : []));
}

const denied = make.stuck(make.backOff(make.noCredentials()));

suite('the kubelet', () => {
  test('is quoted with node, count and time', () => {
    const pod = make.stuck(make.silentBackOff());
    const events = [make.failedToPull(pod, make.notFound(), { count: 4, last: make.at(-30) })];
    assert.deepEqual(witnesses([pod], { events })[0], {
      witness: 'kubelet',
      says: `node-1 (4 times): "Failed to pull image "${make.IMAGE}": ${make.notFound()}"`,
      supports: true,
      at: make.at(-30),
    });
  });

  test('is quoted once for replicas that say the same', () => {
    const pods = ['a', 'b', 'c'].map((name) => make.stuck(make.backOff(make.notFound()), { name }));
    assert.equal(said('kubelet', pods).length, 1);
  });

  test('is quoted at most twice, however the texts differ', () => {
    const pods = ['a', 'b', 'c', 'd'].map((name) =>
      make.stuck(make.backOff(`${make.notFound()} (trace ${name})`), { name }),
    );
    assert.equal(said('kubelet', pods).length, 2);
  });
});

suite('the cluster', () => {
  test('no secret, and what the service account has', () => {
    assert.deepEqual(said('cluster', [denied]), ['the pod references no pull secret']);
    assert.match(
      said('cluster', [denied], { serviceAccounts: [make.account()] })[1] ?? '',
      /shop\/default has none either/u,
    );
    assert.match(
      said('cluster', [denied], { serviceAccounts: [make.account({ imagePullSecrets: ['regcred'] })] })[1] ??
        '',
      /has regcred: pods made from now on get it/u,
    );
  });

  test('a secret that is there, is absent, or was not looked at', () => {
    const pod = { ...denied, imagePullSecrets: ['regcred'] };
    const absent = make.event(
      pod,
      'FailedToRetrieveImagePullSecret',
      'Unable to retrieve some image pull secrets (regcred); x',
      { container: '' },
    );
    assert.deepEqual(said('cluster', [pod]), ['secret shop/regcred is referenced and was not looked at']);
    assert.deepEqual(said('cluster', [pod], { events: [absent] }), ['secret shop/regcred is not there']);
    assert.match(
      said('cluster', [pod], {
        events: [absent],
        secrets: [make.secret('regcred', { namespace: 'build' })],
      })[0] ?? '',
      /one of that name is in namespace build, where pods of shop cannot use it/u,
    );
    const secrets = [make.secret('regcred', { entries: make.entriesFor('ghcr.io') })];
    assert.deepEqual(said('cluster', [pod], { secrets }), [
      'secret shop/regcred has type kubernetes.io/dockerconfigjson and names ghcr.io; the image is on registry.example.com',
    ]);
  });

  test('a static pod', () =>
    assert.match(said('cluster', [{ ...denied, mirror: true }])[0] ?? '', /static pod has no pull secrets/u));

  test('a rollout that gave up', () => {
    const pod = make.stuck(make.backOff(make.notFound()), {
      owners: [make.owned('ReplicaSet', 'web-7d9f8c6b5')],
    });
    const gaveUp = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: '' };
    const workloads = [
      make.workload('ReplicaSet', 'web-7d9f8c6b5', { owners: [make.owned('Deployment', 'web')] }),
      make.workload('Deployment', 'web', { conditions: [gaveUp], paused: true }),
    ];
    assert.deepEqual(said('cluster', [pod], { workloads }), [
      'Deployment/web no longer progresses: ProgressDeadlineExceeded',
      'Deployment/web is paused',
    ]);
  });

  test('says nothing of secrets where access is not the question', () => {
    assert.deepEqual(said('cluster', [make.stuck(make.backOff(make.notFound()))]), []);
  });
});

suite('the node', () => {
  const full = make.stuck(make.backOff(make.diskFull()));
  test('that is under pressure says so; one that is well says nothing', () => {
    const pressure = {
      type: 'DiskPressure',
      status: 'True',
      reason: 'KubeletHasDiskPressure',
      message: 'kubelet has disk pressure',
      lastTransition: make.at(-90),
    };
    const nodes = [
      make.node('node-1', {
        conditions: [pressure, { type: 'Ready', status: 'True', reason: '', message: '' }],
      }),
    ];
    assert.deepEqual(
      witnesses([full], { nodes }).find(({ witness }) => witness === 'node'),
      {
        witness: 'node',
        says: 'node-1 DiskPressure=True (KubeletHasDiskPressure: kubelet has disk pressure)',
        supports: true,
        at: make.at(-90),
      },
    );
    assert.deepEqual(
      said('node', [full], {
        nodes: [make.node('node-1', { conditions: [{ ...pressure, status: 'False' }] })],
      }),
      [],
    );
  });

  test('that is not Ready', () => {
    const nodes = [
      make.node('node-1', {
        conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: '' }],
      }),
    ];
    assert.deepEqual(said('node', [full], { nodes }), ['node-1 Ready=Unknown (NodeStatusUnknown)']);
  });
});

suite('quotes', () => {
  const cases: readonly (readonly [text: string, quoted: string])[] = [
    ['no address at all', 'no address at all'],
    [
      'Head "https://h.example.com/v2/a/manifests/1": EOF',
      'Head "https://h.example.com/v2/a/manifests/1": EOF',
    ],
    [
      'Get "https://b.example.com/x?sig=abc&se=1": EOF',
      'Get "https://b.example.com/x?sig=[REDACTED]&se=[REDACTED]": EOF',
    ],
    [
      'https://t.example.com/token?account=ci&scope=repository%3Aa%3Apull&service=reg',
      'https://t.example.com/token?account=[REDACTED]&scope=repository%3Aa%3Apull&service=reg',
    ],
    [
      'http://user:pa@ss@h.example.com/x and https://y?z',
      'http://[REDACTED]@h.example.com/x and https://y?[REDACTED]',
    ],
    ['https://h/path@2', 'https://h/path@2'],
    ['ends with https://', 'ends with https://'],
  ];
  for (const [text, quoted] of cases) test(text, () => assert.equal(quoteText(text), quoted));

  test('property: nothing of a query value or a password stays', () => {
    const canary = 'CANARY';
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: false, withFragments: false }),
        fc.string(),
        fc.string(),
        (url, before, after) => {
          const [scheme = '', rest = ''] = url.split('://');
          const text = `${before} ${scheme}://me:${canary}@${rest}?token=${canary}&x=${canary} ${after}`;
          assert.doesNotMatch(quoteText(text), /CANARY/u);
        },
      ),
    );
  });

  test('a megabyte of hostile text is read in linear time', () => {
    for (const piece of ['://', 'https://a?', 'https://a@', '&=?', '"']) {
      const text = piece.repeat(Math.floor(1_000_000 / piece.length));
      const start = performance.now();
      quoteText(text);
      assert.ok(performance.now() - start < 1000, piece);
    }
  });
});
