import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fileFormat, type FileFormat } from '../../../src/edge/files/file-format.ts';
import { objectFiles } from '../../../src/edge/files/object-file.ts';
import { tarOf } from './tar-of.ts';

const POD = 'apiVersion: v1\nkind: Pod\n';

const HEADS: readonly (readonly [what: string, head: string | Buffer, format: FileFormat])[] = [
  ['nothing', '', 'empty'],
  ['blank lines', ' \n\t\r\n', 'empty'],
  ['comments alone', '# nothing here\n---\n', 'empty'],
  ['gzip', gzipSync('{}'), 'gzip'],
  ['tar', tarOf({ 'a.json': '{}' }), 'tar'],
  ['zip', Buffer.from('PK\u{3}\u{4}rest'), 'zip'],
  ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), 'zstd'],
  ['UTF-16 from Windows', Buffer.from('\u{feff}{}', 'utf16le'), 'utf-16le'],
  ['UTF-16 the other way round', Buffer.from('\u{feff}{}', 'utf16le').swap16(), 'utf-16be'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]), 'binary'],
  ['an object', '{"kind":"Pod"}', 'json'],
  ['a list', '\n [\n  {}', 'json'],
  ['a byte order mark', '\u{feff}{}', 'json'],
  ['JSON behind a border', '---\n# saved today\n{"kind":"Pod"}', 'json'],
  ['a warning before JSON', 'Warning: v1 ComponentStatus is deprecated\n{\n"kind":"List"', 'json'],
  ['YAML', POD, 'yaml'],
  ['a directive and a border', `%YAML 1.2\n---\n${POD}`, 'yaml'],
  ['quoted keys', '"apiVersion": v1\n', 'yaml'],
  ['a list of objects in YAML', '- apiVersion: v1\n', 'yaml'],
  ['a comment before YAML', `# saved today\n\n${POD}`, 'yaml'],
  ['JSON further down in YAML', `${POD}data: |\n  {\n`, 'yaml'],
  ['prose', 'Hello,\nthis is a letter.\n', 'text'],
  ['a table', 'NAME   READY   STATUS\nweb-1  0/1     ImagePullBackOff\n', 'text'],
];

suite('fileFormat', () => {
  for (const [what, head, format] of HEADS) {
    test(what, () => assert.equal(fileFormat(Buffer.from(head)), format));
  }

  test('64 kB of line ends take no time', () => {
    const began = performance.now();
    assert.equal(fileFormat(Buffer.from(`x${'\n'.repeat(1 << 16)}`)), 'text');
    assert.ok(performance.now() - began < 500);
  });
});

suite('objectFiles', () => {
  const cases: readonly (readonly [what: string, paths: readonly string[], read: readonly string[]])[] = [
    [
      'endings',
      [
        'a.json',
        'b.yaml',
        'c.YML',
        'd.jsonl',
        'e.json.gz',
        'f.ndjson',
        'g.log',
        'h.txt',
        'json',
        'i.json.bak',
      ],
      ['a.json', 'b.yaml', 'c.YML', 'd.jsonl', 'e.json.gz', 'f.ndjson'],
    ],
    [
      'hidden ones are left out',
      ['.a.json', '.git/b.json', './c.json', '../d.json', 'x/._e.json'],
      ['./c.json', '../d.json'],
    ],
    [
      'pods that must-gather repeats beside their logs',
      [
        'mg/namespaces/shop/core/pods.yaml',
        'mg/namespaces/shop/pods/web-1/web-1.yaml',
        'mg/namespaces/build/pods/job-1/job-1.yaml',
        'mg/namespaces/shop/pods/web-1/other.yaml',
      ],
      [
        'mg/namespaces/shop/core/pods.yaml',
        'mg/namespaces/build/pods/job-1/job-1.yaml',
        'mg/namespaces/shop/pods/web-1/other.yaml',
      ],
    ],
  ];
  for (const [what, paths, read] of cases) {
    test(what, () => assert.deepEqual(objectFiles(paths), read));
  }
});
