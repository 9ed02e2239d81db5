import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import { run } from '../../../src/app/cli/run.ts';
import type { JsonObject } from '../../../src/core/evidence/objects/json-value.ts';
import { liveCluster, rulesOf } from '../../edge/cluster/live-cluster.ts';
import * as shop from '../../edge/cluster/shop-objects.ts';
import { playedIo, type Stage } from './played-io.ts';

// What a reader sees of a live cluster, and the exit code a script sees.

type Options = Parameters<typeof liveCluster>[2];

interface Screen {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

async function play(
  t: TestContext,
  command: string,
  objects: readonly JsonObject[] = [],
  options: Options = {},
  stage: Stage = {},
): Promise<Screen> {
  const { kubeconfig, server } = await liveCluster(t, objects, options);
  const played = playedIo({ ...stage, env: { KUBECONFIG: kubeconfig } });
  const code = await run([...command.split(' '), '--no-probe'], played.io);
  const plain = (text: string): string =>
    text.replaceAll(server.url, 'https://api:6443').replaceAll(kubeconfig, 'KUBECONFIG');
  return { out: plain(played.stdout()), err: plain(played.stderr()), code };
}

const base = rulesOf({ depths: [], namespace: 'shop' });
const healthy = [shop.pod({ name: 'cache-0' }), shop.pod({ name: 'cache-1' })];

suite('nothing fails', () => {
  test('in a namespace, in all, among those that were chosen', async (t) => {
    assert.deepEqual(await play(t, '-n shop', healthy), {
      out: '✓ no failing image pulls in namespace shop (2 pods looked at)\n',
      err: '',
      code: 0,
    });
    assert.equal((await play(t, '-A', healthy)).out, '✓ no failing image pulls (2 pods looked at)\n');
    assert.equal(
      (await play(t, '-n shop --field-selector spec.nodeName=node-1', healthy)).out,
      '✓ no failing image pulls in namespace shop with spec.nodeName=node-1 (2 pods\n  looked at)\n',
    );
  });

  test('since there is nothing', async (t) => {
    const shopIsThere = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }];
    assert.deepEqual(await play(t, '-n shop', shopIsThere), {
      out: '! no pods in namespace shop: nothing was looked at\n',
      err: '',
      code: 0,
    });
  });
});

suite('something fails', () => {
  test('and is shown with its owner, its revisions and the command for them', async (t) => {
    const { out, code } = await play(t, '-n shop', shop.shopObjects());
    assert.equal(code, 1);
    assert.match(
      out,
      /^\? repository or tag not found · likely {6}registry\.example\.com\/shop\/web:v1\.0\.1\n {2}Deployment\/web · /u,
    );
    assert.match(out, /rollout {2}revision 1 still serves \(1 ready\)/u);
    assert.match(out, /kubectl -n shop rollout undo deployment\/web --to-revision=1/u);
    assert.match(out, /\n1 open question · 1 of 3 pods\n$/u);
  });

  test('-q says it with the exit code alone', async (t) => {
    assert.deepEqual(await play(t, '-q -n shop', shop.shopObjects()), { out: '', err: '', code: 1 });
  });

  test('in the namespace of the context, when none is named', async (t) => {
    const objects = [
      { ...shop.pod({ name: 'web', namespace: 'default', image: shop.BROKEN, says: shop.notFound() }) },
    ];
    assert.equal((await play(t, '-o name', objects)).out, 'pod/web\n');
  });

  test('-v=6 tells on stderr what was asked, and no more than that', async (t) => {
    const { err } = await play(t, '-n shop -v=6', healthy);
    assert.match(err, /^GET https:\/\/api:6443\/api\/v1\/namespaces\/shop\/pods\?limit=500 200 in \d+ ms$/mu);
    assert.doesNotMatch(err, /user-agent/iu);
  });
});

