import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import v8 from 'node:v8';
import { compiledCode } from '../../../src/app/cli/compiled-code.ts';
import { setOptimizing } from '../../../src/app/cli/short-run.ts';

interface Place {
  readonly folder: string;
  readonly cache: string;
}

function place(t: TestContext): Place {
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return { folder, cache: join(folder, 'cache', 'compiled') };
}

function bundle({ folder }: Place, name: string, stamp: string, text: string): void {
  const wrapped = `(function (exports, require, module, __filename, __dirname) {\n${text}\n})`;
  writeFileSync(join(folder, `${name}.cjs`), `/*${stamp.padEnd(35)}*/${wrapped}`);
}

/** One run of the program: loads a bundle as Node would, then keeps what was compiled. */
function run({ folder, cache }: Place, use: string): unknown {
  const { require, keep } = compiledCode((id) => `node's ${id}`, { folder, cache, flags: 'short' });
  const exports = require('./main.cjs');
  keep(use);
  return exports;
}

function sizes({ cache }: Place): readonly number[] {
  return readdirSync(cache).map((name) => statSync(join(cache, name)).size);
}

suite('compiled code that is kept', () => {
  test('gives the same module, with what it requires', (t) => {
    const at = place(t);
    bundle(at, 'main', 'a', `module.exports = [require('./part.cjs').name, require('node:x'), __filename];`);
    bundle(at, 'part', 'b', `exports.name = 'part';`);
    const expected = ['part', `node's node:x`, join(at.folder, 'main.cjs')];
    for (const _ of [1, 2]) assert.deepEqual(run(at, 'aaaaaaaa'), expected);
    assert.equal(sizes(at).length, 2);
    if (process.platform !== 'win32') assert.equal(statSync(at.cache).mode & 0o077, 0);
  });

  test('grows with another use, and only then', (t) => {
    const at = place(t);
    bundle(
      at,
      'main',
      'a',
      `function f() { return [1, 2, 3].map((one) => one * ${'2 + '.repeat(200)} 1); } exports.f = f;`,
    );
    const { f } = run(at, 'aaaaaaaa') as { f: () => unknown };
    const before = sizes(at)[0] ?? 0;
    assert.ok(Array.isArray(f()));
    run(at, 'aaaaaaaa');
    assert.deepEqual(sizes(at), [before]);
    const { require, keep } = compiledCode((id) => id, { ...at, flags: 'short' });
    (require('./main.cjs') as { f: () => unknown }).f();
    keep('bbbbbbbb');
    assert.ok((sizes(at)[0] ?? 0) > before);
  });

  test('of another build is not used, though it is as long', (t) => {
    const at = place(t);
    bundle(at, 'main', 'a', `module.exports = 'one';`);
    assert.equal(run(at, 'aaaaaaaa'), 'one');
    bundle(at, 'main', 'b', `module.exports = 'two';`);
    assert.equal(run(at, 'aaaaaaaa'), 'two');
    assert.equal(run(at, 'aaaaaaaa'), 'two');
  });

  test('may be damaged, or not be kept at all', (t) => {
    const at = place(t);
    bundle(at, 'main', 'a', `module.exports = 'one';`);
    run(at, 'aaaaaaaa');
    for (const name of readdirSync(at.cache))
      writeFileSync(join(at.cache, name), `/*${'a'.padEnd(35)}*/\nrubbish`);
    assert.equal(run(at, 'aaaaaaaa'), 'one');
    const nowhere = { folder: at.folder, cache: join(at.folder, 'main.cjs', 'in a file') };
    assert.equal(run(nowhere, 'aaaaaaaa'), 'one');
    const { require, keep } = compiledCode((id) => id, { ...at, cache: undefined, flags: 'short' });
    assert.equal(require('./main.cjs'), 'one');
    keep('bbbbbbbb');
  });

  test('is not spoiled by a run that changed the flags of V8 on its way', (t) => {
    const at = place(t);
    bundle(at, 'main', 'a', `exports.f = () => 1;`);
    run(at, 'aaaaaaaa');
    const [file = ''] = readdirSync(at.cache);
    const before = readFileSync(join(at.cache, file));
    const { require, keep } = compiledCode((id) => id, { ...at, flags: 'short' });
    require('./main.cjs');
    setOptimizing(v8, false);
    keep('bbbbbbbb');
    setOptimizing(v8, true);
    assert.deepEqual(readFileSync(join(at.cache, file)), before);
    keep('bbbbbbbb');
    assert.notDeepEqual(readFileSync(join(at.cache, file)), before);
  });

  test('is loaded once, and what is no bundle is left to Node', (t) => {
    const at = place(t);
    bundle(at, 'main', 'a', `module.exports = { other: require('../other.cjs') };`);
    const { require } = compiledCode((id) => `node's ${id}`, { ...at, flags: 'short' });
    assert.deepEqual(require('./main.cjs'), { other: `node's ../other.cjs` });
    assert.equal(require('./main.cjs'), require('./main.cjs'));
  });
});
