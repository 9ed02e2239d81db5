import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { FailingPull } from '../../../../src/core/diagnosis/finding.ts';
import type { EventEvidence } from '../../../../src/core/evidence/objects/event.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import * as make from '../builders.ts';

function failing(pod: PodEvidence, events: readonly EventEvidence[] = []): readonly FailingPull[] {
  const { findings } = diagnose(make.evidence({ pods: [pod], events }));
  return findings.flatMap(({ pulls }) => pulls);
}

/** Kind, container and cause of each failing pull. */
function told(pod: PodEvidence, events: readonly EventEvidence[] = []): readonly string[] {
  return failing(pod, events)
    .map(({ kind, container, verdict }) => `${kind} ${container} ${verdict.cause}`)
    .toSorted();
}

suite('a status that names a failed pull', () => {
  const cases: readonly (readonly [reason: string, message: string, cause: string])[] = [
    ['ErrImagePull', make.notFound(), 'not-found-unspecified'],
    [
      'ImagePullBackOff',
      `Back-off pulling image "${make.IMAGE}": ErrImagePull: ${make.refused()}`,
      'connection-refused',
    ],
    [
      'ErrImageNeverPull',
      `Container image "${make.IMAGE}" is not present with pull policy of Never`,
      'never-pull',
    ],
    [
      'InvalidImageName',
      'Failed to apply default image tag "Web:1": couldn\'t parse image name "Web:1": invalid reference format: repository name (library/Web) must be lowercase',
      'invalid-reference',
    ],
    [
      'ImageInspectError',
      'Failed to inspect image "": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: no such file or directory"',
      'runtime-unavailable',
    ],
    [
      'RegistryUnavailable',
      `image pull failed for ${make.IMAGE} because the registry is unavailable: pinging container registry registry.example.com: Get "https://registry.example.com/v2/": dial tcp 10.1.2.3:443: connect: connection refused`,
      'connection-refused',
    ],
  ];
  for (const [reason, message, cause] of cases) {
    test(`${reason} is ${cause}`, () => {
      const image = reason === 'InvalidImageName' ? 'Web:1' : make.IMAGE;
      assert.deepEqual(told(make.stuck(make.waiting(reason, message), {}, image)), [
        `container app ${cause}`,
      ]);
    });
  }

  test('a sentence in the reason is a malformed pull secret (1.33+)', () => {
    const sentence = 'illegal base64 data at input byte 4';
    assert.deepEqual(told(make.stuck(make.waiting(sentence, sentence))), [
      'container app pull-secret-malformed',
    ]);
  });

  test('an init container fails and the main one behind it does not', () => {
    const pod = make.pod({
      containers: [
        make.container({ name: 'setup', kind: 'initContainer', state: make.backOff(make.notFound()) }),
        make.container({ state: make.waiting('PodInitializing') }),
      ],
    });
    assert.deepEqual(told(pod), ['initContainer setup not-found-unspecified']);
  });

  test('an ephemeral container fails beside a pod that runs', () => {
    const pod = make.pod({
      containers: [
        make.container(),
        make.container({ name: 'debug', kind: 'ephemeralContainer', state: make.backOff(make.notFound()) }),
      ],
    });
    assert.deepEqual(told(pod), ['ephemeralContainer debug not-found-unspecified']);
  });

  test('an empty message still is a failing pull', () => {
    assert.deepEqual(told(make.stuck(make.waiting('ErrImagePull'))), ['container app unknown']);
    assert.deepEqual(told(make.stuck(make.waiting('ImagePullBackOff'))), ['container app back-off-only']);
  });
});

