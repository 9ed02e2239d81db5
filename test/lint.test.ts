import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';

// A linter whose configuration is misread is silent, and silence looks like health. So: each rule that the
// house leans on is shown a piece of bad code, under the real configuration, and has to speak.

const checkout = join(import.meta.dirname, '..');

/** Rule → file and code that breaks it. */
const BAD: Readonly<Record<string, readonly [path: string, code: string]>> = {
  'typescript(no-floating-promises)': [
    'src/edge/a.ts',
    'async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}\n',
  ],
  'typescript(no-misused-promises)': [
    'src/edge/b.ts',
    'export function f(go: () => Promise<boolean>): number {\n  return go() ? 1 : 0;\n}\n',
  ],
  'typescript(no-unsafe-assignment)': [
    'src/edge/c.ts',
    `export function f(): string {\n  const a: string = JSON.parse('1');\n  return a;\n}\n`,
  ],
  'typescript(switch-exhaustiveness-check)': [
    'src/edge/d.ts',
    `export function f(a: 'x' | 'y'): number {\n  switch (a) {\n    case 'x':\n      return 1;\n  }\n  return 2;\n}\n`,
  ],
  'typescript(no-explicit-any)': ['src/edge/e.ts', 'export function f(a: any): unknown {\n  return a;\n}\n'],
  'typescript(no-non-null-assertion)': [
    'src/edge/f.ts',
    'export function f(a: readonly string[]): string {\n  return a[0]!;\n}\n',
  ],
  'typescript(ban-ts-comment)': ['src/edge/g.ts', '// @ts-ignore\nexport const a: number = "";\n'],
  'typescript(consistent-type-imports)': [
    'src/edge/h.ts',
    `import { Stats } from 'node:fs';\nexport function f(a: Stats): number {\n  return a.size;\n}\n`,
  ],
  'import(no-default-export)': ['src/edge/i.ts', 'export default function f(): void {}\n'],
  'import(no-cycle)': [
    'src/edge/j.ts',
    `import { k } from './k.ts';\nexport function j(): number {\n  return k();\n}\n`,
  ],
  'unicorn(filename-case)': ['src/edge/readPod.ts', 'export const a: number = 1;\n'],
  'unicorn(prefer-node-protocol)': [
    'src/edge/l.ts',
    `import { readFileSync } from 'fs';\nexport const f: unknown = readFileSync;\n`,
  ],
  'import(no-nodejs-modules)': [
    'src/core/a.ts',
    `import { readFileSync } from 'node:fs';\nexport const f: unknown = readFileSync;\n`,
  ],
  'eslint(no-console)': ['src/core/b.ts', `export function f(): void {\n  console.log('');\n}\n`],
  'eslint(no-restricted-globals)': ['src/core/c.ts', 'export const a: unknown = process;\n'],
  'eslint(no-restricted-properties)': ['src/core/d.ts', 'export const a: unknown = Date.now();\n'],
  'eslint(no-unused-vars)': ['src/core/e.ts', 'const a = 1;\nexport {};\n'],
  'eslint(eqeqeq)': ['src/core/f.ts', 'export function f(a: unknown): boolean {\n  return a == 1;\n}\n'],
};

const GOOD: readonly (readonly [path: string, code: string])[] = [
  ['src/core/good.ts', '/** Doubles. */\nexport function double(a: number): number {\n  return a * 2;\n}\n'],
  [
    'test/good.test.ts',
    `import { test } from 'node:test';\nimport { double } from '../src/core/good.ts';\n\ntest('doubles', (t) => {\n  t.assert.equal(double(2), 4);\n});\n`,
  ],
];

suite('the linter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-lint-'));
  let complaints = '';

  before(() => {
    copyFileSync(join(checkout, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'es2023',
      noEmit: true,
      allowImportingTsExtensions: true,
      types: ['node'],
    };
    write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src', 'test'] }));
    write('src/edge/k.ts', `import { j } from './j.ts';\nexport function k(): number {\n  return j();\n}\n`);
    for (const [path, code] of [...Object.values(BAD), ...GOOD]) write(path, code);
    const oxlint = join(checkout, 'node_modules/oxlint/bin/oxlint');
    const run = spawnSync(process.execPath, [oxlint, '--type-aware', '--format=unix', 'src', 'test'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(run.status, 1, run.stderr);
    complaints = run.stdout;
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const [rule, [path]] of Object.entries(BAD)) {
    test(`speaks by ${rule}`, () => {
      const lines = complaints.split('\n').filter((line) => line.startsWith(`${path}:`));
      assert.ok(
        lines.some((line) => line.includes(rule)),
        `${path}: ${lines.join('\n') || 'nothing'}`,
      );
    });
  }

  test('is silent on good code', () => {
    for (const [path] of GOOD) assert.ok(!complaints.includes(`${path}:`), complaints);
  });

  function write(path: string, code: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
});
