import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { WakeUp } from '../../../../src/app/cli/watch/wake-up.ts';
import { watchLoop, type WatchPace, type WatchWork } from '../../../../src/app/cli/watch/watch-loop.ts';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import { buildReport } from '../../../../src/core/report/build-report.ts';
import * as make from '../../../core/diagnosis/builders.ts';
import { inTime } from './watching.ts';

const PACE: WatchPace = { anyway: () => 60_000, redraw: 60_000, rest: 4 };

function failing(state: ReturnType<typeof make.waiting>): ClusterEvidence {
  const failed = make.container({ state });
  return make.evidence({ source: 'cluster', pods: [make.pod({ containers: [failed] })] });
}

interface Loop {
  readonly wakeUp: WakeUp;
  /** What was shown: cause, and how many registries were still to answer. */
  readonly shown: (readonly [string, number | undefined])[];
}

/** Watches until `look` has been called for each of the rounds. */
async function watching(
  rounds: readonly ((tell: Parameters<WatchWork['look']>[0], loop: Loop) => Promise<ClusterEvidence>)[],
  pace: Partial<WatchPace> = {},
  now: () => number = Date.now,
): Promise<Loop> {
  const ending = new AbortController();
  const loop: Loop = { wakeUp: new WakeUp(now, 0), shown: [] };
  let looked = 0;
  const work: WatchWork = {
    look: (tell) => {
      const round = rounds[looked++];
      assert.ok(round);
      return round(tell, loop);
    },
    report: (evidence, at) => buildReport(diagnose(evidence, { now: at }), () => [], at),
    show: ({ findings }, meanwhile) => {
      loop.shown.push([findings.map(({ cause }) => cause).join(), meanwhile]);
      if (meanwhile === undefined && looked === rounds.length) ending.abort();
      else if (meanwhile === undefined) loop.wakeUp.change();
      return Promise.resolve();
    },
    closed: () => false,
    now,
  };
  const over = watchLoop(work, loop.wakeUp, { ...PACE, ...pace }, ending.signal);
  await inTime(over, () => `it goes on after ${looked} looks`);
  return loop;
}

/** Until so much was shown. */
async function untilShown({ shown }: Loop, times: number): Promise<void> {
  const there = async (): Promise<void> => {
    while (shown.length < times) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  await inTime(there(), () => `${shown.length} of ${times} were shown`, 3_000);
}

const DNS = failing(make.waiting('ErrImagePull', make.noSuchHost()));
const SILENT = failing(make.silentBackOff());

suite('a watch in rounds', () => {
  test('keeps the last cause on the page also while a look goes on', async () => {
    const { shown } = await watching(
      [
        () => Promise.resolve(DNS),
        async (tell, loop) => {
          tell({ evidence: () => SILENT, registries: 2 });
          await untilShown(loop, 2);
          return SILENT;
        },
      ],
      { rest: 0 },
    );
    assert.deepEqual(shown, [
      ['dns-failure', undefined],
      ['dns-failure', 2],
      ['dns-failure', undefined],
    ]);
  });

  test('shows the half of a look only where there is no page yet, unless registries are asked', async () => {
    const half = (loop: Loop): Promise<void> =>
      loop.shown.length === 0 ? untilShown(loop, 1) : new Promise((resolve) => setTimeout(resolve, 200));
    const round: Parameters<typeof watching>[0][number] = async (tell, loop) => {
      tell({ evidence: () => DNS, registries: 0 });
      await half(loop);
      return DNS;
    };
    const { shown } = await watching([round, round], { rest: 0 });
    assert.deepEqual(shown, [
      ['dns-failure', 0],
      ['dns-failure', undefined],
      ['dns-failure', undefined],
    ]);
  });

  test('shows nothing but the end of a look where pages are not redrawn', async () => {
    const { shown } = await watching(
      [
        async (tell) => {
          tell({ evidence: () => assert.fail('it was judged'), registries: 3 });
          await new Promise((resolve) => setTimeout(resolve, 200));
          return DNS;
        },
      ],
      { redraw: Infinity },
    );
    assert.deepEqual(shown, [['dns-failure', undefined]]);
  });

  test('looks again at a change although a registry took long: that was no work for the cluster', async () => {
    let clock = make.NOON;
    const starts: number[] = [];
    await watching(
      [
        (tell) => {
          starts.push(clock);
          clock += 100;
          tell({ evidence: () => DNS, registries: 1 });
          clock += 20_000;
          return Promise.resolve(DNS);
        },
        () => {
          starts.push(clock);
          return Promise.resolve(DNS);
        },
      ],
      { redraw: 10 },
      () => (clock += 5),
    );
    const [first = 0, second = 0] = starts;
    assert.ok(second - first < 25_000, `after ${second - first} ms`);
  });
});