suite('what is no failing pull', () => {
  const broken = make.backOff(make.notFound());
  const cases: readonly (readonly [name: string, pod: PodEvidence])[] = [
    ['a pod that runs', make.pod()],
    ['a pod being deleted', make.stuck(broken, { deletedAt: make.at(-5) })],
    ['a pod that failed', make.stuck(broken, { phase: 'Failed' })],
    ['a pod that is done', make.stuck(broken, { phase: 'Succeeded' })],
    [
      'a container that did not start',
      make.stuck(make.waiting('CreateContainerError', 'failed to reserve container name')),
    ],
    [
      'a crash loop',
      make.stuck(make.waiting('CrashLoopBackOff', 'back-off 5m0s restarting failed container=app')),
    ],
    [
      'a wrong configuration',
      make.stuck(make.waiting('CreateContainerConfigError', 'configmap "web" not found')),
    ],
    ['a container on its way', make.stuck(make.waiting('ContainerCreating'))],
  ];
  for (const [name, pod] of cases) {
    test(name, () => assert.deepEqual(told(pod), []));
  }

  test('a warning event on a pod that runs', () => {
    const pod = make.pod();
    assert.deepEqual(told(pod, [make.failedToPull(pod, make.tooMany())]), []);
  });

  test('a container that did not start, although its event says Failed', () => {
    const pod = make.stuck(make.waiting('CreateContainerError', 'no space left on device'));
    assert.deepEqual(
      told(pod, [make.event(pod, 'Failed', 'Error: write /run/x: no space left on device')]),
      [],
    );
  });
});

suite('the status lags behind the events', () => {
  const creating = make.stuck(make.waiting('ContainerCreating'));
  const backedOff = make.stuck(make.silentBackOff());

  test('a failure that the status does not show yet', () => {
    assert.deepEqual(told(creating, [make.failedToPull(creating, make.notFound())]), [
      'container app not-found-unspecified',
    ]);
  });

  test('a failure that a success followed', () => {
    const events = [
      make.failedToPull(creating, make.notFound(), { last: make.at(-60) }),
      make.pulled(creating, { last: make.at(-20) }),
    ];
    assert.deepEqual(told(creating, events), []);
    const told2 = [
      make.failedToPull(backedOff, make.notFound(), { last: make.at(-60) }),
      make.pulled(backedOff, { last: make.at(-20) }),
    ];
    const { findings, notices } = diagnose(make.evidence({ pods: [backedOff], events: told2 }));
    assert.deepEqual([findings.length, notices.map(({ kind }) => kind)], [0, ['recovered']]);
  });

  test('a success that a failure followed: it failed again', () => {
    const events = [
      make.pulled(backedOff, { last: make.at(-200) }),
      make.failedToPull(backedOff, make.notFound(), { last: make.at(-20) }),
    ];
    assert.deepEqual(told(backedOff, events), ['container app not-found-unspecified']);
  });

  test('success and failure in one second leave the status right', () => {
    const events = [
      make.pulled(backedOff, { last: make.at(-20) }),
      make.failedToPull(backedOff, make.notFound(), { last: make.at(-20) }),
    ];
    assert.deepEqual(told(backedOff, events), ['container app not-found-unspecified']);
  });

  test('a failure of the image before an edit does not count', () => {
    const old = 'registry.example.com/shop/web:v1.0.0-typo';
    assert.deepEqual(told(creating, [make.failedToPull(creating, make.notFound(old), {}, old)]), []);
    const edited = make.stuck(make.backOff(make.notFound(old), old));
    assert.deepEqual(told(edited), ['container app back-off-only']);
  });

  test('after ten minutes the status is right: the kubelet had the time', () => {
    const long = make.at(-700);
    const failed = make.failedToPull(creating, make.notFound(), { last: long });
    assert.deepEqual(told(creating, [failed]), []);
    const before = make.failedToPull(backedOff, make.notFound(), { last: make.at(-900) });
    assert.deepEqual(told(backedOff, [before, make.pulled(backedOff, { last: long })]), [
      'container app not-found-unspecified',
    ]);
  });

  test('a container that ran after its image came fails anew, although no event tells of it', () => {
    const ran = {
      kind: 'terminated',
      reason: 'Error',
      message: '',
      exitCode: 1,
      finishedAt: make.at(-15),
    } as const;
    const pod = make.pod({
      containers: [make.container({ state: make.silentBackOff(), lastState: ran, restartCount: 1 })],
    });
    const events = [
      make.failedToPull(pod, make.notFound(), { last: make.at(-60) }),
      make.pulled(pod, { last: make.at(-20) }),
    ];
    assert.deepEqual(told(pod, events), ['container app not-found-unspecified']);
  });

  test('a namesake that lived before is another pod', () => {
    const old = { ...creating, uid: 'another-life' };
    assert.deepEqual(told(creating, [make.failedToPull(old, make.notFound())]), []);
  });

  test('the events of a static pod bear the uid of its manifest', () => {
    const mirror = { ...creating, mirror: true };
    const manifest = { ...creating, uid: 'hash-of-the-manifest' };
    assert.deepEqual(told(mirror, [make.failedToPull(manifest, make.notFound())]), [
      'container app not-found-unspecified',
    ]);
  });

  test('a merged event counts for the container whose image it names', () => {
    const pod = make.pod({
      containers: [
        make.container({ state: make.waiting('ContainerCreating') }),
        make.container({
          name: 'proxy',
          image: 'registry.example.com/shop/proxy:2',
          state: make.waiting('ContainerCreating'),
        }),
      ],
    });
    const message = `(combined from similar events): Failed to pull image "registry.example.com/shop/proxy:2": ${make.notFound('registry.example.com/shop/proxy:2')}`;
    assert.deepEqual(told(pod, [make.event(pod, 'Failed', message)]), [
      'container proxy not-found-unspecified',
    ]);
  });
});

