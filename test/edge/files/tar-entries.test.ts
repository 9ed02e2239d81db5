import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { tarEntries } from '../../../src/edge/files/tar-entries.ts';
import { inPieces } from './pieces.ts';
import { tarOf } from './tar-of.ts';

async function entriesOf(archive: Buffer, piece = 1000): Promise<readonly (readonly [string, string])[]> {
  const entries: (readonly [string, string])[] = [];
  for await (const { name, bytes } of tarEntries(inPieces(archive, piece))) {
    const parts: Buffer[] = [];
    for await (const part of bytes) parts.push(Buffer.from(part));
    entries.push([name, Buffer.concat(parts).toString()]);
  }
  return entries;
}

const LONG = `${'deep/'.repeat(40)}pods.json`;

suite('tarEntries', () => {
  test('files of every size, in pieces of any', async () => {
    const files = { 'a.json': '', 'b.json': 'x', 'c.json': 'y'.repeat(512), 'd.json': 'z'.repeat(5000) };
    for (const piece of [1, 511, 1 << 20]) {
      assert.deepEqual(await entriesOf(tarOf(files), piece), Object.entries(files));
    }
  });

  test('a file that is not read is skipped', async () => {
    const names: string[] = [];
    for await (const { name } of tarEntries(inPieces(tarOf({ a: 'x'.repeat(9999), b: 'y' }), 100)))
      names.push(name);
    assert.deepEqual(names, ['a', 'b']);
  });

  for (const format of ['ustar', 'gnu', 'pax']) {
    test(
      `what tar itself writes: ${format}`,
      { skip: hasTar() ? false : 'this machine has no GNU tar' },
      async () => {
        const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-'));
        try {
          mkdirSync(join(folder, 'deep/'.repeat(40)), { recursive: true });
          writeFileSync(join(folder, LONG), '{"deep":true}');
          writeFileSync(join(folder, 'pods.json'), '{}');
          symlinkSync('pods.json', join(folder, 'link.json'));
          const archive = execFileSync('tar', ['-c', `--format=${format}`, '--sort=name', '-C', folder, '.']);
          assert.deepEqual(await entriesOf(archive), [
            [`./${LONG}`, '{"deep":true}'],
            ['./pods.json', '{}'],
          ]);
        } finally {
          rmSync(folder, { recursive: true });
        }
      },
    );
  }

  test('an archive that was cut has a shorter last file', async () => {
    const archive = tarOf({ a: 'x'.repeat(600), b: 'y'.repeat(600) });
    assert.deepEqual(await entriesOf(archive.subarray(0, 512 + 1024 + 512 + 100)), [
      ['a', 'x'.repeat(600)],
      ['b', 'y'.repeat(100)],
    ]);
    assert.deepEqual(await entriesOf(archive.subarray(0, 700)), [['a', 'x'.repeat(188)]]);
    assert.deepEqual(await entriesOf(archive.subarray(0, 300)), []);
  });

  test('a damaged header is an error', async () => {
    const archive = tarOf({ a: 'x', b: 'y' });
    archive[1024 + 3] = 0x41;
    await assert.rejects(entriesOf(archive), /the tar archive is damaged/);
  });
});

function hasTar(): boolean {
  try {
    return execFileSync('tar', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).includes('GNU');
  } catch {
    return false;
  }
}
