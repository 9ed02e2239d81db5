import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { RequestRecord } from '../../../../src/sandbox/api-server/request-record.ts';
import { makeImage } from '../../../../src/sandbox/registry/sandbox-image.ts';
import type { Misbehaviour } from '../../../../src/sandbox/registry/misbehaviour.ts';
import { startRegistry, type SandboxRegistry } from '../../../../src/sandbox/registry/sandbox-registry.ts';
import * as shop from '../../../edge/cluster/shop-objects.ts';
import { withCluster, type LiveProgram } from '../live-program.ts';
import { inTime, QUICK, whileWatching, type Watching } from './watching.ts';

// One registry answers, the other takes every question and says nothing: what a reader sees meanwhile.

interface Shop extends LiveProgram {
  /** Has shop/web:v1.0.0, and not the v1.0.1 that a pod wants. */
  readonly quick: SandboxRegistry;
  /** Hangs until it is closed; a pod wants shop/api:v2 of it. */
  readonly slow: SandboxRegistry;
  /** What the quick one does wrong from now on. */
  readonly wrongs: Misbehaviour[];
}

async function inShop(use: (here: Shop) => Promise<void>): Promise<void> {
  const wrongs: Misbehaviour[] = [];
  const quick = await startRegistry({ auth: 'none', misbehaves: wrongs });
  const slow = await startRegistry({ auth: 'none', misbehaves: [{ on: 'any', does: 'hang' }] });
  quick.push('shop/web', 'v1.0.0', makeImage());
  const objects = [
    ...pod('web-1', `${quick.host}/shop/web:v1.0.1`),
    ...pod('api-1', `${slow.host}/shop/api:v2`),
  ];
  try {
    await withCluster({ objects: [...objects, shop.node('node-1')] }, (live) =>
      use({ ...live, quick, slow, wrongs }),
    );
  } finally {
    await Promise.all([quick.close(), slow.close()]);
  }
}

function pod(name: string, image: string): ReturnType<typeof shop.pod>[] {
  return [shop.pod({ name, image, says: shop.notFound(image) })];
}

/** The pages in the order in which they stood on the terminal. */
function pagesOf({ stdout }: Watching): readonly string[] {
  return stdout().split('\u001b[H').slice(1);
}

const TERMINAL = { terminal: 100, rows: 200, env: { NO_COLOR: '1' } };
const OPEN = /^\? repository or tag not found.*shop\/web/mu;
// What this machine itself answers settles a question without proving it for the node.
const SETTLED = /^\? tag not found.*shop\/web/mu;

suite('a watch that asks registries', { timeout: 30_000 }, () => {
  test('shows what the cluster says although every registry hangs', async () => {
    await inShop(async (here) => {
      here.wrongs.push({ on: 'any', does: 'hang' });
      await whileWatching(here, [], TERMINAL, async (watching) => {
        await watching.shows('\nasking 2 registries…');
        assert.match(pagesOf(watching).at(-1) ?? '', OPEN);
        await here.quick.close();
        await watching.shows('\nasking 1 registry…');
        assert.ok(!watching.stdout().includes('registries asked'), 'that was not the end');
      });
    });
  });

  test('shows an answer while another registry hangs, and then the rest', async () => {
    await inShop(async (here) => {
      await whileWatching(here, [], TERMINAL, async (watching) => {
        await watching.shows(SETTLED);
        assert.match(pagesOf(watching).at(-1) ?? '', /\nasking 1 registry…/u);
        await here.slow.close();
        await watching.shows('2 registries asked');
        const last = pagesOf(watching).at(-1) ?? '';
        assert.match(last, SETTLED);
        assert.doesNotMatch(last, /^asking /mu);
      });
    });
  });

  test('prints into a pipe no report that the rest of the answers would change', async () => {
    await inShop(async (here) => {
      await whileWatching(here, [], {}, async (watching) => {
        await askedBoth(here);
        // Longer than a page would wait for the answers that come together.
        await pause(400);
        assert.equal(watching.stdout(), '');
        await here.slow.close();
        await watching.shows(SETTLED);
        assert.equal(watching.stdout().match(/^--- /gmu)?.length, 1);
        assert.doesNotMatch(watching.stdout(), /^asking /mu);
      });
    });
  });

  test('keeps a settled cause on the page while its registry is asked again', async () => {
    await inShop(async (here) => {
      await here.slow.close();
      await whileWatching(here, [], TERMINAL, async (watching) => {
        await watching.shows('2 registries asked');
        here.wrongs.push({ on: 'any', does: 'hang' });
        const before = pagesOf(watching).length;
        for (const one of pod('jobs-1', `${here.quick.host}/shop/jobs:v3`)) here.server.apply(one);
        await watching.shows(/jobs/u);
        const again = pagesOf(watching).slice(before);
        assert.match(again.at(-1) ?? '', /\nasking 1 registry…/u);
        for (const page of again) assert.match(page, SETTLED);
      });
    });
  });

  test('says what no registry was asked about also in the looks that ask none', async () => {
    const image = 'registry.example.com/shop/web:v1';
    const held = shop.pod({ name: 'web-1', image, secrets: ['regcred'], says: shop.notFound(image) });
    await withCluster({ objects: [held] }, async (live) => {
      const often = { ...QUICK, anyway: () => 10 };
      const watches = async (watching: Watching): Promise<void> => {
        await watching.shows('no registry was asked');
        const listed = (): boolean => live.server.requests.filter(isListOfPods).length > 5;
        await until(listed, 'it did not look again');
        assert.equal(watching.stdout().match(/\n/gu)?.length, 1, watching.stdout());
      };
      await whileWatching(live, ['-A', '-o', 'json'], {}, watches, often);
    });
  });

  test('ends at once by Ctrl-C although a registry hangs', async () => {
    await inShop(async (here) => {
      await whileWatching(here, [], TERMINAL, async (watching) => {
        await askedBoth(here);
        watching.interrupt();
        assert.equal(await inTime(watching.code, () => 'still there', 3_000), 130);
        const written = watching.stdout();
        await pause(200);
        assert.equal(watching.stdout(), written);
      });
    });
  });
});

/** Until the quick registry has given its last answer and the slow one has been asked. */
async function askedBoth({ quick, slow }: Shop): Promise<void> {
  const listed = (): boolean => quick.requests.some(({ path }) => path.endsWith('/tags/list'));
  await until(() => listed() && slow.requests.length > 0, 'the registries were not asked');
}

async function until(isSo: () => boolean, late: string): Promise<void> {
  const so = async (): Promise<void> => {
    while (!isSo()) await pause(5);
  };
  await inTime(so(), () => late, 5_000);
}

function isListOfPods({ verb, resource, query }: RequestRecord): boolean {
  return verb === 'list' && resource === 'pods' && query['limit'] !== '1';
}
