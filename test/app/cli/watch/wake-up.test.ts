import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { WakeUp } from '../../../../src/app/cli/watch/wake-up.ts';

const SIGNAL = new AbortController().signal;

suite('WakeUp', () => {
  test('wakes at the earliest time it was given', async () => {
    const wakeUp = new WakeUp(Date.now, 0);
    const begun = Date.now();
    wakeUp.at(begun + 60_000);
    wakeUp.at(begun + 5);
    assert.equal(await wakeUp.wait(SIGNAL), false);
    assert.ok(Date.now() - begun < 5_000);
  });

  test('wakes at a change, also one from before the wait', async () => {
    const wakeUp = new WakeUp(Date.now, 0);
    const waiting = wakeUp.wait(SIGNAL);
    wakeUp.change();
    assert.equal(await waiting, true);
    wakeUp.change();
    assert.equal(await wakeUp.wait(SIGNAL), true);
  });

  test('makes one of changes that come together', async () => {
    const wakeUp = new WakeUp(Date.now, 20);
    wakeUp.change();
    const waiting = wakeUp.wait(SIGNAL);
    setTimeout(() => wakeUp.change(), 5);
    assert.equal(await waiting, true);
    wakeUp.at(Date.now() + 30);
    assert.equal(await wakeUp.wait(SIGNAL), false);
  });

  test('hears a time that is given while it waits', async () => {
    const wakeUp = new WakeUp(Date.now, 0);
    const waiting = wakeUp.wait(SIGNAL);
    wakeUp.at(Date.now());
    assert.equal(await waiting, false);
  });

  test('ends with the signal', async () => {
    const ending = new AbortController();
    const wakeUp = new WakeUp(Date.now);
    const waiting = wakeUp.wait(ending.signal);
    ending.abort();
    assert.equal(await waiting, false);
    wakeUp.change();
    assert.equal(await wakeUp.wait(ending.signal), false);
  });
});
