import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { ACCESS, ACCESS_DEPTHS, depthOf } from '../../../../src/core/remedy/access/access-depth.ts';
import { accessGrant } from '../../../../src/core/remedy/access/access-grant.ts';
import { parseSubject, subjectOfUser } from '../../../../src/core/remedy/access/access-subject.ts';
import {
  planRoles,
  type AccessSubject,
  type RoleRequest,
} from '../../../../src/core/remedy/access/plan-roles.ts';
import { roleYaml } from '../../../../src/core/remedy/access/role-yaml.ts';

const DEV: AccessSubject = { kind: 'User', name: 'dev' };

interface Written {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly {
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
    readonly apiGroups: readonly string[];
  }[];
  readonly roleRef?: unknown;
  readonly subjects?: readonly { readonly name: unknown }[];
}

function written(request: RoleRequest): readonly Written[] {
  const documents = parseAllDocuments(roleYaml(planRoles(request)));
  for (const document of documents) assert.deepEqual(document.errors, []);
  return documents.map((document) => document.toJS() as Written);
}

suite('roles', () => {
  test('of the least depth are one Role and its binding', () => {
    const [role, binding, ...more] = written({ depths: [], namespace: 'shop', subject: DEV });
    assert.equal(more.length, 0);
    assert.deepEqual([role?.kind, role?.metadata], ['Role', { name: 'pulldoctor', namespace: 'shop' }]);
    assert.deepEqual(binding, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'pulldoctor:user:dev', namespace: 'shop' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pulldoctor' },
      subjects: [{ kind: 'User', name: 'dev', apiGroup: 'rbac.authorization.k8s.io' }],
    });
  });

  test('give nothing but to look, unless a canary was asked for', () => {
    const verbs = (depths: RoleRequest['depths']): readonly string[] =>
      [
        ...new Set(
          written({ depths, subject: DEV }).flatMap(({ rules = [] }) => rules.flatMap((rule) => rule.verbs)),
        ),
      ].toSorted();
    assert.deepEqual(verbs(['secrets', 'nodes', 'node-logs']), ['get', 'list', 'watch']);
    assert.deepEqual(verbs(['from-node']), ['create', 'delete', 'get', 'list', 'watch']);
  });

  test('never list secrets, and have no star in them', () => {
    for (const { resources, verbs, apiGroup } of ACCESS_DEPTHS.flatMap((depth) => ACCESS[depth].rules)) {
      assert.ok(![...resources, ...verbs, apiGroup].includes('*'));
      if (resources.includes('secrets')) assert.deepEqual(verbs, ['get']);
    }
  });

  test('about nodes are ClusterRoles also for one namespace; with -A all are', () => {
    const kinds = (request: Omit<RoleRequest, 'subject'>): readonly string[] =>
      written({ ...request, subject: DEV }).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    assert.deepEqual(kinds({ depths: ['nodes', 'secrets'], namespace: 'shop' }), [
      'Role pulldoctor',
      'RoleBinding pulldoctor:user:dev',
      'Role pulldoctor-secrets',
      'RoleBinding pulldoctor-secrets:user:dev',
      'ClusterRole pulldoctor-nodes',
      'ClusterRoleBinding pulldoctor-nodes:user:dev',
    ]);
    assert.ok(kinds({ depths: ['secrets'] }).every((kind) => kind.startsWith('ClusterRole')));
  });

  test('of different subjects have different bindings, whatever the names', () => {
    const subjects: readonly AccessSubject[] = [
      DEV,
      { kind: 'Group', name: 'dev' },
      { kind: 'User', name: 'Dev' },
      { kind: 'User', name: 'https://issuer/#a' },
      { kind: 'User', name: 'https://issuer/#b' },
      { kind: 'User', name: 'no' },
      { kind: 'ServiceAccount', name: 'ci', namespace: 'shop' },
      { kind: 'User', name: `${'x'.repeat(200)}1` },
      { kind: 'User', name: `${'x'.repeat(200)}2` },
    ];
    const names = subjects.map((subject) => planRoles({ depths: [], subject })[0]?.bindingName ?? '');
    assert.equal(new Set(names).size, subjects.length);
    for (const name of names) assert.match(name, /^[a-z0-9.:@_-]{1,120}$/u);
    for (const subject of subjects) {
      const [, binding] = written({ depths: [], namespace: 'yes', subject });
      assert.equal(binding?.subjects?.[0]?.name, subject.name);
      assert.equal(binding?.metadata.namespace, 'yes');
    }
  });

  test('that are dangerous say so', () => {
    assert.match(
      roleYaml(planRoles({ depths: ['node-logs'], subject: DEV })),
      /# WARNING: get on nodes\/proxy is not read-only/u,
    );
  });
});

test('subjects as they are typed', () => {
  const table: readonly (readonly [string, AccessSubject | undefined])[] = [
    ['user:dev', DEV],
    ['USER:a:b', { kind: 'User', name: 'a:b' }],
    ['user:system:serviceaccount:shop:ci', { kind: 'ServiceAccount', namespace: 'shop', name: 'ci' }],
    ['group:team', { kind: 'Group', name: 'team' }],
    ['serviceaccount:shop:ci', { kind: 'ServiceAccount', namespace: 'shop', name: 'ci' }],
    ['serviceaccount:ci', undefined],
    ['serviceaccount:a:b:c', undefined],
    ['user:', undefined],
    ['dev', undefined],
    ['role:x', undefined],
    ['', undefined],
  ];
  for (const [text, subject] of table) assert.deepEqual(parseSubject(text), subject, text);
  assert.deepEqual(subjectOfUser('system:serviceaccount:broken'), {
    kind: 'User',
    name: 'system:serviceaccount:broken',
  });
});

test('the line that grants a right is of the depth that has it', () => {
  assert.equal(depthOf('secrets'), 'secrets');
  assert.equal(depthOf('pods', 'create'), 'from-node');
  assert.equal(depthOf('configmaps'), undefined);
  const grant = (resource: string, verb: string, namespace: string, user = ''): string | undefined =>
    accessGrant({ resource, verb, namespace, user });
  assert.equal(grant('events', 'list', 'shop'), 'pulldoctor rbac -n shop | kubectl apply -f -');
  assert.equal(grant('pods', 'list', '', 'a b'), "pulldoctor rbac -A --for 'user:a b' | kubectl apply -f -");
  assert.equal(grant('nodes/proxy', 'get', ''), 'pulldoctor rbac --node-logs -A | kubectl apply -f -');
  assert.equal(grant('rollouts', 'get', 'shop'), undefined);
});