suite('image volumes', () => {
  const volume = 'registry.example.com/shop/models:3';
  const volumes = [{ name: 'models', reference: volume }];

  test('the container that shows it may have a good image', () => {
    const pod = make.pod({
      imageVolumes: volumes,
      containers: [
        make.container({ state: make.backOff(make.notFound(volume), volume), imageVolumes: ['models'] }),
      ],
    });
    const [pull, ...more] = failing(pod);
    assert.deepEqual(
      [pull?.kind, pull?.image, pull?.verdict.cause, more.length],
      ['imageVolume', volume, 'not-found-unspecified', 0],
    );
  });

  test('it is counted once, however many containers show it', () => {
    const containers = ['app', 'proxy'].map((name) =>
      make.container({ name, state: make.backOff(make.notFound(volume), volume), imageVolumes: ['models'] }),
    );
    assert.deepEqual(told(make.pod({ imageVolumes: volumes, containers })), [
      'imageVolume app not-found-unspecified',
    ]);
  });

  test("ErrImagePull quotes only the runtime's words", () => {
    const pod = make.pod({
      imageVolumes: volumes,
      containers: [
        make.container({
          state: make.waiting('ErrImagePull', make.notFound(volume)),
          imageVolumes: ['models'],
        }),
      ],
    });
    assert.deepEqual(told(pod), ['imageVolume app not-found-unspecified']);
  });

  test("the container's own image fails beside a volume", () => {
    const pod = make.pod({
      imageVolumes: volumes,
      containers: [make.container({ state: make.backOff(make.notFound()), imageVolumes: ['models'] })],
    });
    assert.deepEqual(told(pod), ['container app not-found-unspecified']);
  });

  test('a mount that the runtime refuses', () => {
    const text = 'ImageVolumeMountFailed: failed to mount image volume: not supported';
    const pod = make.pod({
      imageVolumes: volumes,
      containers: [
        make.container({ state: make.waiting('CreateContainerError', text), imageVolumes: ['models'] }),
      ],
    });
    assert.deepEqual(told(pod), ['imageVolume app image-volume-refused']);
  });

  test('its event names the pod only, and the status does not show it yet', () => {
    const pod = make.pod({
      imageVolumes: volumes,
      containers: [make.container({ state: make.waiting('ContainerCreating'), imageVolumes: ['models'] })],
    });
    assert.deepEqual(told(pod, [make.failedToPull(pod, make.notFound(volume), { container: '' }, volume)]), [
      'imageVolume app not-found-unspecified',
    ]);
  });
});

