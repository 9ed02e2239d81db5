import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { parseTarget, plainKind } from '../../../src/core/diagnosis/targets.ts';
import type { Diagnosis } from '../../../src/core/diagnosis/finding.ts';
import * as make from './builders.ts';

const ownedByWeb = { owners: [make.owned('ReplicaSet', 'web-7d9f8c6b5')] };
const seen = make.evidence({
  pods: [
    make.stuck(make.backOff(make.notFound()), { name: 'web-7d9f8c6b5-a', ...ownedByWeb }),
    make.stuck(make.backOff(make.notFound()), { name: 'web-7d9f8c6b5-b', ...ownedByWeb }),
    make.stuck(make.backOff(make.refused()), { name: 'api' }),
    make.stuck(make.backOff(make.refused()), { name: 'api', namespace: 'other' }),
    make.pod({ name: 'fine' }),
  ],
  workloads: [
    make.workload('ReplicaSet', 'web-7d9f8c6b5', { owners: [make.owned('Deployment', 'web')] }),
    make.workload('Deployment', 'web'),
  ],
});

/** Stands for no namespace. */
const ALL = '*';

function look(words: readonly string[], namespace = 'shop'): Diagnosis {
  const scope = namespace === ALL ? {} : { namespace };
  return diagnose(seen, { targets: words.map(parseTarget), ...scope });
}

function pods(words: readonly string[], namespace = 'shop'): readonly string[] {
  return look(words, namespace)
    .findings.flatMap(({ pulls }) => pulls.map(({ namespace, pod }) => `${namespace}/${pod}`))
    .toSorted();
}

suite('a target', () => {
  const web = ['shop/web-7d9f8c6b5-a', 'shop/web-7d9f8c6b5-b'];
  const cases: readonly (readonly [words: readonly string[], expected: readonly string[]])[] = [
    [['pod/api'], ['shop/api']],
    [['po/api'], ['shop/api']],
    [['pods/api'], ['shop/api']],
    [['api'], ['shop/api']],
    [['deploy/web'], web],
    [['deployments.apps/web'], web],
    [['Deployment/web'], web],
    [['web'], web],
    [['rs/web-7d9f8c6b5'], web],
    [
      ['api', 'deploy/web'],
      ['shop/api', ...web],
    ],
    [['api', 'pod/api'], ['shop/api']],
    [['fine'], []],
  ];
  for (const [words, expected] of cases) {
    test(words.join(' '), () => {
      assert.deepEqual(pods(words), expected);
      assert.deepEqual(look(words).blindSpots, []);
    });
  }

  test('in all namespaces', () => assert.deepEqual(pods(['api'], ALL), ['other/api', 'shop/api']));

  test('that was not seen is a blind spot that hides it', () => {
    for (const word of ['pod/gone', 'gone', 'deploy/api', 'sts/web', 'pod/web']) {
      const { blindSpots, findings } = look([word]);
      assert.deepEqual([findings.length, blindSpots.length, blindSpots[0]?.hidesTarget], [0, 1, true], word);
    }
    assert.equal(look(['deploy/gone']).blindSpots[0]?.what, 'deployment/gone in namespace shop');
  });

  test('decides what was looked at', () => {
    assert.deepEqual(look(['deploy/web']).looked, { namespaces: 1, pods: 2 });
    assert.deepEqual(diagnose(seen, { namespace: 'shop' }).looked, { namespaces: 1, pods: 4 });
    assert.deepEqual(diagnose(seen).looked, { namespaces: 2, pods: 5 });
  });

  test('leaves the peers elsewhere in view', () => {
    const elsewhere = make.pod({ name: 'peer', namespace: 'other', nodeName: 'node-2' });
    const { findings } = diagnose(
      { ...seen, pods: [...seen.pods, elsewhere] },
      { namespace: 'shop', targets: [parseTarget('deploy/web')] },
    );
    assert.match(findings[0]?.scope.why ?? '', /runs on 1 other node/u);
  });
});

test('kinds are compared without group, number and case', () => {
  const cases = [
    ['deploy', 'deployment'],
    ['Deployments.apps', 'deployment'],
    ['sts', 'statefulset'],
    ['CronJob', 'cronjob'],
    ['rollouts.argoproj.io', 'rollout'],
  ] as const;
  for (const [kind, plain] of cases) assert.equal(plainKind(kind), plain);
});
