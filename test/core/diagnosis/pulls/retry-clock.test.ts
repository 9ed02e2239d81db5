import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { attemptHistory } from '../../../../src/core/diagnosis/pulls/attempt-history.ts';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { NextAttempt } from '../../../../src/core/diagnosis/finding.ts';
import { delayRange, nextAttempt } from '../../../../src/core/diagnosis/pulls/retry-clock.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { EventEvidence } from '../../../../src/core/evidence/objects/event.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import * as make from '../builders.ts';

const backedOff = make.stuck(make.backOff(make.notFound()));

function next(
  pod: PodEvidence,
  events: readonly EventEvidence[],
  more: Partial<ClusterEvidence> = {},
): NextAttempt {
  const { findings } = diagnose(make.evidence({ pods: [pod], events, ...more }));
  const attempt = findings[0]?.pulls[0]?.nextAttempt;
  assert.ok(attempt !== undefined);
  return attempt;
}

/** The window in seconds from noon. */
function window({ earliest, latest }: NextAttempt): readonly [number, number] {
  return [(earliest - make.NOON) / 1000, (latest - make.NOON) / 1000];
}

suite('the back-off', () => {
  const delays = [10, 20, 40, 80, 160, 300, 300, 300];
  for (const [index, delay] of delays.entries()) {
    test(`after failure ${index + 1}: ${delay} s`, () => {
      assert.deepEqual(delayRange(index + 1, 0), [delay * 1000, delay * 1000]);
    });
  }

  test('a count that is no count gives the cap', () => {
    for (const count of [1e9, Number.POSITIVE_INFINITY, Number.NaN])
      assert.deepEqual(delayRange(count, 0), [300_000, 300_000]);
    assert.deepEqual(delayRange(0, 0), [10_000, 10_000]);
  });

  test('attempts that hang for minutes make the kubelet forget the back-off', () => {
    // 300 s of waiting and 310 s of pulling are more than the 600 s an entry lives.
    const hanging = Array.from({ length: 8 }, (_, index) => delayRange(index + 1, 310_000)[1] / 1000);
    assert.deepEqual(hanging, [10, 20, 40, 80, 160, 300, 10, 20]);
    assert.deepEqual(
      delayRange(7, 290_000),
      [10_000, 300_000],
      'at the edge it depends on when the sync falls',
    );
  });

  test('holds the gaps that were measured on a real kubelet', () => {
    const gaps = [13.6, 26, 49, 88, 167, 307, 307];
    let failedAt = -2000;
    for (const [index, gap] of gaps.entries()) {
      const asOf = make.at(failedAt + 1);
      const history = { failures: index + 1, lastFailure: make.at(failedAt), attemptTook: 0 };
      const { earliest, latest } = nextAttempt(history, { asOf, everySync: false });
      failedAt += gap;
      assert.ok(earliest <= make.at(failedAt) && make.at(failedAt) <= latest, `gap ${gap}`);
    }
  });
});

