import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Cause } from '../../../src/core/diagnosis/cause.ts';
import type { FailingPull, Finding } from '../../../src/core/diagnosis/finding.ts';
import type { NodeEvidence } from '../../../src/core/evidence/objects/node.ts';
import { planRemedies } from '../../../src/core/remedy/plan-remedies.ts';
import type { Remedy } from '../../../src/core/remedy/remedy.ts';
import {
  DEPLOYMENT,
  sampleEvidence,
  sampleFinding,
  sampleNode,
  samplePod,
  samplePull,
} from './sample-finding.ts';

const ON_NODE: Partial<Finding> = { scope: { kind: 'node', name: 'node-1' }, actor: 'platform' };

function plan(
  cause: Cause,
  node: Partial<NodeEvidence> = {},
  change: Partial<Finding> = ON_NODE,
): readonly Remedy[] {
  const seen = sampleNode(node);
  const pulls = change.pulls ?? [samplePull({ node: seen.name })];
  return planRemedies(
    sampleFinding(cause, { ...change, pulls }),
    sampleEvidence({ nodes: [seen], pods: [samplePod()] }),
  );
}

suite('on the node, in the way the cluster allows', () => {
  const cases: readonly (readonly [string, Partial<NodeEvidence>, string])[] = [
    ['a shell', {}, 'sudo crictl rmi --prune'],
    ['kind', { provider: 'kind', name: 'dev-worker2' }, 'docker exec dev-worker2 crictl rmi --prune'],
    [
      'minikube',
      { provider: 'minikube', name: 'minikube-m02' },
      `minikube ssh -n minikube-m02 'sudo crictl rmi --prune'`,
    ],
    [
      'OpenShift',
      { provider: 'openshift', name: 'w-0' },
      'oc debug node/w-0 -- chroot /host crictl rmi --prune',
    ],
    ['EKS', { provider: 'aws', name: 'ip-10-0-1-2.ec2.internal' }, 'sudo crictl rmi --prune'],
  ];
  for (const [way, node, command] of cases) {
    test(way, () => assert.deepEqual(plan('disk-full', node)[0]?.commands, [command]));
  }

  test('a pipe gets a shell inside', () => {
    const evidence = sampleEvidence({ nodes: [sampleNode({ provider: 'kind', name: 'node-1' })] });
    const planned = planRemedies(sampleFinding('back-off-only'), evidence);
    assert.deepEqual(planned[2]?.commands, [
      `docker exec node-1 sh -c 'journalctl -u kubelet --since -1h --no-pager | grep -i -e "pull image" -e ErrImagePull'`,
    ]);
  });

  test('of many nodes two get commands, the rest a sentence', () => {
    const names = ['a', 'b', 'c', 'd'];
    const pulls = names.map((node) => samplePull({ node, pod: `web-${node}` }));
    const nodes = names.map((name) => sampleNode({ name, provider: 'kind' as const }));
    const [first] = planRemedies(sampleFinding('disk-full', { pulls }), sampleEvidence({ nodes }));
    assert.deepEqual(first?.commands, [
      'docker exec a crictl rmi --prune',
      'docker exec b crictl rmi --prune',
    ]);
    assert.match(first?.note ?? '', /The same on 2 more nodes/);
    const [byHand] = planRemedies(sampleFinding('disk-full', { pulls }), sampleEvidence({ nodes: [] }));
    assert.match(byHand?.note ?? '', /Run it on a, b, c and 1 more/);
  });
});

