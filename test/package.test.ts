import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';

// What a user gets: the packed tarball, unpacked where npm would put it, with no dependency beside it.

const checkout = join(import.meta.dirname, '..');
const consumer = mkdtempSync(join(tmpdir(), 'pulldoctor-consumer-'));
const installed = join(consumer, 'node_modules/pulldoctor');

suite('the package as npm would install it', () => {
  let files: readonly string[] = [];

  before(() => {
    mkdirSync(installed, { recursive: true });
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', consumer];
    const json = execFileSync('npm', pack, {
      cwd: checkout,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const answer: unknown = JSON.parse(json);
    // A list of packages up to npm 10, an object by name in some later ones: the values are the same.
    const [packed] = Object.values(answer as object) as { filename: string; files: { path: string }[] }[];
    assert.ok(packed);
    files = packed.files.map(({ path }) => path);
    execFileSync('tar', ['-xzf', join(consumer, packed.filename), '-C', installed, '--strip-components=1']);
  });

  after(() => {
    rmSync(consumer, { recursive: true });
  });

  test('holds what its manifest names, and no source or test', () => {
    for (const file of [
      'dist/bin/pulldoctor.cjs',
      'dist/library.js',
      'dist/lib/index.d.ts',
      'LICENSE',
      'NOTICE',
    ]) {
      assert.ok(files.includes(file), `${file} is missing`);
    }
    assert.ok(files.includes('dist/THIRD_PARTY_NOTICES.txt'));
    assert.deepEqual(
      files.filter((file) => /^(?:src|test|scripts)\//.test(file)),
      [],
    );
  });

  test('needs no other package', () => {
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    assert.equal(manifest['dependencies'], undefined);
    assert.equal(manifest['peerDependencies'], undefined);
    const library = readFileSync(join(installed, 'dist/library.js'), 'utf8');
    const imports = [...library.matchAll(/^(?:import|export)\b[^;]*?\bfrom ?["']([^"']+)["']/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(
      imports.filter((name) => !name?.startsWith('node:')),
      [],
    );
  });

  test('runs', () => {
    const program = join(installed, 'dist/bin/pulldoctor.cjs');
    assert.match(execFileSync(process.execPath, [program, 'version'], { encoding: 'utf8' }), /\d+\.\d+\.\d+/);
  });

  test('can be imported, with types', () => {
    writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(consumer, 'use.ts'),
      `import * as doctor from 'pulldoctor';\nexport const names: string[] = Object.keys(doctor);\n`,
    );
    execFileSync(process.execPath, ['-e', `import('pulldoctor').catch(() => process.exit(1))`], {
      cwd: consumer,
    });
    const tsc = join(checkout, 'node_modules/typescript/bin/tsc');
    const flags = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--skipLibCheck',
      'false',
      '--types',
      '',
    ];
    execFileSync(process.execPath, [tsc, ...flags, 'use.ts'], { cwd: consumer, stdio: 'pipe' });
  });
});
