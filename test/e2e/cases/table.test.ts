import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAUSES } from '../../../src/core/diagnosis/cause.ts';
import { isSound, onStack, type Case } from './case.ts';
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