suite('the next attempt', () => {
  test('counts from the last failure', () => {
    const attempt = next(backedOff, [
      make.failedToPull(backedOff, make.notFound(), { count: 4, last: make.at(-30) }),
    ]);
    assert.deepEqual(window(attempt), [50, 65]);
    assert.equal(attempt.basis, 'failed 4 times, last at 11:59:30: 80 s back-off plus up to 15 s');
  });

  test('is never before the last look', () => {
    const attempt = next(backedOff, [
      make.failedToPull(backedOff, make.notFound(), { count: 2, last: make.at(-25) }),
    ]);
    assert.deepEqual(window(attempt), [0, 10]);
  });

  test('sums up events whose texts differ by a port', () => {
    const texts = ['10.1.2.3:443', '10.1.2.4:443', '10.1.2.5:443'].map((address) =>
      make.refused(make.IMAGE, address),
    );
    const attempt = next(
      backedOff,
      texts.map((text, index) => make.failedToPull(backedOff, text, { last: make.at(-60 + 20 * index) })),
    );
    assert.deepEqual(window(attempt), [20, 35]);
  });

  test('trusts the count of Pulling where failures were lost', () => {
    const events = [
      make.failedToPull(backedOff, make.notFound(), { last: make.at(-30) }),
      make.pulling(backedOff, { count: 5, last: make.at(-31) }),
    ];
    assert.deepEqual(window(next(backedOff, events)), [130, 145]);
  });

  test('is shared by containers with the same image string', () => {
    const pod = make.pod({
      containers: ['app', 'proxy'].map((name) =>
        make.container({ name, state: make.backOff(make.notFound()) }),
      ),
    });
    const { findings } = diagnose(
      make.evidence({
        pods: [pod],
        events: [
          make.failedToPull(pod, make.notFound(), { count: 2 }),
          make.failedToPull(pod, make.notFound(), { container: 'proxy', last: make.at(-20) }),
        ],
      }),
    );
    const windows = findings.flatMap(({ pulls }) =>
      pulls.map(({ nextAttempt }) => nextAttempt && window(nextAttempt)),
    );
    assert.deepEqual(windows, [
      [20, 35],
      [20, 35],
    ]);
  });

  test('is honest when the events have expired', () => {
    const attempt = next(make.stuck(make.silentBackOff(), { startedAt: make.at(-9000) }), []);
    assert.deepEqual(window(attempt), [0, 315]);
    assert.match(attempt.basis, /no event of an attempt is left: at most 300 s back-off plus 15 s/u);
  });

  test('a young pod cannot have a long back-off', () => {
    const attempt = next(
      make.stuck(make.silentBackOff(), { startedAt: make.at(-30), createdAt: make.at(-30) }),
      [],
    );
    assert.deepEqual(window(attempt), [0, 55]);
  });

  test('takes `Error: ErrImagePull` for an attempt and `Error: ImagePullBackOff` for none', () => {
    const events = [
      make.event(backedOff, 'Failed', 'Error: ErrImagePull', { count: 3, last: make.at(-30) }),
      make.event(backedOff, 'Failed', 'Error: ImagePullBackOff', { count: 9, last: make.at(-2) }),
    ];
    assert.deepEqual(window(next(backedOff, events)), [10, 25]);
  });

  test('waits for an attempt that is under way', () => {
    const events = [
      make.failedToPull(backedOff, make.notFound(), { count: 2, last: make.at(-60) }),
      make.pulling(backedOff, { count: 3, last: make.at(-20) }),
    ];
    const attempt = next(backedOff, events);
    assert.deepEqual(window(attempt), [40, 55]);
    assert.match(attempt.basis, /an attempt has been running since 11:59:40/u);
  });

  test('says so when it was due and nothing came', () => {
    const attempt = next(backedOff, [make.failedToPull(backedOff, make.notFound(), { last: make.at(-200) })]);
    assert.deepEqual(window(attempt), [0, 315]);
    assert.match(attempt.basis, /^was due by 11:57:05, 3 min before the last look/u);
  });

  test('says so when the node is down', () => {
    const down = make.node('node-1', {
      conditions: [
        {
          type: 'Ready',
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: '',
          lastTransition: make.at(-300),
        },
      ],
    });
    const attempt = next(backedOff, [make.failedToPull(backedOff, make.notFound())], { nodes: [down] });
    assert.match(attempt.basis, /; node-1 is not Ready since 11:55:00, and pulls nothing until it is$/u);
  });

  for (const [reason, message] of [
    ['InvalidImageName', 'couldn\'t parse image name "x": invalid reference format'],
    ['ErrImageNeverPull', `Container image "${make.IMAGE}" is not present with pull policy of Never`],
    ['ImageInspectError', 'Failed to inspect image "": rpc error: code = Unavailable desc = down'],
    ['illegal base64 data at input byte 4', 'illegal base64 data at input byte 4'],
  ] as const) {
    test(`${reason} comes up at every sync`, () => {
      assert.deepEqual(window(next(make.stuck(make.waiting(reason, message)), [])), [0, 15]);
    });
  }

  test('a sync that is known narrows the window', () => {
    const pod = make.stuck(make.waiting('InvalidImageName', 'invalid reference format'), {}, 'Web:1');
    const failed = make.event(
      pod,
      'InspectFailed',
      'Failed to apply default image tag "Web:1": invalid reference format',
      { last: make.at(-3) },
    );
    assert.deepEqual(window(next(pod, [failed])), [7, 12]);
  });

  test('property: it is never before the last look, ordered, and within one cap of it unless a pull runs', () => {
    const seconds = fc.option(fc.integer({ min: -100_000, max: 100 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2000 }),
        seconds,
        seconds,
        fc.boolean(),
        (failures, failed, since, everySync) => {
          const history = { failures, ...(failed === undefined ? {} : { lastFailure: make.at(failed) }) };
          const attempt = nextAttempt(history, {
            asOf: make.NOON,
            everySync,
            ...(since === undefined ? {} : { stuckSince: make.at(since) }),
          });
          const [earliest, latest] = window(attempt);
          assert.ok(earliest >= 0 && latest >= earliest && latest <= 100 + 315);
          assert.notEqual(attempt.basis, '');
        },
      ),
    );
  });
});

suite('stuck since', () => {
  function since(pod: PodEvidence, events: readonly EventEvidence[]): number | undefined {
    const found = diagnose(make.evidence({ pods: [pod], events })).findings[0]?.since;
    return found === undefined ? undefined : (found - make.NOON) / 1000;
  }
  const unready = {
    type: 'ContainersReady',
    status: 'False',
    reason: 'ContainersNotReady',
    message: '',
    lastTransition: make.at(-500),
  };

  test('the first event of the failure', () => {
    assert.equal(
      since(backedOff, [
        make.failedToPull(backedOff, make.notFound(), { first: make.at(-333), last: make.at(-5) }),
      ]),
      -333,
    );
    assert.equal(
      since(backedOff, [
        make.event(backedOff, 'BackOff', `Back-off pulling image "${make.IMAGE}"`, { first: make.at(-8000) }),
      ]),
      -8000,
    );
  });

  test('else when the pod lost its readiness, else its start', () => {
    assert.equal(since({ ...backedOff, conditions: [unready] }, []), -500);
    assert.equal(since(backedOff, []), -700);
  });

  test('not before the image last came', () => {
    const events = [
      make.failedToPull(backedOff, make.notFound(), { first: make.at(-3000), last: make.at(-5) }),
      make.pulled(backedOff, { last: make.at(-900) }),
    ];
    assert.equal(since(backedOff, events), -900);
    assert.equal(since({ ...backedOff, conditions: [unready] }, events), -500);
  });
});

test('an attempt that begins and fails in one second is not under way', () => {
  const events = [
    make.pulling(backedOff, { last: make.at(-8) }),
    make.failedToPull(backedOff, make.notFound(), { last: make.at(-8) }),
  ];
  const { findings } = diagnose(make.evidence({ pods: [backedOff], events }));
  assert.match(findings[0]?.pulls[0]?.nextAttempt?.basis ?? '', /^failed 1 time/u);
  assert.deepEqual(attemptHistory([]), { failures: 0 });
});
