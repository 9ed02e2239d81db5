import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { CAUSES, type Reason } from '../../../src/core/diagnosis/cause.ts';
import type { Finding, PullKind } from '../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import type { Fault } from '../../../src/core/evidence/message/message-reading.ts';
import type { NodeEvidence } from '../../../src/core/evidence/objects/node.ts';
import { planRemedies } from '../../../src/core/remedy/plan-remedies.ts';
import { everyCommand } from './shell-words.ts';
import {
  sampleEvidence,
  sampleFinding,
  sampleNode,
  samplePod,
  samplePull,
  sampleSecret,
} from './sample-finding.ts';

/** What a remedy may run. A name that broke out of its quotes would start something else. */
const PROGRAMS: ReadonlySet<string> = new Set(
  (
    'aws az base64 cat chroot chronyc cosign cp crictl ctr curl df dmesg docker free gcloud getent grep helm install journalctl jq ' +
    'k3d kind kubectl minikube mkdir oc openssl printf sh skopeo sudo systemctl tail tee timedatectl'
  ).split(' '),
);

const REASONS: readonly (Reason | undefined)[] = [
  undefined,
  'no-secret-referenced',
  'secret-absent',
  'secret-wrong-type',
  'secret-wrong-server',
  'secret-empty',
  'secret-value-damaged',
  'secret-expired',
  'secret-not-inherited',
  'secret-in-other-namespace',
  'provider-silent',
  'pushed-later',
  'child-manifest-missing',
  'image-never-loaded',
  'cached-image-denied',
  'template-not-rendered',
  'node-clock',
  'cluster-internal-name',
  'address-refused',
  'content-policy',
  'sandbox-image',
];

const PIECES = [
  "'",
  '"',
  '`',
  '$(id)',
  '${IFS}',
  ';',
  '&&',
  '|',
  '>',
  '\n',
  '\\',
  ' ',
  '-',
  '--',
  '/',
  ':',
  '@',
  '=',
  '~',
  '*',
  '..',
  '\u202E',
  '\0',
];

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...PIECES),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('web', 'reg.io', 'App', '1'),
    ),
    {
      maxLength: 7,
    },
  )
  .map((parts) => parts.join(''));

const image = fc.oneof(
  hostile,
  hostile.map((tail) => `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${tail}`),
  hostile.map((tail) => `shop.azurecr.io/web:${tail}`),
  hostile.map((tail) => `europe-docker.pkg.dev/p/r/${tail}`),
  fc.constantFrom(
    'nginx:1',
    'k8s.gcr.io/pause:3.9',
    'bitnami/redis:7',
    'localhost:5000/app:1',
    'ghcr.io/o/i:1',
    'public.ecr.aws/a/b:1',
  ),
);

const faults: readonly (Fault | undefined)[] = [
  undefined,
  { kind: 'media-type', what: 'schema1' },
  { kind: 'media-type', what: 'artifact' },
  { kind: 'media-type', what: 'page' },
  { kind: 'scheme', served: 'https' },
  { kind: 'refused', address: '127.0.0.1:5000' },
  { kind: 'unpack', detail: 'lchown' },
  { kind: 'signature', what: 'policy' },
];

const scene = fc.record({
  cause: fc.constantFrom(...CAUSES),
  reason: fc.constantFrom(...REASONS),
  fault: fc.constantFrom(...faults),
  image,
  namespace: hostile,
  pod: hostile,
  container: hostile,
  ownerName: hostile,
  ownerKind: fc.constantFrom(
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'Job',
    'CronJob',
    'Pod',
    'Node',
    'Rollout',
  ),
  kind: fc.constantFrom<PullKind>(
    'container',
    'initContainer',
    'ephemeralContainer',
    'imageVolume',
    'sandbox',
  ),
  managedBy: fc.oneof(
    fc.constant(undefined),
    hostile.map((name) => `Helm/${name}`),
    hostile.map((name) => `Flux/Kustomization/${name}`),
  ),
  host: hostile,
  node: hostile,
  provider: fc.constantFrom<NodeEvidence['provider']>(
    'kind',
    'minikube',
    'k3d',
    'openshift',
    'aws',
    undefined,
  ),
  runtime: fc.constantFrom('containerd', 'cri-o', 'docker'),
  kubelet: fc.constantFrom('v1.33.1', 'v1.33.1+k3s1', 'v1.33.1+rke2r1'),
  secrets: fc.array(hostile, { maxLength: 2 }),
  serviceAccount: hostile,
});