suite('causes of the node', () => {
  test('a full disk, in full', () => {
    assert.deepEqual(
      plan('disk-full').map(({ title, safety, commands }) => ({ title, safety, commands })),
      [
        {
          title: 'Free room on the node: remove images that no container uses',
          safety: 'unsafe',
          commands: ['sudo crictl rmi --prune'],
        },
        { title: 'See what is full, space or inodes', safety: 'safe', commands: ['df -h', 'df -i'] },
        {
          title: 'Move the waiting pods to other nodes meanwhile',
          safety: 'unsafe',
          commands: ['kubectl cordon node-1', 'kubectl -n shop delete pod/web-1'],
        },
        {
          title: 'Give the node a larger disk, or let the kubelet clean up earlier',
          safety: 'unsafe',
          commands: [],
        },
      ],
    );
  });

  test('the runtime: log and restart of the right unit', () => {
    const units: readonly (readonly [Partial<NodeEvidence>, string])[] = [
      [{}, 'containerd'],
      [{ runtime: { name: 'cri-o', version: '1.33' } }, 'crio'],
      [{ runtime: { name: 'docker', version: '27' } }, 'docker'],
      [{ kubeletVersion: 'v1.33.1+k3s1' }, 'k3s'],
    ];
    for (const [node, unit] of units) {
      assert.deepEqual(plan('runtime-unavailable', node)[0]?.commands, [
        `sudo journalctl -u ${unit} -n 100 --no-pager`,
        `sudo systemctl restart ${unit}`,
      ]);
    }
  });

  test('damaged content: on one node its copy, on several the source', () => {
    const one = plan('corrupt-content');
    assert.deepEqual(one[0]?.commands, ['sudo crictl rmi registry.example.com/shop/web:v1.0.1']);
    assert.match(one[3]?.commands[0] ?? '', /^kubectl drain node-1 /);
    const pulls = ['node-1', 'node-2'].map((node) => samplePull({ node, pod: `web-${node}` }));
    const several = plan('corrupt-content', {}, { pulls });
    assert.deepEqual(several[0]?.commands, ['docker push registry.example.com/shop/web:v1.0.1']);
  });

  test('unpacking: user ids are told apart', () => {
    const fault = { kind: 'unpack', detail: 'lchown /x: invalid argument' } as const;
    const [users] = plan('unpack-failed', {}, { pulls: [samplePull({}, fault)] });
    assert.deepEqual(users?.commands, ['cat /etc/subuid /etc/subgid']);
    assert.match(plan('unpack-failed')[0]?.title ?? '', /^Mend what stands in the way/);
  });

  test('what passes by itself says so first', () => {
    assert.deepEqual(plan('kubelet-throttled')[0]?.commands, []);
    assert.match(plan('kubelet-throttled')[0]?.title ?? '', /^Wait/);
    assert.match(plan('pull-timeout')[0]?.title ?? '', /^Try again now/);
  });

  test('patience has another name in each runtime', () => {
    const note = (node: Partial<NodeEvidence>): string => plan('pull-timeout', node)[2]?.note ?? '';
    assert.match(note({}), /image_pull_progress_timeout/);
    assert.match(
      note({ runtime: { name: 'cri-o', version: '1.33' } }),
      /pull_progress_timeout under \[crio\.image\]/,
    );
    assert.match(note({ runtime: { name: 'docker', version: '27' } }), /--image-pull-progress-deadline/);
  });
});

