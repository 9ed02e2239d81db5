import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fieldValue, labelSelector } from '../../../../src/edge/cluster/gather/label-selector.ts';

const TABLE: readonly (readonly [string, unknown, string | undefined])[] = [
  ['labels', { matchLabels: { app: 'web', tier: 'front' } }, 'app=web,tier=front'],
  ["a ReplicationController's plain map", { app: 'web' }, 'app=web'],
  [
    'every operator',
    {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'zone', operator: 'In', values: ['a', 'b'] },
        { key: 'old', operator: 'NotIn', values: ['yes'] },
        { key: 'kept', operator: 'Exists' },
        { key: 'gone', operator: 'DoesNotExist' },
      ],
    },
    'app=web,zone in (a,b),old notin (yes),kept,!gone',
  ],
  [
    'an operator of the future',
    { matchExpressions: [{ key: 'a', operator: 'Like', values: ['x'] }] },
    undefined,
  ],
  ['nothing, which would be everything', {}, undefined],
  ['no selector', undefined, undefined],
  ['a text', 'app=web', undefined],
];

suite('the selector of a workload', () => {
  for (const [name, selector, text] of TABLE) {
    test(name, () => assert.equal(labelSelector({ spec: { selector } }), text));
  }

  test('of what is no object', () => assert.equal(labelSelector(null), undefined));

  test('of fields is escaped', () => assert.equal(fieldValue('a,b=c\\d'), 'a\\,b\\=c\\\\d'));
});
