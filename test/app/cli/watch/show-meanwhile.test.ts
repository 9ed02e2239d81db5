import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  showMeanwhile,
  type MeanwhilePace,
  type ShownWork,
} from '../../../../src/app/cli/watch/show-meanwhile.ts';
import { inTime } from './watching.ts';

const PACE: MeanwhilePace = { gathering: 5, redraw: Infinity, rest: 0, now: Date.now };
const NEVER = new Promise<never>(() => undefined);
const AWAKE = new AbortController().signal;

/** `show` may be done at once. */
function shown<Known, Outcome>(
  work: ShownWork<Known, Outcome>['work'],
  show: (known: Known) => Promise<void> | void,
  pace: Partial<MeanwhilePace> = {},
  signal: AbortSignal = AWAKE,
): Promise<Outcome | undefined> {
  const outcome = showMeanwhile(
    { work, show: (known: Known) => Promise.resolve(show(known)) },
    { ...PACE, ...pace },
    signal,
  );
  return inTime(outcome, () => 'it did not end');
}

/** A promise, and who keeps it. */
function promised(): { readonly promise: Promise<void>; readonly keep: () => void } {
  let keep = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

suite('what is shown while work goes on', () => {
  test('is the latest of fifty answers that come at once, in a few showings', async () => {
    const seen: number[] = [];
    const last = promised();
    await shown<number, void>(
      async (tell) => {
        for (let answer = 1; answer <= 50; answer++) {
          tell(answer);
          if (answer % 10 === 0) await pause(0);
        }
        await last.promise;
      },
      (answer) => {
        seen.push(answer);
        if (answer === 50) last.keep();
      },
      { gathering: 30 },
    );
    assert.equal(seen.at(-1), 50);
    assert.ok(seen.length <= 5, seen.join());
  });

  test('is nothing of work that is over at once', async () => {
    const seen: number[] = [];
    const outcome = await shown<number, string>(
      (tell) => {
        tell(1);
        return Promise.resolve('all');
      },
      (answer) => void seen.push(answer),
    );
    await pause(20);
    assert.deepEqual([outcome, seen], ['all', []]);
  });

  test('is over before the outcome is given, and nothing follows it', async () => {
    const seen: string[] = [];
    const begun = promised();
    let late: (answer: number) => void = () => undefined;
    await shown<number, void>(
      async (tell) => {
        late = tell;
        tell(1);
        await begun.promise;
        tell(2);
      },
      async (answer) => {
        seen.push(`begins ${answer}`);
        begun.keep();
        await pause(20);
        seen.push(`ends ${answer}`);
      },
    );
    seen.push('outcome');
    late(3);
    await pause(30);
    assert.deepEqual(seen, ['begins 1', 'ends 1', 'outcome']);
  });

  test('is shown again as time goes by', async () => {
    const thrice = promised();
    let times = 0;
    await shown<string, void>(
      async (tell) => {
        tell('asking');
        await thrice.promise;
      },
      (known) => {
        assert.equal(known, 'asking');
        if (++times === 3) thrice.keep();
      },
      { redraw: 5 },
    );
    assert.equal(times, 3);
  });

  test('waits longer where a showing takes long', async () => {
    const done = promised();
    let clock = 0;
    const times: number[] = [];
    const begun = Date.now();
    await shown<number, void>(
      async (tell) => {
        tell(0);
        await done.promise;
      },
      () => {
        // Each showing takes 20 ms of this clock, so that the next is 80 ms away.
        clock += 20;
        times.push(Date.now() - begun);
        if (times.length === 3) done.keep();
      },
      { redraw: 0, gathering: 0, rest: 4, now: () => clock + Date.now() },
    );
    const [first = 0, , third = 0] = times;
    assert.ok(third - first >= 80, times.join());
  });

  test('ends all with the error of a showing, without waiting for the work', async () => {
    const broken = shown<number, never>(
      (tell) => {
        tell(1);
        return NEVER;
      },
      () => Promise.reject(new Error('cannot write the output: ENOSPC')),
    );
    await assert.rejects(broken, /ENOSPC/u);
    const thrown = shown<number, never>(
      (tell) => {
        tell(1);
        return NEVER;
      },
      () => {
        throw new TypeError('a bug in a page');
      },
    );
    await assert.rejects(thrown, /a bug in a page/u);
  });

  test('ends with the error of the work', async () => {
    const nothing = (): Promise<void> => Promise.resolve();
    await assert.rejects(
      shown(() => Promise.reject(new Error('malformed selector')), nothing),
      /malformed selector/u,
    );
    await assert.rejects(
      shown(() => {
        throw new Error('malformed flag');
      }, nothing),
      /malformed flag/u,
    );
  });

  test('ends with the signal, without waiting for the work', async () => {
    const ending = new AbortController();
    const seen: number[] = [];
    const outcome = await shown<number, never>(
      (tell) => {
        tell(1);
        ending.abort();
        return NEVER;
      },
      (answer) => void seen.push(answer),
      {},
      ending.signal,
    );
    assert.deepEqual([outcome, seen], [undefined, []]);
    let failed: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_, reject) => {
      failed = reject;
    });
    assert.equal(
      await shown(
        () => work,
        () => NEVER,
        {},
        ending.signal,
      ),
      undefined,
    );
    // Nobody waits for it any more, and so nobody is told: an unhandled rejection would fail this test.
    failed(new Error('the connection is closed'));
    await pause(0);
  });
});
