import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parsePod } from '../../../../src/core/evidence/objects/parse-pod.ts';
import type { ContainerEvidence, PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';

/** A pod as the API gives it, with what a test is about put over it. */
function podJson(parts: { metadata?: object; spec?: object; status?: object } = {}): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'shop', uid: 'u-1', ...parts.metadata },
    spec: { containers: [{ name: 'app', image: 'reg.example.com/web:1' }], ...parts.spec },
    status: { phase: 'Pending', ...parts.status },
  };
}

function parsed(parts: { metadata?: object; spec?: object; status?: object } = {}): PodEvidence {
  const pod = parsePod(podJson(parts));
  assert.ok(pod);
  return pod;
}

function onlyContainer(parts: { spec?: object; status?: object }): ContainerEvidence {
  const { containers } = parsed(parts);
  assert.equal(containers.length, 1);
  assert.ok(containers[0]);
  return containers[0];
}

const NEVER_STARTED = { name: 'app', imageID: '', ready: false, restartCount: 0 };

suite('parsePod', () => {
  test('a pod that the kubelet has not seen yet', () => {
    assert.deepEqual(parsed(), {
      namespace: 'shop',
      name: 'web-1',
      uid: 'u-1',
      phase: 'Pending',
      statusReason: '',
      statusMessage: '',
      serviceAccount: 'default',
      imagePullSecrets: [],
      nodeSelector: {},
      containers: [
        {
          name: 'app',
          kind: 'container',
          image: 'reg.example.com/web:1',
          imageVolumes: [],
          imageId: '',
          ready: false,
          restartCount: 0,
        },
      ],
      imageVolumes: [],
      conditions: [],
      mirror: false,
      owners: [],
      marks: {},
    });
  });

  test('what the spec says of the pull', () => {
    const pod = parsed({
      spec: {
        nodeName: 'node-3',
        serviceAccountName: 'deployer',
        serviceAccount: 'old-name',
        imagePullSecrets: [{ name: 'regcred' }, { name: '' }, {}, 'regcred-2', { name: 'hub' }],
        nodeSelector: { 'kubernetes.io/arch': 'arm64', spot: true },
        containers: [{ name: 'app', image: ' web:1 ', imagePullPolicy: 'Always' }],
      },
    });
    assert.equal(pod.nodeName, 'node-3');
    assert.equal(pod.serviceAccount, 'deployer');
    assert.deepEqual(pod.imagePullSecrets, ['regcred', 'hub']);
    assert.deepEqual(pod.nodeSelector, { 'kubernetes.io/arch': 'arm64' });
    assert.equal(pod.containers[0]?.image, ' web:1 ', 'the image is the back-off key: verbatim');
    assert.equal(pod.containers[0]?.pullPolicy, 'Always');
  });

  test('the deprecated name of the service account counts where the other is missing', () => {
    assert.equal(parsed({ spec: { serviceAccount: 'builder' } }).serviceAccount, 'builder');
  });

  test('times, and those that are not set', () => {
    const pod = parsed({
      metadata: { creationTimestamp: '2026-11-20T10:00:00Z', deletionTimestamp: '2026-11-20T11:00:00Z' },
      status: { startTime: '2026-11-20T10:00:01Z' },
    });
    assert.equal(pod.createdAt, Date.parse('2026-11-20T10:00:00Z'));
    assert.equal(pod.deletedAt, Date.parse('2026-11-20T11:00:00Z'));
    assert.equal(pod.startedAt, Date.parse('2026-11-20T10:00:01Z'));
    assert.ok(!('createdAt' in parsed({ metadata: { creationTimestamp: null } })));
  });

  test('an evicted pod', () => {
    const pod = parsed({
      status: { phase: 'Failed', reason: 'Evicted', message: 'low on ephemeral-storage' },
    });
    assert.deepEqual(
      [pod.phase, pod.statusReason, pod.statusMessage],
      ['Failed', 'Evicted', 'low on ephemeral-storage'],
    );
  });

  test('conditions, without those of no type', () => {
    const conditions = [
      {
        type: 'PodScheduled',
        status: 'True',
        lastTransitionTime: '2026-11-20T10:00:00Z',
        lastProbeTime: null,
      },
      {
        type: 'Ready',
        status: 'False',
        reason: 'ContainersNotReady',
        message: 'containers with unready status: [app]',
      },
      { status: 'True' },
      null,
    ];
    assert.deepEqual(parsed({ status: { conditions } }).conditions, [
      {
        type: 'PodScheduled',
        status: 'True',
        reason: '',
        message: '',
        lastTransition: Date.parse('2026-11-20T10:00:00Z'),
      },
      {
        type: 'Ready',
        status: 'False',
        reason: 'ContainersNotReady',
        message: 'containers with unready status: [app]',
      },
    ]);
  });

  for (const [what, value] of [
    ['no metadata', { spec: {} }],
    ['no name', { metadata: { namespace: 'shop' } }],
    ['a list', []],
    ['text', 'pod'],
    ['null', null],
    ['nothing', undefined],
  ] as const) {
    test(`${what} is no pod`, () => assert.equal(parsePod(value), undefined));
  }

  test('fields of a wrong type are as if they were not there', () => {
    const wrong = parsePod({
      metadata: { name: 'web-1', namespace: 7, uid: {}, ownerReferences: 'none', labels: [], annotations: 3 },
      spec: {
        containers: { name: 'app' },
        imagePullSecrets: 'regcred',
        volumes: 1,
        nodeSelector: [],
        nodeName: 4,
      },
      status: { phase: 1, conditions: {}, containerStatuses: 'all fine', startTime: 12 },
    });
    const bare = parsePod({ metadata: { name: 'web-1' } });
    assert.deepEqual(wrong, bare);
  });
});

