import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { NodeEvidence } from '../../../../src/core/evidence/objects/node.ts';
import { parseMinorVersion, parseNode } from '../../../../src/core/evidence/objects/parse-node.ts';

interface NodeParts {
  readonly metadata?: object;
  readonly spec?: object;
  readonly info?: object;
  readonly status?: object;
}

function parsed({ metadata, spec, info, status }: NodeParts = {}): NodeEvidence {
  const node = parseNode({
    metadata: { name: 'node-3', uid: 'n-3', ...metadata },
    spec: { ...spec },
    status: { nodeInfo: { ...info }, ...status },
  });
  assert.ok(node);
  return node;
}

suite('parseNode', () => {
  test('a node with everything', () => {
    const node = parsed({
      metadata: { creationTimestamp: '2026-11-01T00:00:00Z' },
      spec: { unschedulable: true, taints: [{ key: 'disk-pressure', effect: 'NoSchedule' }] },
      info: {
        kubeletVersion: 'v1.33.1',
        containerRuntimeVersion: 'containerd://2.1.4',
        operatingSystem: 'linux',
        architecture: 'arm64',
      },
      status: {
        conditions: [
          { type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure', message: 'low' },
        ],
        images: [
          { names: ['web@sha256:01', 'web:1'], sizeBytes: 7 },
          { names: null },
          {},
          { names: ['', 'db:2', 5] },
        ],
      },
    });
    assert.deepEqual(node, {
      name: 'node-3',
      uid: 'n-3',
      createdAt: Date.parse('2026-11-01T00:00:00Z'),
      kubeletVersion: 'v1.33.1',
      kubelet: { major: 1, minor: 33 },
      runtime: { name: 'containerd', version: '2.1.4' },
      os: 'linux',
      architecture: 'arm64',
      conditions: [
        { type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure', message: 'low' },
      ],
      unschedulable: true,
      taints: [{ key: 'disk-pressure', value: '', effect: 'NoSchedule' }],
      images: ['web@sha256:01', 'web:1', 'db:2'],
    });
  });

  test('a node with nothing but a name', () => {
    assert.deepEqual(parseNode({ metadata: { name: 'n' }, spec: 3, status: { nodeInfo: 'x', images: {} } }), {
      name: 'n',
      uid: '',
      kubeletVersion: '',
      runtime: { name: '', version: '' },
      os: '',
      architecture: '',
      conditions: [],
      unschedulable: false,
      taints: [],
      images: [],
    });
  });

  const versions: readonly (readonly [text: string, minor: number | undefined])[] = [
    ['v1.33.1', 33],
    ['1.24.0', 24],
    ['v1.31.2-gke.1001000', 31],
    ['v1.30.4-eks-a737599', 30],
    ['v1.29.8+k3s1', 29],
    ['v1.36.0-rc.0', 36],
    ['v1.33', 33],
    ['v1.33+', 33],
    ['1.1234.0', undefined],
    ['v1', undefined],
    ['', undefined],
    ['latest', undefined],
    ['x1.33.1', undefined],
  ];
  for (const [text, minor] of versions) {
    test(`kubelet version ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseMinorVersion(text), minor === undefined ? undefined : { major: 1, minor });
    });
  }

  const runtimes: readonly (readonly [text: string, name: string, version: string])[] = [
    ['containerd://1.7.24-k3s1', 'containerd', '1.7.24-k3s1'],
    ['cri-o://1.33.13', 'cri-o', '1.33.13'],
    ['docker://24.0.7', 'docker', '24.0.7'],
    ['', '', ''],
    ['vk-azure-aci', 'vk-azure-aci', ''],
  ];
  for (const [text, name, version] of runtimes) {
    test(`runtime ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parsed({ info: { containerRuntimeVersion: text } }).runtime, { name, version });
    });
  }

  const providers: readonly (readonly [what: string, parts: NodeParts, provider: string | undefined])[] = [
    ['nothing tells', {}, undefined],
    ['kind', { spec: { providerID: 'kind://docker/dev/dev-worker' } }, 'kind'],
    ['minikube', { metadata: { labels: { 'minikube.k8s.io/name': 'minikube' } } }, 'minikube'],
    [
      'k3d',
      {
        metadata: { name: 'k3d-dev-server-0' },
        spec: { providerID: 'k3s://k3d-dev-server-0' },
        info: { kubeletVersion: 'v1.31.5+k3s1' },
      },
      'k3d',
    ],
    [
      'k3s on a server',
      { spec: { providerID: 'k3s://box' }, info: { kubeletVersion: 'v1.31.5+k3s1' } },
      'other',
    ],
    ['Docker Desktop', { metadata: { name: 'docker-desktop' } }, 'docker-desktop'],
    ['EKS', { spec: { providerID: 'aws:///eu-central-1a/i-0123' } }, 'aws'],
    ['GKE', { spec: { providerID: 'gce://project/zone/node' } }, 'gcp'],
    ['AKS', { spec: { providerID: 'azure:///subscriptions/0' } }, 'azure'],
    ['a cloud with a name like a method', { spec: { providerID: 'constructor://x' } }, 'other'],
    [
      'OpenShift on AWS',
      {
        spec: { providerID: 'aws:///eu-central-1a/i-0123' },
        metadata: { labels: { 'node.openshift.io/os_id': 'rhel' } },
      },
      'openshift',
    ],
    ['OpenShift on iron', { info: { osImage: 'Red Hat Enterprise Linux CoreOS 418.94' } }, 'openshift'],
  ];
  for (const [what, parts, provider] of providers) {
    test(`provider: ${what}`, () => assert.equal(parsed(parts).provider, provider));
  }
});
