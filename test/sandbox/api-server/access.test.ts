import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type ApiServer, startApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import { ask, pod } from '../ask.ts';
import { CLIENT_PAIR, LOOPBACK_TLS, MUTUAL_TLS } from '../loopback-tls.ts';

const REVIEWS = '/apis/authorization.k8s.io/v1';

suite('who may do what', () => {
  let server: ApiServer;

  before(async () => {
    server = await startApiServer({
      tls: MUTUAL_TLS,
      objects: [pod('web')],
      users: [
        {
          name: 'dev',
          token: 'dev-token',
          uid: '7',
          groups: ['devs'],
          rules: [
            { verbs: ['get', 'list', 'watch'], resources: ['pods', 'pods/log'], namespaces: ['shop'] },
            { verbs: ['get'], resources: ['secrets'], resourceNames: ['regcred'], namespaces: ['shop'] },
            { verbs: ['impersonate'], resources: ['users'], resourceNames: ['carla'] },
          ],
        },
        { name: 'carla', ...CLIENT_PAIR, rules: [{ verbs: ['list'], resources: ['nodes'] }] },
        { name: 'root', token: 'root-token', groups: ['system:masters'] },
      ],
    });
  });

  after(() => server.close());

  const ca = LOOPBACK_TLS.ca;
  const as = (token: string, path: string, headers: Record<string, string> = {}) =>
    ask(server, path, { token, ca, headers });

  const REFUSED: readonly (readonly [path: string, message: string])[] = [
    [
      '/api/v1/pods',
      'pods is forbidden: User "dev" cannot list resource "pods" in API group "" at the cluster scope',
    ],
    [
      '/api/v1/namespaces/other/pods/x',
      'pods "x" is forbidden: User "dev" cannot get resource "pods" in API group "" in the namespace "other"',
    ],
    [
      '/apis/apps/v1/namespaces/shop/deployments?watch=1',
      'deployments.apps is forbidden: User "dev" cannot watch resource "deployments" in API group "apps" in the namespace "shop"',
    ],
    [
      '/api/v1/nodes/n/proxy/stats/summary',
      'nodes "n" is forbidden: User "dev" cannot get resource "nodes/proxy" in API group "" at the cluster scope',
    ],
    [
      '/api/v1/namespaces/shop/secrets/other',
      'secrets "other" is forbidden: User "dev" cannot get resource "secrets" in API group "" in the namespace "shop"',
    ],
    [
      '/api/v1/namespaces/shop/events?fieldSelector=metadata.name%3De',
      'events "e" is forbidden: User "dev" cannot list resource "events" in API group "" in the namespace "shop"',
    ],
    ['/metrics', 'forbidden: User "dev" cannot get path "/metrics"'],
  ];

  for (const [path, message] of REFUSED)
    test(`a refusal of ${path} names what is missing`, async () => {
      const { status, json } = await as('dev-token', path);
      assert.equal(status, 403);
      assert.equal(json['message'], message);
      assert.equal(json['reason'], 'Forbidden');
    });

  test('details name resource, group and object', async () => {
    const { json } = await as('dev-token', '/apis/apps/v1/namespaces/shop/deployments/web');
    assert.deepEqual(json['details'], { name: 'web', group: 'apps', kind: 'deployments' });
  });

  test('what a rule allows is allowed', async () => {
    assert.equal((await as('dev-token', '/api/v1/namespaces/shop/pods')).status, 200);
    assert.equal((await as('dev-token', '/api/v1/namespaces/shop/secrets/regcred')).status, 404);
    assert.equal((await as('root-token', '/api/v1/nodes')).status, 200);
  });

  test('no credentials are an anonymous visitor, wrong ones are none', async () => {
    const anonymous = await ask(server, '/api/v1/pods', { ca });
    assert.equal(anonymous.status, 403);
    assert.match(
      String(anonymous.json['message']),
      /^pods is forbidden: User "system:anonymous" cannot list/,
    );
    assert.equal((await ask(server, '/version', { ca })).status, 200);
    const wrong = await as('nobody', '/api/v1/pods');
    assert.equal(wrong.status, 401);
    assert.equal(wrong.json['message'], 'Unauthorized');
  });

  test('a client certificate is a user with its groups', async () => {
    const { certificate: cert, key } = CLIENT_PAIR;
    assert.equal((await ask(server, '/api/v1/nodes', { ca, cert, key })).status, 200);
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { json } = await ask(server, path, { ca, cert, key, method: 'POST', body: {} });
    assert.deepEqual(json['status'], {
      userInfo: { username: 'carla', groups: ['team-a', 'team-b', 'system:authenticated'] },
    });
  });

  test('impersonation needs the right to it, and gives the rights of the other', async () => {
    assert.equal((await as('dev-token', '/api/v1/nodes', { 'impersonate-user': 'carla' })).status, 200);
    const refused = await as('dev-token', '/api/v1/nodes', { 'impersonate-user': 'root' });
    assert.equal(
      refused.json['message'],
      'users "root" is forbidden: User "dev" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
    const groups = await as('root-token', '/api/v1/nodes', { 'impersonate-group': 'x' });
    assert.equal(groups.json['message'], 'requested [{Group  x    }] without impersonating a user');
  });

  test('reviews tell the same as the refusals', async () => {
    const allowed = async (resourceAttributes: object): Promise<unknown> => {
      const body = { spec: { resourceAttributes } };
      const asked = { method: 'POST', token: 'dev-token', ca, body };
      const { json } = await ask(server, `${REVIEWS}/selfsubjectaccessreviews`, asked);
      return (json['status'] as { allowed?: unknown }).allowed;
    };
    assert.equal(await allowed({ verb: 'list', resource: 'pods', namespace: 'shop' }), true);
    assert.equal(await allowed({ verb: 'list', resource: 'pods' }), false);
    assert.equal(
      await allowed({ verb: 'get', resource: 'pods', subresource: 'log', namespace: 'shop' }),
      true,
    );
    assert.equal(
      await allowed({ verb: 'get', resource: 'secrets', namespace: 'shop', name: 'regcred' }),
      true,
    );
    assert.equal(await allowed({ verb: 'get', resource: 'secrets', namespace: 'shop' }), false);
  });

  test('a rules review lists what is bound in the namespace', async () => {
    const body = { spec: { namespace: 'shop' } };
    const asked = { method: 'POST', token: 'dev-token', ca, body };
    const { json } = await ask(server, `${REVIEWS}/selfsubjectrulesreviews`, asked);
    const { resourceRules, incomplete } = json['status'] as {
      resourceRules: readonly object[];
      incomplete: boolean;
    };
    assert.equal(incomplete, false);
    assert.deepEqual(resourceRules[0], {
      verbs: ['get', 'list', 'watch'],
      apiGroups: [''],
      resources: ['pods', 'pods/log'],
    });
  });
});