suite('containers of a pod', () => {
  test('in the order in which the kubelet pulls them, each with its own status', () => {
    const pod = parsed({
      spec: {
        containers: [{ name: 'app', image: 'app:1' }],
        initContainers: [{ name: 'migrate', image: 'migrate:1' }],
        ephemeralContainers: [{ name: 'debugger', image: 'busybox' }],
      },
      status: {
        containerStatuses: [{ ...NEVER_STARTED, state: { waiting: { reason: 'PodInitializing' } } }],
        initContainerStatuses: [
          { name: 'migrate', state: { waiting: { reason: 'ErrImagePull', message: 'no' } } },
        ],
        ephemeralContainerStatuses: [
          { name: 'debugger', state: { running: { startedAt: '2026-11-20T10:00:00Z' } } },
        ],
      },
    });
    assert.deepEqual(
      pod.containers.map(({ name, kind, state }) => [name, kind, state]),
      [
        [
          'debugger',
          'ephemeralContainer',
          { kind: 'running', startedAt: Date.parse('2026-11-20T10:00:00Z') },
        ],
        ['migrate', 'initContainer', { kind: 'waiting', reason: 'ErrImagePull', message: 'no' }],
        ['app', 'container', { kind: 'waiting', reason: 'PodInitializing', message: '' }],
      ],
    );
  });

  // The waiting state of a failed pull, as each generation of the kubelet writes it.
  const waiting: readonly (readonly [kubelet: string, reason: string, message: string])[] = [
    ['up to 1.31, between attempts', 'ImagePullBackOff', 'Back-off pulling image "reg.example.com/web:1"'],
    [
      '1.32 and newer, between attempts',
      'ImagePullBackOff',
      'Back-off pulling image "reg.example.com/web:1": ErrImagePull: unauthorized',
    ],
    [
      'any, after an attempt',
      'ErrImagePull',
      'failed to pull and unpack image "reg.example.com/web:1": not found',
    ],
    [
      '1.33 and newer, a malformed secret',
      "invalid character 'x' in string",
      "invalid character 'x' in string",
    ],
    [
      'any, a reference that does not parse',
      'InvalidImageName',
      'Failed to apply default image tag "Web": …',
    ],
  ];
  for (const [kubelet, reason, message] of waiting) {
    test(`waiting: kubelet ${kubelet}`, () => {
      const status = { containerStatuses: [{ ...NEVER_STARTED, state: { waiting: { reason, message } } }] };
      assert.deepEqual(onlyContainer({ status }).state, { kind: 'waiting', reason, message });
    });
  }

  test('running, with the digest of what was pulled', () => {
    const container = onlyContainer({
      status: {
        containerStatuses: [
          {
            name: 'app',
            image: 'reg.example.com/web:1',
            imageID: 'reg.example.com/web@sha256:0123',
            ready: true,
            restartCount: 4,
            state: { running: {} },
            lastState: {
              terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-11-20T10:00:00Z' },
            },
          },
        ],
      },
    });
    assert.equal(container.imageId, 'reg.example.com/web@sha256:0123');
    assert.equal(container.ready, true);
    assert.equal(container.restartCount, 4);
    assert.deepEqual(container.state, { kind: 'running' });
    assert.deepEqual(container.lastState, {
      kind: 'terminated',
      reason: 'OOMKilled',
      message: '',
      exitCode: 137,
      finishedAt: Date.parse('2026-11-20T10:00:00Z'),
    });
  });

  const ended: readonly (readonly [what: string, terminated: object, kept: string])[] = [
    [
      'the runtime says why it could not start',
      { reason: 'StartError', message: 'exec: "/app": exec format error: unknown' },
      'exec: "/app": exec format error: unknown',
    ],
    ['the program leaves a message of its own', { reason: 'Error', message: 'password=hunter2' }, ''],
    [
      'the log that stands in for the message shows a foreign binary',
      { reason: 'Error', message: 'token=abc\nexec /app: exec format error\ntoken=def' },
      'exec /app: exec format error',
    ],
  ];
  for (const [what, terminated, kept] of ended) {
    test(`terminated: ${what}`, () => {
      const status = { containerStatuses: [{ ...NEVER_STARTED, state: { terminated } }] };
      const { state } = onlyContainer({ status });
      assert.equal(state?.kind === 'terminated' ? state.message : undefined, kept);
    });
  }

  test('no state yet', () => {
    for (const state of [undefined, null, {}, 'waiting', []]) {
      assert.ok(
        !('state' in onlyContainer({ status: { containerStatuses: [{ ...NEVER_STARTED, state }] } })),
      );
    }
  });

  test('a status without a container in the spec is not lost', () => {
    const pod = parsed({
      spec: { containers: undefined },
      status: {
        containerStatuses: [{ name: 'app', image: 'web:1', state: { waiting: { reason: 'ErrImagePull' } } }],
      },
    });
    assert.deepEqual(
      pod.containers.map(({ name, image, state }) => [name, image, state?.kind]),
      [['app', 'web:1', 'waiting']],
    );
  });

  test('image volumes, and who mounts them', () => {
    const pod = parsed({
      spec: {
        volumes: [
          { name: 'model', image: { reference: 'reg.example.com/model:2', pullPolicy: 'IfNotPresent' } },
          { name: 'data', image: { reference: 'reg.example.com/data:1' } },
          { name: 'cache', emptyDir: {} },
        ],
        containers: [
          { name: 'app', image: 'a', volumeMounts: [{ name: 'cache' }, { name: 'model' }] },
          { name: 'log', image: 'b' },
        ],
      },
    });
    assert.deepEqual(pod.imageVolumes, [
      { name: 'model', reference: 'reg.example.com/model:2', pullPolicy: 'IfNotPresent' },
      { name: 'data', reference: 'reg.example.com/data:1' },
    ]);
    assert.deepEqual(
      pod.containers.map(({ imageVolumes }) => imageVolumes),
      [['model'], []],
    );
  });

  test('100,000 containers take no quadratic time', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => ({ name: `c${i}`, image: 'x' }));
    const began = performance.now();
    assert.equal(
      parsed({ spec: { containers: names }, status: { containerStatuses: names } }).containers.length,
      100_000,
    );
    assert.ok(performance.now() - began < 2000);
  });
});

suite('static pods', () => {
  const marks: readonly (readonly [what: string, metadata: object, mirror: boolean])[] = [
    ['a mirror pod', { annotations: { 'kubernetes.io/config.mirror': 'abc' } }, true],
    [
      'a static pod as the kubelet lists it',
      { annotations: { 'kubernetes.io/config.source': 'file' } },
      true,
    ],
    [
      'a pod of the API, as the kubelet lists it',
      { annotations: { 'kubernetes.io/config.source': 'api' } },
      false,
    ],
    ['a pod owned by its node', { ownerReferences: [{ kind: 'Node', name: 'node-1' }] }, true],
    ['a pod of a ReplicaSet', { ownerReferences: [{ kind: 'ReplicaSet', name: 'web-7d9f' }] }, false],
  ];
  for (const [what, metadata, mirror] of marks) {
    test(what, () => assert.equal(parsed({ metadata }).mirror, mirror));
  }
});