suite('the sandbox image', () => {
  const pod = make.stuck(make.waiting('ContainerCreating'));
  const pause = 'registry.example.com/pause:3.9';
  const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "${pause}": failed to pull image "${pause}": ${make.refused(pause)}`;
  const failed = make.event(pod, 'FailedCreatePodSandBox', message, { container: '' });

  test("is a failing pull of the node's", () => {
    const [pull] = failing(pod, [failed]);
    assert.deepEqual(
      [pull?.kind, pull?.container, pull?.image, pull?.verdict.cause],
      ['sandbox', '', pause, 'connection-refused'],
    );
  });

  test('is told of pods without any status, or with an ephemeral container', () => {
    const { state: _, ...stateless } = make.container();
    const mute = { ...pod, containers: [{ ...stateless, imageId: '', ready: false }] };
    const debug = make.container({ name: 'debug', kind: 'ephemeralContainer' });
    for (const one of [mute, { ...pod, containers: [...pod.containers, debug] }]) {
      assert.deepEqual(told(one, [failed]), ['sandbox  connection-refused']);
    }
    const runs = { ...pod, containers: [...pod.containers, make.container({ name: 'proxy' })] };
    assert.deepEqual(told(runs, [failed]), [], 'a container runs: there is a sandbox');
  });

  test('is judged by its own texts, not by other faults before', () => {
    const text =
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "1f": dial tcp 10.0.0.9:443: i/o timeout';
    const before = make.event(pod, 'FailedCreatePodSandBox', text, { container: '', last: make.at(-90) });
    const [pull] = failing(pod, [before, failed]);
    assert.deepEqual([pull?.verdict.cause, pull?.stuckSince], ['connection-refused', make.at(-30)]);
  });

  test('any other fault of the sandbox is not', () => {
    const network =
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "1f": plugin type="bridge" failed (add): connection refused';
    assert.deepEqual(told(pod, [make.event(pod, 'FailedCreatePodSandBox', network, { container: '' })]), []);
  });

  test('a sandbox that stands by now is not', () => {
    const ready = {
      ...pod,
      conditions: [{ type: 'PodReadyToStartContainers', status: 'True', reason: '', message: '' }],
    };
    assert.deepEqual(told(ready, [failed]), []);
    assert.deepEqual(told(pod, [failed, make.pulling(pod, { last: make.at(-1) })]), []);
  });
});

suite('a program of another architecture', () => {
  const text =
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec /app: exec format error: unknown';

  test('in the status, the last state, or an event', () => {
    assert.deepEqual(told(make.stuck(make.waiting('RunContainerError', text))), [
      'container app wrong-architecture-binary',
    ]);
    const died = { kind: 'terminated', reason: 'StartError', message: text, exitCode: 128 } as const;
    const looping = make.container({
      state: make.waiting('CrashLoopBackOff', 'back-off 10s restarting'),
      lastState: died,
      restartCount: 2,
    });
    assert.deepEqual(told(make.pod({ containers: [looping] })), ['container app wrong-architecture-binary']);
    assert.deepEqual(told(make.pod({ containers: [make.container({ state: died })] })), [
      'container app wrong-architecture-binary',
    ]);
    const silent = make.stuck(make.waiting('CrashLoopBackOff', 'back-off 10s restarting'));
    assert.deepEqual(told(silent, [make.event(silent, 'Failed', `Error: ${text}`)]), [
      'container app wrong-architecture-binary',
    ]);
  });

  test('is retried by no pull', () => {
    const [pull] = failing(make.stuck(make.waiting('RunContainerError', text)));
    assert.equal(pull?.nextAttempt, undefined);
  });

  test('is not told of a container that runs by now', () => {
    const died = { kind: 'terminated', reason: 'StartError', message: text, exitCode: 128 } as const;
    assert.deepEqual(
      told(make.pod({ containers: [make.container({ lastState: died, restartCount: 1 })] })),
      [],
    );
  });
});
