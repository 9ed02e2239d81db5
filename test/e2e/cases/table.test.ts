import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAUSES, OPEN_CAUSES } from '../../../src/core/diagnosis/cause.ts';
import { afterProbe, isSound, onLive, onStack, type Case } from './case.ts';
import { KNOWN_FAULTS } from './known-faults.ts';
import { CASES } from './table.ts';

const PLACE = { stack: 'new', namespace: 'shop-new' } as const;

test('cases are many, and each has a name of its own that Kubernetes takes', () => {
  assert.ok(CASES.length >= 75, `${CASES.length} cases`);
  assert.equal(new Set(CASES.map(({ name }) => name)).size, CASES.length);
  for (const { name } of CASES) assert.match(name, /^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/u);
});

test('most cases fail, and sound ones stand beside them', () => {
  const sound = CASES.filter(isSound);
  assert.ok(sound.length >= 15 && sound.length < CASES.length / 2, `${sound.length} sound cases`);
});

test('every object of a case is in the namespace it was asked for, or in the vault beside it', () => {
  for (const one of CASES)
    for (const { kind, metadata } of one.make(PLACE))
      assert.ok(
        metadata.namespace === PLACE.namespace || metadata.namespace === `${PLACE.namespace}-vault`,
        `${one.name}: ${kind} in ${metadata.namespace ?? 'no namespace'}`,
      );
});

test('the table reaches most of the causes a kubelet with containerd can meet', () => {
  const answers = new Set(CASES.flatMap(({ answer }) => (typeof answer === 'string' ? [] : answer.causes)));
  const reached = CAUSES.filter((cause) => answers.has(cause));
  assert.ok(reached.length >= 25, `${reached.length} of ${CAUSES.length} causes`);
});

test('asking the registries settles many cases, and none that fail otherwise are said to be sound', () => {
  const settled = CASES.filter((one) => one.probed !== undefined);
  assert.ok(settled.length >= 25, `${settled.length} cases`);
  for (const one of settled) {
    const { answer } = afterProbe(one);
    assert.ok(typeof answer === 'object', one.name);
    if (one.probed?.causes !== undefined && one.probed.guesses === undefined)
      assert.ok(!answer.causes.some((cause) => OPEN_CAUSES.has(cause)), `${one.name} stays open`);
  }
});

test('what is said live and after asking is laid over the answer', () => {
  const one: Case = {
    name: 'one',
    make: () => [],
    answer: { causes: ['unknown'], atMost: 'likely', actor: ['author'] },
    live: { actor: ['platform'] },
    probed: { causes: ['tag-not-found'] },
  };
  assert.deepEqual(onLive(one).answer, { causes: ['unknown'], atMost: 'likely', actor: ['platform'] });
  assert.deepEqual(afterProbe(one).answer, {
    causes: ['tag-not-found'],
    atMost: 'likely',
    actor: ['platform'],
  });
  assert.equal(afterProbe({ ...one, answer: 'sound' }).answer, 'sound');
});

test('each known fault is of a case that is there', () => {
  for (const { cases, why } of KNOWN_FAULTS)
    assert.ok(
      CASES.some(({ name }) => cases.test(name)),
      why,
    );
});

test('the older stack has answers of its own only where it was given some', () => {
  const one: Case = {
    name: 'one',
    make: () => [],
    answer: 'sound',
    onOld: { said: /other/u, answer: 'either' },
  };
  assert.equal(onStack(one, 'new').answer, 'sound');
  assert.equal(onStack(one, 'old').answer, 'either');
});
