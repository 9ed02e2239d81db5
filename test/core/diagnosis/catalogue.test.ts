import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CATALOGUE } from '../../../src/core/diagnosis/catalogue.ts';
import { CAUSES, OPEN_CAUSES } from '../../../src/core/diagnosis/cause.ts';
import { commandsIn, syntaxErrors } from '../../shell-syntax.ts';

suite('the words of each cause', () => {
  for (const cause of CAUSES) {
    test(cause, () => {
      const { title, meaning, waiting, checks, fixes, traps } = CATALOGUE[cause];
      assert.match(title, /^[a-z]+(?: [a-z-]+){1,4}$/);
      assert.match(meaning, /^[A-Z].*\.$/);
      const sentences = meaning.split(/[.?!] (?=[A-Z])/).length;
      assert.ok(sentences >= 1 && sentences <= 3, `${sentences} sentences of meaning`);
      assert.match(waiting, /^[A-Z][^.]*(?:\.\d[^.]*)*\.$/, 'one sentence about waiting');
      assert.ok(checks.length >= 2 && fixes.length >= 2 && traps.length >= 2);
      for (const line of [...checks, ...fixes, ...traps]) {
        assert.match(line, /^(?:[A-Z`"]|containerd:? |gRPC |k8s.gcr.io |gcr.io |bitnamilegacy )/, line);
        assert.doesNotMatch(line, /[.\s]$|\n/, line);
        assert.equal(line.split('`').length % 2, 1, `a backtick is missing: ${line}`);
      }
    });
  }

  test('titles tell the causes apart', () => {
    const titles = CAUSES.map((cause) => CATALOGUE[cause].title);
    assert.equal(new Set(titles).size, CAUSES.length);
  });

  test('there are words for the causes and for nothing else', () => {
    assert.deepEqual(Object.keys(CATALOGUE).toSorted(), [...CAUSES].toSorted());
  });

  test('an open cause does not speak as if it were settled', () => {
    for (const cause of OPEN_CAUSES)
      assert.doesNotMatch(CATALOGUE[cause].meaning, /\b(?:proven|certainly|definitely)\b/);
  });

  test('bash can read every command', () => {
    const lines = CAUSES.flatMap((cause) => {
      const { checks, fixes, traps } = CATALOGUE[cause];
      return [...checks, ...fixes, ...traps].flatMap(commandsIn);
    });
    assert.ok(lines.length > 100);
    assert.equal(syntaxErrors(lines), '');
    assert.notEqual(
      syntaxErrors([`kubectl get pod -o jsonpath='{.x}`]),
      '',
      'a missing quote has to be caught',
    );
  });

  test('kubectl is told the namespace of what has one', () => {
    for (const cause of CAUSES) {
      const { checks, fixes } = CATALOGUE[cause];
      for (const line of [...checks, ...fixes].flatMap(commandsIn)) {
        const namespaced =
          /^kubectl (?:-n \S+ )?(?:get|set|patch|create|delete|rollout) (?:pod|secret|events|image|deployment|serviceaccount|undo) /;
        if (namespaced.test(line)) assert.match(line, / -n NAMESPACE /, line);
      }
    }
  });
});
