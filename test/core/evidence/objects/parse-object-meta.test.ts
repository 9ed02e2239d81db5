import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  parseObjectMarks,
  parseObjectMeta,
} from '../../../../src/core/evidence/objects/parse-object-meta.ts';

function meta(fields: object): NonNullable<ReturnType<typeof parseObjectMeta>> {
  const read = parseObjectMeta({ metadata: { name: 'web', ...fields } });
  assert.ok(read);
  return read;
}

suite('parseObjectMeta', () => {
  test('owners, with the controller among them', () => {
    const { owners } = meta({
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7d9f', uid: 'u-2', controller: true },
        { kind: 'Thing', controller: 'yes' },
        'nobody',
      ],
    });
    assert.deepEqual(owners, [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7d9f', uid: 'u-2', controller: true },
      { apiVersion: '', kind: 'Thing', name: '', uid: '', controller: false },
    ]);
  });

  const versions: readonly (readonly [unknown, number])[] = [
    ['4194', 4194],
    ['', 0],
    [undefined, 0],
    [4194, 0],
    ['4194a', 0],
    ['9'.repeat(40), 0],
  ];
  for (const [value, number] of versions) {
    test(`resource version ${JSON.stringify(value)}`, () => {
      assert.equal(meta({ resourceVersion: value }).resourceVersion, number);
    });
  }
});

suite('parseObjectMarks', () => {
  const cases: readonly (readonly [what: string, fields: object, marks: object])[] = [
    ['nobody', {}, {}],
    [
      'Helm, by its annotation',
      { annotations: { 'meta.helm.sh/release-name': 'shop' } },
      { helmRelease: 'shop' },
    ],
    [
      'Helm, by the recommended labels',
      { labels: { 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/instance': 'shop' } },
      { helmRelease: 'shop' },
    ],
    ['an instance that somebody else manages', { labels: { 'app.kubernetes.io/instance': 'shop' } }, {}],
    [
      'Argo CD, by its tracking id',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:prod/web' } },
      { argoApplication: 'shop' },
    ],
    [
      'Argo CD, by its label',
      { labels: { 'argocd.argoproj.io/instance': 'shop' } },
      { argoApplication: 'shop' },
    ],
    [
      'Flux, a Kustomization',
      {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'apps',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux',
        },
      },
      { fluxSource: 'Kustomization/apps' },
    ],
    [
      'Flux, a HelmRelease that a Kustomization brought',
      { labels: { 'helm.toolkit.fluxcd.io/name': 'web', 'kustomize.toolkit.fluxcd.io/name': 'apps' } },
      { fluxSource: 'HelmRelease/web' },
    ],
    ['labels of a wrong type', { labels: { 'argocd.argoproj.io/instance': 7 }, annotations: [] }, {}],
  ];
  for (const [what, fields, marks] of cases) {
    test(what, () => assert.deepEqual(parseObjectMarks(meta(fields)), marks));
  }
});
