import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Finding, PullOwner } from '../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import { planRemedies } from '../../../src/core/remedy/plan-remedies.ts';
import type { Remedy } from '../../../src/core/remedy/remedy.ts';
import {
  DEPLOYMENT,
  REVISION,
  sampleEvidence,
  sampleFinding,
  samplePod,
  samplePull,
} from './sample-finding.ts';

function first(finding: Finding, evidence: ClusterEvidence = sampleEvidence()): Remedy | undefined {
  return planRemedies(finding, evidence)[0];
}

function ownedBy(owner: Partial<PullOwner>): Finding {
  return sampleFinding('tag-not-found', { pulls: [samplePull({ owner: { ...DEPLOYMENT, ...owner } })] });
}

suite('each kind of owner is changed in its own way', () => {
  const set = (owner: string): string =>
    `kubectl -n shop set image ${owner} 'app=registry.example.com/shop/web:<TAG>'`;
  const cases: readonly (readonly [Partial<PullOwner>, readonly string[], RegExp])[] = [
    [
      { kind: 'StatefulSet' },
      [set('statefulset/web'), 'kubectl -n shop delete pod/web-1'],
      /never replaces it by itself/,
    ],
    [{ kind: 'DaemonSet' }, [set('daemonset/web')], /^$/],
    [
      { kind: 'ReplicaSet' },
      [set('replicaset/web'), 'kubectl -n shop delete pod/web-1'],
      /leaves the pods it has/,
    ],
    [{ kind: 'CronJob', apiVersion: 'batch/v1' }, [set('cronjob/web')], /delete the one that hangs/],
    [{ kind: 'Pod', apiVersion: 'v1', name: 'web-1' }, [set('pod/web-1')], /^$/],
    [
      { kind: 'Job', apiVersion: 'batch/v1' },
      ['kubectl -n shop delete job/web', `kubectl -n shop apply -f '<MANIFEST>'`],
      /cannot be changed/,
    ],
    [
      { kind: 'Rollout', apiVersion: 'argoproj.io/v1alpha1' },
      ['kubectl -n shop edit rollout.argoproj.io/web'],
      /Set the image of app to registry\.example\.com\/shop\/web:<TAG>/,
    ],
    [
      { kind: 'Node', apiVersion: 'v1', name: 'node-1' },
      ['grep -rlF -e registry.example.com/shop/web:v1.0.1 /etc/kubernetes/manifests'],
      /A static pod is written on its node.*Run it on node-1/,
    ],
  ];
  for (const [owner, commands, note] of cases) {
    test(owner.kind ?? '', () => {
      const remedy = first(ownedBy(owner));
      assert.deepEqual(remedy?.commands, commands);
      assert.match(remedy?.note ?? '', note);
    });
  }

  test('the job that hangs is deleted with the CronJob changed', () => {
    const owners = [{ apiVersion: 'batch/v1', kind: 'Job', name: 'web-2891', uid: 'j', controller: true }];
    const remedy = first(
      ownedBy({ kind: 'CronJob', apiVersion: 'batch/v1' }),
      sampleEvidence({ pods: [samplePod({ owners })] }),
    );
    assert.equal(remedy?.commands[1], 'kubectl -n shop delete job/web-2891');
  });

  test('an init container is set by its name; an ephemeral one is started anew', () => {
    const init = sampleFinding('tag-not-found', {
      pulls: [samplePull({ kind: 'initContainer', container: 'migrate' })],
    });
    assert.deepEqual(first(init)?.commands, [
      `kubectl -n shop set image deployment/web 'migrate=registry.example.com/shop/web:<TAG>'`,
    ]);
    const ephemeral = sampleFinding('tag-not-found', {
      pulls: [samplePull({ kind: 'ephemeralContainer', container: 'debugger' })],
    });
    assert.deepEqual(first(ephemeral)?.commands, [
      `kubectl -n shop debug pod/web-1 -it '--image=registry.example.com/shop/web:<TAG>'`,
    ]);
  });

  test('an image volume is patched by its name', () => {
    const image = 'registry.example.com/models/small:1';
    const imageVolumes = [{ name: 'model', reference: image }];
    const finding = sampleFinding('tag-not-found', { pulls: [samplePull({ kind: 'imageVolume', image })] });
    const remedy = first(finding, sampleEvidence({ pods: [samplePod({ imageVolumes })] }));
    const patch = {
      spec: {
        template: {
          spec: {
            volumes: [{ name: 'model', image: { reference: 'registry.example.com/models/small:<TAG>' } }],
          },
        },
      },
    };
    assert.deepEqual(remedy?.commands, [
      `kubectl -n shop patch deployment/web -p '${JSON.stringify(patch)}'`,
    ]);
  });

  test('the sandbox image is a setting of the node', () => {
    const pulls = [samplePull({ kind: 'sandbox', image: 'k8s.gcr.io/pause:3.99', container: '' })];
    const remedy = first(sampleFinding('not-found-unspecified', { reason: 'sandbox-image', pulls }));
    assert.deepEqual(remedy?.commands, ['sudo systemctl restart containerd']);
    assert.match(remedy?.note ?? '', /sandbox_image .*registry\.k8s\.io\/pause:3\.99.*config\.toml/);
  });
});