suite('rules', () => {
  test('never pull: allow it, or load it', () => {
    const patch = {
      spec: { template: { spec: { containers: [{ name: 'app', imagePullPolicy: 'IfNotPresent' }] } } },
    };
    const planned = plan('never-pull', {}, {});
    assert.deepEqual(planned[0], {
      title: 'Let the kubelet pull it where it is absent',
      safety: 'unsafe',
      commands: [`kubectl -n shop patch deployment/web -p '${JSON.stringify(patch)}'`],
      target: { kind: 'Deployment', namespace: 'shop', name: 'web' },
      patchType: 'strategic',
      patch,
    });
    assert.deepEqual(planned[1]?.commands, [
      'docker save -o image.tar registry.example.com/shop/web:v1.0.1',
      'sudo ctr -n k8s.io images import image.tar',
    ]);
  });

  test('never pull: an init container is patched in its own list', () => {
    const planned = plan(
      'never-pull',
      {},
      { pulls: [samplePull({ kind: 'initContainer', container: 'migrate' })] },
    );
    assert.match(planned[0]?.commands[0] ?? '', /"initContainers":\[\{"name":"migrate"/);
  });

  test('never pull: the image is there and was pulled with another pod’s secret', () => {
    const pods = [samplePod(), samplePod({ name: 'other', imagePullSecrets: ['hub'], running: true })];
    const [first] = planRemedies(
      sampleFinding('never-pull', { reason: 'cached-image-denied' }),
      sampleEvidence({ pods }),
    );
    assert.match(first?.commands[0] ?? '', /"imagePullSecrets":\[\{"name":"hub"\}\]/);
    assert.match(first?.note ?? '', /Pod other runs it with secret hub/);
  });

  test('a signature: sign, or read the policy where it refuses the registry', () => {
    assert.deepEqual(plan('signature-rejected')[0]?.commands, [
      `cosign sign 'registry.example.com/shop/web@sha256:<DIGEST>'`,
    ]);
    const pulls = [samplePull({}, { kind: 'signature', what: 'policy' })];
    assert.deepEqual(plan('signature-rejected', {}, { pulls })[0]?.commands, [
      'cat /etc/containers/policy.json',
    ]);
    const onOpenShift = plan('signature-rejected', { provider: 'openshift' }, { pulls });
    assert.deepEqual(onOpenShift[0]?.commands, ['oc get clusterimagepolicy,imagepolicy -A -o yaml']);
  });

  test('a blocked registry: copy the image where it may come from', () => {
    const planned = plan('image-blocked-by-node-policy', { provider: 'openshift' });
    assert.deepEqual(
      planned.map(({ commands }) => commands),
      [
        [
          `skopeo copy --all docker://registry.example.com/shop/web:v1.0.1 'docker://<REGISTRY>/shop/web:v1.0.1'`,
          `kubectl -n shop set image deployment/web 'app=<REGISTRY>/shop/web:v1.0.1'`,
        ],
        ['oc edit image.config.openshift.io/cluster'],
      ],
    );
  });

  test('an image volume: the mount first', () => {
    assert.deepEqual(plan('image-volume-refused')[0]?.commands, ['kubectl -n shop edit deployment/web']);
  });
});

suite('trying again', () => {
  const pods = (count: number): readonly FailingPull[] =>
    Array.from({ length: count }, (_, i) => samplePull({ pod: `web-${i}` }));
  const retry = (pulls: readonly FailingPull[], running = false): Remedy | undefined =>
    planRemedies(
      sampleFinding('connection-broken', { pulls }),
      sampleEvidence({ pods: pulls.map(({ pod }) => samplePod({ name: pod, running })) }),
    )[0];

  test('few pods are deleted, safely when nothing in them runs', () => {
    assert.deepEqual(retry(pods(2))?.commands, ['kubectl -n shop delete pod/web-0 pod/web-1']);
    assert.equal(retry(pods(2))?.safety, 'safe');
    assert.equal(retry(pods(2), true)?.safety, 'unsafe');
  });

  test('many are rolled', () => {
    assert.deepEqual(retry(pods(6))?.commands, ['kubectl -n shop rollout restart deployment/web']);
    assert.equal(retry(pods(6))?.safety, 'unsafe');
  });

  test('a bare pod is replaced by itself; a static one is left to the kubelet', () => {
    const bare = [samplePull({ owner: { apiVersion: 'v1', kind: 'Pod', name: 'web-1' } })];
    assert.deepEqual(retry(bare)?.commands, [
      'kubectl -n shop get pod/web-1 -o yaml | kubectl -n shop replace --force -f -',
    ]);
    const fixed = [samplePull({ owner: { apiVersion: 'v1', kind: 'Node', name: 'node-1' } })];
    assert.deepEqual(retry(fixed)?.commands, []);
  });

  test('a job counts it as a failure', () => {
    const job = [samplePull({ owner: { ...DEPLOYMENT, apiVersion: 'batch/v1', kind: 'Job' } })];
    assert.match(retry(job)?.note ?? '', /backoffLimit/);
  });
});
