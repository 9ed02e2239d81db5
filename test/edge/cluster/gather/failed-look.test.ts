import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { failedLook, userIn } from '../../../../src/edge/cluster/gather/failed-look.ts';

const refusal = (sentence: string) =>
  ({ kind: 'status', status: 403, reason: 'Forbidden', says: `403 Forbidden: ${sentence}` }) as const;

suite('a look that failed', () => {
  test('of secrets names who, where, and the line that grants it', () => {
    const says =
      'secrets "regcred" is forbidden: User "dev" cannot get resource "secrets" in API group "" in the namespace "shop"';
    assert.deepEqual(
      failedLook({ resource: 'secrets', verb: 'get', namespace: 'shop' }, refusal(says), 'shop'),
      {
        what: 'secrets in namespace shop',
        why: 'forbidden for user "dev"',
        grant: 'pulldoctor rbac --secrets -n shop --for user:dev | kubectl apply -f -',
      },
    );
  });

  test('of nodes is at cluster scope', () => {
    const says =
      'nodes "node-1" is forbidden: User "system:serviceaccount:shop:ci" cannot get resource "nodes" in API group "" at the cluster scope';
    assert.deepEqual(failedLook({ resource: 'nodes', verb: 'get', namespace: '' }, refusal(says), 'shop'), {
      what: 'nodes',
      why: 'forbidden for user "system:serviceaccount:shop:ci" at cluster scope',
      grant: 'pulldoctor rbac --nodes -n shop --for serviceaccount:shop:ci | kubectl apply -f -',
    });
  });

  test('for another reason gives that reason, and nothing to grant', () => {
    const failure = { kind: 'timeout', says: 'no answer within 30 s' } as const;
    assert.deepEqual(failedLook({ resource: 'events', verb: 'list', namespace: 'shop' }, failure, 'shop'), {
      what: 'events in namespace shop',
      why: 'no answer within 30 s',
    });
  });

  test('of a custom kind has no role to offer', () => {
    const spot = failedLook({ resource: 'rollouts', verb: 'get', namespace: 'shop' }, refusal('no'), 'shop');
    assert.deepEqual(spot, { what: 'rollouts in namespace shop', why: 'forbidden' });
  });

  test('may be called otherwise', () => {
    const spot = failedLook(
      { resource: 'pods', verb: 'list', namespace: 'shop', what: 'pods' },
      refusal('User "dev" cannot'),
      'shop',
    );
    assert.equal(spot.why, 'forbidden for user "dev" in namespace shop');
  });
});

test('the user in a refusal', () => {
  assert.deepEqual(['User "a b" cannot', 'User "open', 'nobody', ''].map(userIn), ['a b', '', '', '']);
});