suite('who rolls it out is told to', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    [
      'Helm/web',
      /Helm release "web".*helm -n shop upgrade web '<CHART>' --reuse-values --set 'image\.tag=<TAG>'/,
    ],
    ['ArgoCD/shop', /Argo CD application "shop".*in Git/],
    ['Flux/Kustomization/apps', /Flux Kustomization "apps".*flux reconcile kustomization apps --with-source/],
    ['Flux/HelmRelease/web', /flux reconcile helmrelease web/],
    ['Fleet', /Managed by Fleet/],
  ];
  for (const [managedBy, note] of cases) {
    test(managedBy, () => assert.match(first(ownedBy({ managedBy }))?.note ?? '', note));
  }

  test('Helm goes back by its own command', () => {
    const pulls = [samplePull({ owner: { ...DEPLOYMENT, managedBy: 'Helm/web' } })];
    const planned = planRemedies(
      sampleFinding('tag-not-found', { pulls, revisions: [REVISION] }),
      sampleEvidence(),
    );
    assert.deepEqual(planned[1]?.commands, ['helm -n shop rollback web']);
  });
});

suite('going back', () => {
  const undo = (change: Partial<Finding>): readonly string[] =>
    planRemedies(sampleFinding('tag-not-found', { revisions: [REVISION], ...change }), sampleEvidence())
      .filter(({ title }) => title.startsWith('Go back'))
      .flatMap(({ commands }) => commands);

  test('without a number where none is known, for each kind that keeps its history', () => {
    const revisions = [{ ...REVISION, serving: { name: 'web-5c9', ready: 1 } }];
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet']) {
      const pulls = [samplePull({ owner: { ...DEPLOYMENT, kind } })];
      assert.deepEqual(undo({ pulls, revisions }), [
        `kubectl -n shop rollout undo ${kind.toLowerCase()}/web`,
      ]);
    }
  });

  test('nothing to go back to, or a kind without history', () => {
    assert.deepEqual(undo({ revisions: [] }), []);
    assert.deepEqual(undo({ pulls: [samplePull({ owner: { ...DEPLOYMENT, kind: 'Job' } })] }), []);
  });

  test('a fault of the node, or one that passes, is no reason to', () => {
    for (const cause of ['disk-full', 'kubelet-throttled', 'runtime-unavailable'] as const) {
      const planned = planRemedies(sampleFinding(cause, { revisions: [REVISION] }), sampleEvidence());
      assert.ok(planned.every(({ title }) => !title.startsWith('Go back')));
    }
    assert.deepEqual(undo({ retry: 'transient' }), []);
  });
});
