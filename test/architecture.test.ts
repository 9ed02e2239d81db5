import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { importCircles } from './architecture/circle-rule.ts';
import { forbiddenImports } from './architecture/import-rule.ts';
import { impurities } from './architecture/purity-rule.ts';
import {
  badNames,
  MAX_FILE_LINES,
  MAX_FUNCTION_LINES,
  tooLong,
  unwantedSyntax,
} from './architecture/shape-rule.ts';
import { parseSources, type ParsedFile, readSources } from './architecture/syntax-tree.ts';

const checkout = join(import.meta.dirname, '..');
const files = parseSources(readSources(checkout, ['src', 'scripts', 'test']));
const source = files.filter((file) => file.path.startsWith('src/'));
const core = source.filter((file) => file.path.startsWith('src/core/'));

type Rule = (file: ParsedFile) => readonly string[];

/** Each rule is worth what it catches: bad code must be caught, the good code beside it must not. */
function catches(rule: Rule, path: string, bad: readonly string[], good: readonly string[]): void {
  const texts = [...bad, ...good];
  const parsed = parseSources(new Map(texts.map((text, index) => [`case-${index}.ts`, text])));
  for (const [index, { tree }] of parsed.entries()) {
    const complaints = rule({ path, tree });
    const shown = `in ${path}: ${texts[index]?.slice(0, 80)}`;
    if (index < bad.length) assert.notDeepEqual(complaints, [], `not caught ${shown}`);
    else assert.deepEqual(complaints, [], `wrongly caught ${shown}`);
  }
}

test('there is source to look at', () => {
  assert.ok(core.length > 0 && source.length > core.length && files.length > source.length);
});

suite('imports point inward', () => {
  test('in the whole of src', () => {
    assert.deepEqual(source.flatMap(forbiddenImports), []);
  });

  test('the rule catches each wrong direction, in every form of import', () => {
    catches(
      forbiddenImports,
      'src/core/evidence/pod.ts',
      [
        `import { cause } from '../diagnosis/cause.ts';`,
        `import type { Cause } from '../diagnosis/cause.ts';`,
        `export { cause } from '../diagnosis/cause.ts';`,
        `const load = () => import('../../edge/files/read-dump.ts');`,
        `type Cause = import('../diagnosis/cause.ts').Cause;`,
        `import { readFile } from 'node:fs';`,
        `import { parse } from 'yaml';`,
        `import { event } from './event';`,
        `import { version } from '../../../package.json';`,
      ],
      [`import { event } from './event.ts';`, `const text = "import { x } from '../diagnosis/cause.ts'";`],
    );
    catches(
      forbiddenImports,
      'src/core/remedy/plan.ts',
      [`import '../report/report.ts';`],
      [`import '../diagnosis/cause.ts';`],
    );
    catches(
      forbiddenImports,
      'src/core/diagnosis/a.ts',
      [`import '../remedy/plan.ts';`],
      [`import '../evidence/pod.ts';`],
    );
    catches(
      forbiddenImports,
      'src/edge/files/a.ts',
      [`import '../../app/version.ts';`],
      [`import 'node:fs';`],
    );
    catches(
      forbiddenImports,
      'src/index.ts',
      [`import './app/version.ts';`],
      [`import './core/report/report.ts';`],
    );
    catches(
      forbiddenImports,
      'src/sandbox/a.ts',
      [`import '../core/diagnosis/cause.ts';`],
      [`import 'node:http';`],
    );
    catches(forbiddenImports, 'src/attic/a.ts', [`export const a: number = 1;`], []);
  });
});

