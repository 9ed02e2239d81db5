import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { assembleEvidence } from '../../../../src/core/evidence/objects/assemble-evidence.ts';
import { DumpClock } from '../../../../src/core/evidence/objects/dump-clock.ts';

const DAY = '2026-11-20';

function at(clock: string, day = DAY): number {
  return Date.parse(`${day}T${clock}Z`);
}

function clockOf(...times: readonly (readonly [host: string, time: number])[]): DumpClock {
  const clock = new DumpClock();
  for (const [host, time] of times) clock.see(host, time);
  return clock;
}

suite('DumpClock', () => {
  test('no time at all', () => assert.deepEqual(new DumpClock().read(), { blindSpots: [] }));

  test('the newest time of all', () => {
    const clock = clockOf(['', at('10:00:00')], ['node-1', at('10:07:00')], ['node-2', at('10:05:00')]);
    assert.deepEqual(clock.read(), { newest: at('10:07:00'), blindSpots: [] });
  });

  test('one time alone is believed', () => {
    assert.equal(clockOf(['node-1', at('10:00:00')]).read().newest, at('10:00:00'));
  });

  test('a quiet cluster: weeks between the last two times are no reason to doubt', () => {
    const clock = clockOf(['', at('10:00:00', '2026-03-01')], ['node-1', at('10:07:00')]);
    assert.deepEqual(clock.read(), { newest: at('10:07:00'), blindSpots: [] });
  });

  test('wild dates, each alone, are left out and told of', () => {
    const clock = clockOf(
      ['', at('10:00:00')],
      ['', at('00:00:00', '2099-01-01')],
      ['node-1', at('10:07:00')],
      ['node-1', at('23:59:59', '9999-12-31')],
    );
    const { newest, blindSpots } = clock.read();
    assert.equal(newest, at('10:07:00'));
    assert.deepEqual(
      blindSpots.map(({ what }) => what),
      ['the time 9999-12-31T23:59:59.000Z', 'the time 2099-01-01T00:00:00.000Z'],
    );
  });

  test('of the many times of a host the newest counts', () => {
    const clock = clockOf(['', at('10:00:00')]);
    for (let i = 0; i < 100; i++) clock.see('node-1', at('10:00:00') + i * 1000);
    assert.equal(clock.read().newest, at('10:01:39'));
  });

  test('a node whose clock is ahead is put right', () => {
    const clock = clockOf(['', at('10:00:00')], ['node-1', at('12:05:00')], ['node-2', at('10:01:00')]);
    // The event was created at 10:00 and says that it happened first at 12:03.
    clock.compare('node-1', at('10:00:00'), at('12:03:00'), at('12:05:00'));
    const { newest, blindSpots } = clock.read();
    assert.equal(newest, at('10:02:00'));
    assert.deepEqual(blindSpots, [
      {
        what: 'the clock of node-1',
        why: "runs 2 h 3 min ahead of the API server's: times that it wrote are off by that",
      },
    ]);
  });

  test('a node whose clock is behind is put right', () => {
    const clock = clockOf(['', at('10:00:00')], ['node-1', at('09:40:00')]);
    clock.compare('node-1', at('10:00:00'), at('09:30:00'), at('09:30:00'));
    const { newest, blindSpots } = clock.read();
    assert.equal(newest, at('10:10:00'));
    assert.match(blindSpots[0]?.why ?? '', /^runs 30 min behind the API server's/);
  });

  test('what happens every day is no skew', () => {
    const clock = clockOf(['node-1', at('11:00:00')]);
    // Written within the second, and once after the API server had been away for two minutes.
    clock.compare('node-1', at('10:00:00'), at('10:00:01'), at('10:00:01'));
    clock.compare('node-1', at('10:02:00'), at('10:00:00'), at('10:00:00'));
    // Counted on for an hour; and created anew after it had expired, with its old first time.
    clock.compare('node-1', at('10:00:00'), at('10:00:00'), at('11:00:00'));
    clock.compare('node-1', at('11:00:00'), at('08:00:00'), at('11:00:00'));
    assert.deepEqual(clock.read().blindSpots, []);
  });
});

suite('the time of a dump', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'shop', creationTimestamp: `${DAY}T10:00:00Z` },
    spec: { nodeName: 'node-1' },
  };

  const sources: readonly (readonly [what: string, objects: readonly object[], asOf: string])[] = [
    ['creation', [pod], '10:00:00'],
    ['start', [{ ...pod, status: { startTime: `${DAY}T10:00:02Z` } }], '10:00:02'],
    [
      'a condition',
      [{ ...pod, status: { conditions: [{ type: 'Ready', lastTransitionTime: `${DAY}T10:00:03Z` }] } }],
      '10:00:03',
    ],
    [
      'the condition that the scheduler writes',
      [
        {
          ...pod,
          status: { conditions: [{ type: 'PodScheduled', lastTransitionTime: `${DAY}T10:00:04Z` }] },
        },
      ],
      '10:00:04',
    ],
    [
      'a state',
      [
        {
          ...pod,
          status: {
            containerStatuses: [{ name: 'a', state: { running: { startedAt: `${DAY}T10:00:05Z` } } }],
          },
        },
      ],
      '10:00:05',
    ],
    [
      'the last end of a container',
      [
        {
          ...pod,
          status: {
            containerStatuses: [{ name: 'a', lastState: { terminated: { finishedAt: `${DAY}T10:00:06Z` } } }],
          },
        },
      ],
      '10:00:06',
    ],
    [
      'an event',
      [
        pod,
        {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name: 'e', namespace: 'shop', creationTimestamp: `${DAY}T10:00:00Z` },
          lastTimestamp: `${DAY}T10:00:07Z`,
        },
      ],
      '10:00:07',
    ],
    [
      'a condition of a node',
      [
        {
          apiVersion: 'v1',
          kind: 'Node',
          metadata: { name: 'node-1' },
          status: { conditions: [{ type: 'Ready', lastTransitionTime: `${DAY}T10:00:08Z` }] },
        },
      ],
      '10:00:08',
    ],
    [
      'not the end of a deletion, which is to come',
      [{ ...pod, metadata: { ...pod.metadata, deletionTimestamp: `${DAY}T11:00:00Z` } }],
      '10:00:00',
    ],
  ];
  for (const [what, objects, asOf] of sources) {
    test(what, () =>
      assert.equal(new Date(assembleEvidence(objects).asOf).toISOString(), `${DAY}T${asOf}.000Z`),
    );
  }

  test('without any time it is the one given', () => {
    assert.equal(assembleEvidence([], { source: 'files', now: 77 }).asOf, 77);
  });

  test('a live cluster brings its own clock', () => {
    assert.equal(assembleEvidence([pod], { source: 'cluster', asOf: 99 }).asOf, 99);
  });
});