type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

function findingIn(value: Scene): Finding {
  const {
    cause,
    reason,
    fault,
    image,
    namespace,
    pod,
    container,
    ownerKind,
    ownerName,
    kind,
    managedBy,
    host,
    node,
  } = value;
  const owner = {
    apiVersion: ownerKind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1',
    kind: ownerKind,
    name: ownerName,
  };
  const managed = managedBy === undefined ? owner : { ...owner, managedBy };
  return sampleFinding(cause, {
    ...(reason !== undefined && { reason }),
    host: { name: host, role: 'registry' },
    revisions: [
      {
        serving: { name: pod, revision: 3, ready: 1 },
        failing: { name: ownerName },
        changes: [{ container, from: image, to: image }],
      },
    ],
    pulls: [samplePull({ namespace, pod, container, kind, image, owner: managed, node }, fault)],
  });
}

function evidenceIn(value: Scene): ClusterEvidence {
  const { namespace, pod, image, node, provider, runtime, kubelet, secrets, serviceAccount } = value;
  const seen = sampleNode({ name: node, kubeletVersion: kubelet, runtime: { name: runtime, version: '1' } });
  return sampleEvidence({
    nodes: [provider === undefined ? seen : { ...seen, provider }],
    pods: [
      samplePod({ namespace, name: pod, image, imagePullSecrets: secrets, serviceAccount, nodeName: node }),
    ],
    secrets: secrets.map((name) => sampleSecret(name, [name], { namespace: `other${namespace}` })),
  });
}

suite('whatever things are called', () => {
  test('each command is one line of well-quoted words that starts a known program', () => {
    const property = fc.property(scene, (value) => {
      for (const { commands } of planRemedies(findingIn(value), evidenceIn(value))) {
        for (const line of commands) {
          assert.doesNotMatch(line, /[\p{Cc}\p{Cs}\u2028\u2029\u202E]/u);
          for (const words of everyCommand(line)) {
            const program = words[0] === 'sudo' ? words[1] : words[0];
            assert.ok(PROGRAMS.has(program ?? ''), `${program} in ${line}`);
          }
        }
      }
    });
    fc.assert(property, { numRuns: 3000 });
  });

  test('namespace, owner and container reach kubectl as they are', () => {
    const name = hostile.filter((text) => !text.startsWith('-') && text !== '');
    fc.assert(
      fc.property(name, name, name, name, (namespace, owner, container, pod) => {
        const pulls = [
          samplePull({
            namespace,
            container,
            pod,
            owner: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: owner },
          }),
        ];
        const [first] = planRemedies(sampleFinding('tag-not-found', { pulls }), sampleEvidence({ pods: [] }));
        const held = (text: string): string => Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();
        const set = [
          'set',
          'image',
          `statefulset/${owner}`,
          `${container}=registry.example.com/shop/web:<TAG>`,
        ];
        assert.deepEqual(
          first?.commands.map((line) => everyCommand(line)),
          [
            [['kubectl', '-n', namespace, ...set].map(held)],
            [['kubectl', '-n', namespace, 'delete', `pod/${pod}`].map(held)],
          ],
        );
      }),
    );
  });

  test('no name becomes an option', () => {
    const pulls = [
      samplePull({
        container: '--kubeconfig',
        pod: '--all',
        owner: { apiVersion: 'v1', kind: 'Pod', name: '--all' },
      }),
    ];
    const planned = planRemedies(sampleFinding('tag-not-found', { pulls }), sampleEvidence({ pods: [] }));
    assert.equal(
      planned[0]?.commands[0],
      `kubectl -n shop set image pod/--all '<CONTAINER>=registry.example.com/shop/web:<TAG>'`,
    );
  });
});
