import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readTargets } from '../../../src/app/cli/targets.ts';

suite('targets', () => {
  const table: readonly (readonly [string, readonly object[]])[] = [
    ['', []],
    ['pods', []],
    ['po', []],
    ['web-1', [{ name: 'web-1' }]],
    ['web-1 web-2', [{ name: 'web-1' }, { name: 'web-2' }]],
    ['deploy/web', [{ kind: 'Deployment', name: 'web' }]],
    [
      'deploy/web pod/x',
      [
        { kind: 'Deployment', name: 'web' },
        { kind: 'Pod', name: 'x' },
      ],
    ],
    [
      'deployment web api',
      [
        { kind: 'Deployment', name: 'web' },
        { kind: 'Deployment', name: 'api' },
      ],
    ],
    ['StatefulSets db', [{ kind: 'StatefulSet', name: 'db' }]],
    ['deployments.apps/web', [{ kind: 'Deployment', name: 'web' }]],
    ['deployments.v1.apps/web', [{ kind: 'Deployment', name: 'web' }]],
    ['rollout/web', [{ kind: 'rollout', name: 'web' }]],
  ];
  for (const [line, targets] of table) {
    test(`"${line}"`, () => assert.deepEqual(readTargets(line === '' ? [] : line.split(' ')), targets));
  }

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['deploy', /^deploy is a type: name one as deploy\/NAME/],
    ['deploy/web other', /^"other" is not TYPE\/NAME; name all targets as TYPE\/NAME, or none$/],
    ['deploy/', /^"deploy\/" is not TYPE\/NAME$/],
    ['/web', /^"\/web" is not TYPE\/NAME$/],
    ['a/b/c', /^"a\/b\/c" is not TYPE\/NAME$/],
    ['deplyo/web', /^no type is called deplyo; did you mean deploy\?$/],
  ];
  for (const [line, message] of wrong) {
    test(`"${line}" is refused`, () =>
      assert.throws(() => readTargets(line.split(' ')), { name: 'UserError', message }));
  }
});