suite('could not look', () => {
  test('at pods anywhere', async (t) => {
    assert.deepEqual(await play(t, '-A', healthy, { rules: base }), {
      out: [
        '! pods: forbidden for user "dev" at cluster scope. Nothing was looked at.',
        '    try one namespace: pulldoctor -n NAME, or ask for: pulldoctor rbac -A',
        '',
      ].join('\n'),
      err: '',
      code: 3,
    });
  });

  test('at pods of a namespace', async (t) => {
    assert.deepEqual(await play(t, '-n pay', healthy, { rules: base }), {
      out: [
        '! pods: forbidden for user "dev" in namespace pay. Nothing was looked at.',
        '    pulldoctor rbac -n pay --for user:dev | kubectl apply -f -',
        '',
      ].join('\n'),
      err: '',
      code: 3,
    });
  });

  test('at nodes, beside what was found', async (t) => {
    const { out, code } = await play(t, '-n shop', shop.shopObjects(), { rules: base });
    assert.equal(code, 1);
    assert.ok(
      out.endsWith(
        [
          '1 blind spot:',
          '  nodes: forbidden for user "dev" at cluster scope',
          '    pulldoctor rbac --nodes -n shop --for user:dev | kubectl apply -f -',
          '',
        ].join('\n'),
      ),
      out,
    );
  });

  test('at what is not there', async (t) => {
    assert.deepEqual(await play(t, 'deploy/api -n shop', healthy), {
      out: '! deployment/api in namespace shop: not found\n',
      err: '',
      code: 3,
    });
    assert.equal((await play(t, '-n shpo', healthy)).out, '! namespace shpo: there is none of that name\n');
    assert.deepEqual(await play(t, 'explian', healthy), {
      out: '! pod/explian in namespace default: not found\n',
      err: 'hint: did you mean the command explain?\n',
      code: 3,
    });
  });

  test('since nobody answers', async (t) => {
    const { kubeconfig, server } = await liveCluster(t, []);
    await server.close();
    const played = playedIo({ env: { KUBECONFIG: kubeconfig } });
    const code = await run(['-n', 'shop'], played.io);
    assert.equal(code, 3);
    assert.match(
      played.stdout(),
      /^! pods in namespace shop: http:\/\/127\.0\.0\.1:\d+ refuses the connection/u,
    );
    assert.match(played.stdout().replaceAll(/\s+/gu, ' '), /Nothing was looked at\./u);
  });

  test('in time: it ends at --request-timeout', async (t) => {
    const faults = [{ on: { resource: 'pods' }, does: { kind: 'hang' } }] as const;
    const { out, code } = await play(t, '-n shop --request-timeout 200ms', healthy, { faults });
    assert.equal(code, 3);
    assert.match(out.replaceAll(/\s+/gu, ' '), /gave no whole answer within 0\.2 s \(--request-timeout\)/u);
  });
});

suite('a wrong request', () => {
  const refusal = async (t: TestContext, command: string): Promise<string> => {
    const { err, out, code } = await play(t, command, healthy);
    assert.deepEqual([code, out], [2, ''], command);
    return err;
  };

  const table: readonly (readonly [string, string])[] = [
    ['pod/web -l app=web', 'error: name targets, or select pods with -l or --field-selector: not both\n'],
    ['-v=much', 'error: -v must be a number from 0 to 10, not "much"\n'],
    [
      '--request-timeout soon',
      'error: --request-timeout must be a duration such as 5s, 1m30s or 0 (none), not "soon"\n',
    ],
    ['-f - --context prod', 'error: --context is about a live cluster, and with -f none is read\n'],
    ['-f - -w', 'error: --watch is about a live cluster, and with -f none is read\n'],
    ['-f - -v=6', 'error: -v is about a live cluster, and with -f none is read\n'],
    [
      '-n shop -l a==b=c',
      `error: the API server does not understand -l "a==b=c": 400 Bad Request: found '=', expected: ',' or 'end of string'\n`,
    ],
    ['deploy', 'error: deploy is a type: name one as deploy/NAME, or leave it out to look at all pods\n'],
  ];
  for (const [command, message] of table) {
    test(command, async (t) => assert.equal(await refusal(t, command), message));
  }
});