suite('imports form no circle', () => {
  test('in the whole checkout, types included', () => {
    assert.deepEqual(importCircles(files), []);
  });

  test('the rule catches a circle of values, of types and of what is loaded on demand', () => {
    const circlesOf = (...texts: readonly string[]): readonly string[] =>
      importCircles(parseSources(new Map(texts.map((text, at) => [`src/${'abc'[at] ?? ''}.ts`, text]))));
    assert.deepEqual(circlesOf(`import './b.ts';`, `import './a.ts';`), ['src/a.ts → src/b.ts → src/a.ts']);
    assert.deepEqual(
      circlesOf(
        `import './b.ts';`,
        `import type { C } from './c.ts';`,
        `export const load = (): unknown => import('./b.ts');`,
      ),
      ['src/b.ts → src/c.ts → src/b.ts'],
    );
    assert.deepEqual(circlesOf(`import './a.ts';`), ['src/a.ts → src/a.ts']);
    assert.deepEqual(
      circlesOf(`import './b.ts';\nimport './c.ts';`, `import './c.ts';`, `import 'node:fs';`),
      [],
    );
  });
});

suite('core is pure', () => {
  test('in the whole of core', () => {
    assert.deepEqual(core.flatMap(impurities), []);
  });

  test('the rule catches the clock, chance and the machine, however they are reached', () => {
    catches(
      impurities,
      'src/core/evidence/event.ts',
      [
        'const now = Date.now();',
        `const now = Date['now']();`,
        'const { now } = Date;',
        'const now = new Date();',
        'const now = new Date;',
        'const now = Date();',
        'const Clock = Date;',
        'const noon = new Date(2026, 1, 1, 12);',
        'const n = Math.random();',
        `const n = Math['random']();`,
        'const { random } = Math;',
        'const f = globalThis.fetch;',
        'const s = new Intl.DateTimeFormat().format(0);',
        'const s = [1].sort((a, b) => String(a).localeCompare(String(b)));',
        'const h = new Date(0).getHours();',
        'const s = new Date(0).toLocaleTimeString();',
      ],
      [
        'const at = new Date(1_000).toISOString();',
        'const at: Date = new Date(text);',
        `const at = Date.parse('2026-01-01T00:00:00Z');`,
        'const n = Math.max(1, 2);',
        '// Date.now() and Math.random() stay outside\nconst text = "new Date()";',
        'interface Event { readonly Date: string }',
        'const year = new Date(0).getUTCFullYear();',
      ],
    );
  });
});

suite('shape', () => {
  test('names are kebab-case nouns of the domain', () => {
    assert.deepEqual(
      files.flatMap((file) => badNames(file.path)),
      [],
    );
  });

  test('files and functions are short', () => {
    assert.deepEqual(source.flatMap(tooLong), []);
  });

  test('no any, no default exports, no barrels', () => {
    assert.deepEqual(files.flatMap(unwantedSyntax), []);
  });

  test('the rules catch what they are for', () => {
    for (const path of [
      'src/core/utils/a.ts',
      'src/core/types.ts',
      'src/core/readPod.ts',
      'src/Core/pod.ts',
    ]) {
      assert.notDeepEqual(badNames(path), [], path);
    }
    assert.deepEqual(badNames('src/core/evidence/image-reference.ts'), []);
    assert.deepEqual(badNames('test/core/evidence/image-reference.property.test.ts'), []);
    assert.notDeepEqual(badNames('src/core/evidence/image.reference.ts'), []);
    const body = (lines: number): string => `function f() {\n${'  f();\n'.repeat(lines - 2)}}\n`;
    catches(
      tooLong,
      'src/core/report/a.ts',
      [
        body(MAX_FUNCTION_LINES + 1),
        `const f = () => {\n${'\n'.repeat(MAX_FUNCTION_LINES)}};`,
        'f();\n'.repeat(MAX_FILE_LINES + 1),
      ],
      [body(MAX_FUNCTION_LINES), 'f();\n'.repeat(MAX_FILE_LINES)],
    );
    catches(
      unwantedSyntax,
      'src/core/report/a.ts',
      [
        'let a: any;',
        'const a = b as any;',
        'const a = JSON.parse(text) as Pod;',
        'export default 1;',
        'export default function f() {}',
        'export { f as default };',
        `export * from './b.ts';`,
        `export { b } from './b.ts';`,
      ],
      [
        'let a: unknown; // any',
        'const a = JSON.parse(text) as unknown;',
        'switch (a) { default: b(); }',
        'export { a, b };',
      ],
    );
    catches(unwantedSyntax, 'src/index.ts', [`export * from './b.ts';`], [`export { b } from './b.ts';`]);
  });
});
