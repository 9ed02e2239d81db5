import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { PassThrough, Writable as WritableStream } from 'node:stream';
import { suite, test } from 'node:test';
import { programName, streamSink } from '../../../src/app/cli/process-io.ts';

// The program as a process: what only the real world can show.

const launcher = join(import.meta.dirname, '../../../src/app/cli/launch.ts');

function start(args: readonly string[]): ChildProcessByStdio<Writable, Readable, Readable> {
  return spawn(process.execPath, [launcher, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
}

async function ended(child: ReturnType<typeof start>): Promise<{ code: number | null; err: string }> {
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, err })));
}

suite('the process', () => {
  test('ends quietly, with its own exit code, when the reader goes away', { skip: onWindows() }, () => {
    const many = `yes '{"message":"no such host"}' | head -20000 | '${process.execPath}' '${launcher}' explain --batch | head -1`;
    const run = spawnSync('bash', ['-c', `set -o pipefail; ${many}; echo "\${PIPESTATUS[2]}"`], {
      encoding: 'utf8',
    });
    assert.equal(run.stderr.replaceAll(/^yes: .*\n/gmu, ''), '');
    const [line, code] = run.stdout.trimEnd().split('\n');
    assert.match(line ?? '', /^\{"cause":/);
    assert.equal(code, '0');
  });

  test('is interrupted with 130', { skip: onWindows() }, async () => {
    const child = start(['explain', '--batch']);
    const end = ended(child);
    child.stdin.write('{"message":"x"}\n');
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGINT');
    assert.deepEqual(await end, { code: 130, err: '' });
  });

  test('answers a line of a batch before the next one is there', async () => {
    const child = start(['explain', '--batch']);
    const end = ended(child);
    for (const id of [1, 2, 3]) {
      const answer = new Promise<Buffer>((resolve) => child.stdout.once('data', resolve));
      child.stdin.write(`{"id":${id},"message":"x"}\n`);
      assert.ok((await answer).toString().startsWith(`{"id":${id},`));
    }
    child.stdin.end();
    assert.equal((await end).code, 0);
  });

  test(
    'says when its output cannot be written',
    { skip: !existsSync('/dev/full') && 'no /dev/full here' },
    () => {
      const command = `'${process.execPath}' '${launcher}' help > /dev/full`;
      const run = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
      assert.equal(run.stderr, 'error: cannot write the output: ENOSPC\n');
      assert.equal(run.status, 2);
    },
  );

  test('knows when kubectl runs it', { skip: onWindows() }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-plugin-'));
    try {
      const plugin = join(folder, 'kubectl-pulldoctor');
      symlinkSync(launcher, plugin);
      const run = spawnSync(process.execPath, [plugin, 'version', '--help'], { encoding: 'utf8' });
      assert.match(run.stdout, /^ {2}kubectl pulldoctor version \[-o json\]$/m);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function onWindows(): string | false {
  return process.platform === 'win32' && 'no such signals or shells on Windows';
}

suite('programName', () => {
  for (const [path, name] of [
    ['/usr/local/bin/pulldoctor', 'pulldoctor'],
    ['/usr/local/bin/kubectl-pulldoctor', 'kubectl pulldoctor'],
    ['/x/dist/bin/pulldoctor.cjs', 'pulldoctor'],
    ['', 'pulldoctor'],
  ] as const) {
    test(`${path} is ${name}`, () => assert.equal(programName(path), name));
  }
});

suite('streamSink', () => {
  test('waits until the stream took what was written', async () => {
    const stream = new PassThrough({ highWaterMark: 4 });
    const sink = streamSink(stream);
    let written = false;
    const writing = sink.write('more than four').then(() => sink.write('more').then(() => (written = true)));
    await new Promise(setImmediate);
    assert.equal(written, false);
    stream.resume();
    await writing;
    assert.equal(written, true);
  });

  test('drops what comes after the reader went away', async () => {
    const stream = new WritableStream({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })),
    });
    const sink = streamSink(stream);
    await sink.write('a');
    await new Promise(setImmediate);
    assert.equal(sink.closed(), true);
    await sink.write('b');
  });

  test('reports any other failure as one the user can act on', async () => {
    const stream = new WritableStream({
      write: (_chunk, _encoding, done) =>
        done(Object.assign(new Error('full of hunter2'), { code: 'ENOSPC' })),
    });
    await assert.rejects(streamSink(stream).write('a'), {
      name: 'UserError',
      message: 'cannot write the output: ENOSPC',
    });
  });
});
