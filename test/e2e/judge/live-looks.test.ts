import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import type { CaseRun } from '../run-cases.ts';
import { LiveLooks } from './live-looks.ts';
import type { FoundPulls } from './pulldoctor.ts';

const RUN: CaseRun = {
  one: { name: 'gone', make: () => [], answer: { causes: ['tag-not-found'] } },
  place: { stack: 'new', namespace: 'shop' },
};

/** One finding about the pod of the run, as a report has it. */
function finding(cause: string): { readonly cause: string; readonly pulls: readonly unknown[] } {
  const owner = { kind: 'Pod', name: 'gone' };
  const pull = { namespace: 'shop', pod: 'gone', container: 'app', kind: 'container', owner };
  const more = { certainty: 'likely', rung: 'manifest', retry: 'permanent', actor: 'author' };
  return { cause, ...more, remedies: [], suggestions: [], pulls: [pull] } as never;
}

function dumped(cause: string): FoundPulls {
  const one = finding(cause);
  return new Map([['shop/gone', [{ finding: one, pull: one.pulls[0] }]]]) as never;
}

const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-live-'));
const program = join(folder, 'program.cjs');
after(() => rmSync(folder, { recursive: true }));
beforeEach(() => says('tag-not-found'));

/** What the program stands in for says from now on. */
function says(cause: string): void {
  const report = JSON.stringify({ findings: [finding(cause)] });
  writeFileSync(program, `process.stdout.write(${JSON.stringify(report)})`);
}

function started(): LiveLooks {
  const live = new LiveLooks(program, []);
  live.add({ run: RUN, pod: 'gone', phase: 'back-off', said: 'not found' });
  return live;
}

test('a right answer that says what the dump says is settled at once', async () => {
  const live = started();
  await live.look(dumped('tag-not-found'));
  assert.equal(live.pending, 0);
  assert.deepEqual(
    live.observations.map(({ phase, faults }) => [phase, faults]),
    [['live back-off', []]],
  );
});

test('an answer of the moment after the dump is held against the next dump', async () => {
  const live = started();
  await live.look(dumped('dns-failure'));
  assert.equal(live.pending, 1);
  await live.look(dumped('tag-not-found'));
  assert.deepEqual([live.pending, live.looks, live.observations[0]?.faults], [0, 1, []]);
});

test('an answer that goes on disagreeing is a fault, and so is a wrong one', async () => {
  const live = started();
  for (let look = 0; look < 4; look++) await live.look(dumped('dns-failure'));
  assert.equal(live.pending, 0);
  assert.deepEqual(live.observations[0]?.faults, ['live app: tag-not-found, in the dump app: dns-failure']);
  says('dns-failure');
  const wrong = started();
  for (let look = 0; look < 4; look++) await wrong.look(dumped('dns-failure'));
  assert.deepEqual(wrong.observations[0]?.faults, ['cause dns-failure, not tag-not-found']);
});
