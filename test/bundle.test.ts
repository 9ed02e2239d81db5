import type { Metafile } from 'esbuild';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { bundledPackages } from '../scripts/third-party-notices.ts';
import { version } from '../src/app/version.ts';
import { parseSources, readSources } from './architecture/syntax-tree.ts';
import { brokenByDuplication, classesAskedFor, duplicatedSources } from './build/bundle-borders.ts';
import { nodesOfThisMachine } from './build/node-installations.ts';

const checkout = join(import.meta.dirname, '..');
const program = join(checkout, 'dist/bin/pulldoctor.cjs');
const bundles = new Map<string, Metafile>(
  Object.entries(
    JSON.parse(readFileSync(join(checkout, 'dist/bundles.json'), 'utf8')) as Record<string, Metafile>,
  ),
);

/** What runs before the first word is printed. Everything else is loaded when it is needed. */
const HOT_PATH = [
  'pulldoctor.cjs',
  'app-cli-main.cjs',
  'app-cli-commands-diagnose-cluster.cjs',
  'app-cli-commands-explain.cjs',
];

suite('the program', () => {
  const machine = nodesOfThisMachine();
  const lines = new Map([[24, { path: process.execPath, version: process.version }]]);
  for (const major of [20, 22, 26]) {
    const node = machine.get(major);
    if (node !== undefined) lines.set(major, node);
  }

  for (const major of [20, 22, 24, 26]) {
    const node = lines.get(major);
    test(
      `prints its version under Node ${major}`,
      { skip: node === undefined && `no Node ${major} here` },
      () => {
        assert.ok(node);
        assert.match(node.version, new RegExp(`^v${major}\\.`));
        const run = spawnSync(node.path, [program, 'version'], { encoding: 'utf8' });
        assert.equal(run.stderr, '');
        assert.match(run.stdout, new RegExp(`\\b${version.replaceAll('.', '\\.')}\\b`));
        assert.equal(run.status, 0);
        const file = join(checkout, 'no such kubeconfig');
        const live = spawnSync(node.path, [program, '-n', 'shop', `--kubeconfig=${file}`], {
          encoding: 'utf8',
        });
        assert.equal(live.status, 2);
        assert.match(live.stderr, /^error: [^\n]*no such kubeconfig[^\n]*\n$/);
      },
    );
  }

  test('starts by its own name', () => {
    assert.match(readFileSync(program, 'utf8'), /^#!\/usr\/bin\/env node\n/);
    if (process.platform !== 'win32') assert.notEqual(statSync(program).mode & 0o111, 0);
  });

  test('ends with 70, not with the 1 of findings, when it cannot even be loaded', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-'));
    try {
      copyFileSync(program, join(folder, 'pulldoctor.cjs'));
      const run = spawnSync(process.execPath, [join(folder, 'pulldoctor.cjs'), 'version'], {
        encoding: 'utf8',
      });
      assert.equal(run.status, 70);
      assert.match(run.stderr, /^pulldoctor: a bug in pulldoctor \(Error; Node v24\./);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

suite('the bundles', () => {
  test('carry no package in the hot path', () => {
    const hot = HOT_PATH.map((file) => bundles.get(file)).filter((metafile) => metafile !== undefined);
    assert.equal(hot.length, HOT_PATH.length);
    assert.deepEqual(bundledPackages(hot), []);
  });

  test('share no class asked for by instanceof, and no variable, across a border', () => {
    const files = parseSources(readSources(checkout, ['src']));
    const askedFor = classesAskedFor(files);
    const shared = new Set(duplicatedSources(bundles));
    const broken = files
      .filter(({ path }) => shared.has(path))
      .flatMap((file) => brokenByDuplication(file, askedFor));
    assert.deepEqual(broken, []);
  });

  test('which the rule would notice', () => {
    const files = parseSources(
      new Map([
        ['src/core/a.ts', 'export class Asked extends Error {}'],
        ['src/core/b.ts', 'let count = 0;'],
        [
          'src/core/c.ts',
          'const words = new Map();\nfunction count(): number {\n  let n = 0;\n  return n;\n}',
        ],
        ['src/core/d.ts', 'export class Named extends Error {}'],
        ['src/core/e.ts', 'export function f(e: unknown): boolean {\n  return e instanceof Asked;\n}'],
      ]),
    );
    const askedFor = classesAskedFor(files);
    assert.deepEqual([...askedFor], ['Asked']);
    assert.deepEqual(
      files.map((file) => brokenByDuplication(file, askedFor).length),
      [1, 1, 0, 0, 0],
    );
    const inputs = { 'src/core/a.ts': { bytes: 1, imports: [] } };
    const one: Metafile = { inputs, outputs: {} };
    assert.deepEqual(
      duplicatedSources(
        new Map([
          ['a.cjs', one],
          ['b.cjs', one],
        ]),
      ),
      ['src/core/a.ts'],
    );
    assert.deepEqual(duplicatedSources(new Map([['a.cjs', one]])), []);
  });

  test('come with the licence of each package in them', () => {
    const notices = readFileSync(join(checkout, 'dist/THIRD_PARTY_NOTICES.txt'), 'utf8');
    for (const folder of bundledPackages(bundles.values())) {
      const name = folder.replace('node_modules/', '');
      assert.ok(notices.includes(`\n${name} `), `${name} is not in THIRD_PARTY_NOTICES.txt`);
    }
  });
});
