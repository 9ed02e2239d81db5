import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readCommandLine } from '../../../../src/app/cli/command-line.ts';
import { askRegistries } from '../../../../src/app/cli/probing/ask-registries.ts';
import type { ProbeRequest } from '../../../../src/core/evidence/registry/probe-request.ts';
import { startRegistry } from '../../../../src/sandbox/registry/sandbox-registry.ts';
import { playedIo } from '../played-io.ts';
import { inTime } from '../watch/watching.ts';

suite('registries that are asked together', { timeout: 20_000 }, () => {
  test('are heard one by one, and end with the signal', async () => {
    const quick = await startRegistry({ auth: 'none' });
    const slow = await startRegistry({ auth: 'none', misbehaves: [{ on: 'any', does: 'hang' }] });
    const ending = new AbortController();
    const heard: (readonly [string, boolean])[] = [];
    const requests = [slow, quick].map(({ host }): ProbeRequest => {
      const image = `${host}/shop/web:v1`;
      return { image, access: '', logins: [], anonymous: true, platforms: [], depth: 'manifest' };
    });
    try {
      const asking = askRegistries(requests, readCommandLine([]), playedIo().io, {
        signal: ending.signal,
        onAnswer: ({ image }, answer) => {
          heard.push([image, answer.image === image]);
          // The other one is still to answer, and nobody waits any more.
          ending.abort();
        },
      });
      const probes = await inTime(asking, () => 'it goes on', 5_000);
      const [asked, first] = requests.map(({ image }) => image);
      assert.deepEqual(
        probes.map(({ image }) => image),
        [asked, first],
      );
      assert.deepEqual(heard, [
        [first, true],
        [asked, true],
      ]);
    } finally {
      await Promise.all([quick.close(), slow.close()]);
    }
  });
});
