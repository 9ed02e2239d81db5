import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { listOf, objectOf, textOf, type JsonObject } from '../../../src/core/evidence/objects/json-value.ts';
import { withCluster } from './live-program.ts';

const recordings = join(import.meta.dirname, '../../recordings');
const files = readdirSync(recordings, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('back-off.json'),
);

function objectsOf(file: string): readonly JsonObject[] {
  return listOf(objectOf(JSON.parse(readFileSync(join(recordings, file), 'utf8')))['items']).map(objectOf);
}

/** A report without the moment of its making. */
function report(out: string): JsonObject {
  const { generatedAt, ...rest } = objectOf(JSON.parse(out));
  assert.equal(typeof generatedAt, 'string');
  return rest;
}

const CANARY = 'CANARY-s3cr3t';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    uid: 'uid-web-1',
    creationTimestamp: '2026-11-21T11:50:00Z',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': CANARY },
  },
  spec: {
    nodeName: 'node-1',
    serviceAccountName: 'default',
    imagePullSecrets: [{ name: 'regcred' }, { name: 'gone' }],
    containers: [
      { name: 'app', image: 'registry.example.com/shop/web:v1', env: [{ name: 'TOKEN', value: CANARY }] },
    ],
  },
  status: {
    phase: 'Pending',
    containerStatuses: [
      {
        name: 'app',
        image: 'registry.example.com/shop/web:v1',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: {
          waiting: {
            reason: 'ErrImagePull',
            message:
              'failed to pull and unpack image "registry.example.com/shop/web:v1": failed to resolve reference ' +
              '"registry.example.com/shop/web:v1": pull access denied, repository does not exist or may require ' +
              'authorization: authorization failed: no basic auth credentials',
          },
        },
      },
    ],
  },
};
const CONFIG = Buffer.from(
  JSON.stringify({ auths: { 'registry.example.org': { username: 'ci', password: CANARY } } }),
).toString('base64');
const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'regcred',
    namespace: 'shop',
    uid: 'uid-regcred',
    creationTimestamp: '2026-11-01T00:00:00Z',
  },
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': CONFIG },
};

suite('collect', () => {
  for (const file of files) {
    test(`saves of ${file} what gives the same report`, async () => {
      await withCluster({ objects: objectsOf(file) }, async ({ run, folder }) => {
        const live = await run('-A', '--no-probe', '-o', 'json');
        assert.equal(live.code, 1);
        const path = join(folder, 'saved.json');
        const saved = await run('collect', '-A', '--output-file', path);
        assert.equal(saved.code, 0);
        assert.equal(saved.out, '');
        const read = await run('-f', path, '-o', 'json');
        assert.deepEqual(report(read.out), report(live.out));
        assert.equal(read.code, live.code);
      });
    });
  }

  test('writes one file that only its owner reads, with no secret in it', async () => {
    await withCluster({ objects: [POD, SECRET] }, async ({ run, folder }) => {
      const path = join(folder, 'saved.json');
      writeFileSync(path, 'old', { mode: 0o644 });
      const { code, err } = await run('collect', '-n', 'shop', '--output-file', path);
      assert.equal(code, 0);
      assert.match(err, /^saved to .*saved\.json: 1 Pod,/);
      if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
      const text = readFileSync(path, 'utf8');
      for (const secret of [CANARY, CONFIG, Buffer.from(CANARY).toString('base64')])
        assert.equal(text.includes(secret), false);
      const list = objectOf(JSON.parse(text));
      assert.equal(list['kind'], 'List');
      const [head] = listOf(list['items']).map(objectOf);
      assert.equal(textOf(head?.['kind']), 'Collection');
      assert.equal(head?.['namespace'], 'shop');
    });
  });

  test('keeps what was read of secrets, and which are not there', async () => {
    await withCluster({ objects: [POD, SECRET] }, async ({ run, folder }) => {
      const path = join(folder, 'saved.json');
      const live = await run('-n', 'shop', '--no-probe', '-o', 'json');
      await run('collect', '-n', 'shop', '--output-file', path);
      const read = await run('-f', path, '-n', 'shop', '-o', 'json');
      assert.deepEqual(report(read.out), report(live.out));
      assert.match(read.out, /registry\.example\.org/);
    });
  });

  test('saves one named pod', async () => {
    const other = { ...POD, metadata: { ...POD.metadata, name: 'web-2', uid: 'uid-web-2' } };
    await withCluster({ objects: [POD, other, SECRET] }, async ({ run }) => {
      const { code, out, err } = await run('collect', 'pod/web-1', '-n', 'shop', '--output-file', '-');
      assert.equal(code, 0);
      assert.ok(out.includes('web-1'));
      assert.match(err, /^saved to stdout: /);
    });
  });

  test('is read in the scope it was saved for: what else is in it is a witness', async () => {
    const elsewhere = {
      ...POD,
      metadata: { ...POD.metadata, namespace: 'build', name: 'job-1', uid: 'uid-job-1' },
    };
    await withCluster({ objects: [POD, elsewhere, SECRET] }, async ({ run, folder }) => {
      const path = join(folder, 'saved.json');
      await run('collect', '-A', '--output-file', path);
      const list = JSON.parse(readFileSync(path, 'utf8')) as { items: JsonObject[] };
      const [head, ...objects] = list.items;
      const namesOf = async (...flags: readonly string[]): Promise<string> =>
        (await run('-f', path, '-o', 'name', ...flags)).out;
      assert.equal(await namesOf(), 'build/pod/job-1\nshop/pod/web-1\n');
      writeFileSync(path, JSON.stringify({ ...list, items: [{ ...head, namespace: 'shop' }, ...objects] }));
      assert.equal(await namesOf(), 'pod/web-1\n');
      assert.equal(await namesOf('-n', 'build'), 'pod/job-1\n');
      assert.equal(await namesOf('-A'), 'build/pod/job-1\nshop/pod/web-1\n');
      const named = { ...head, targets: [{ kind: 'Pod', name: 'job-1' }] };
      writeFileSync(path, JSON.stringify({ ...list, items: [named, ...objects] }));
      assert.equal(await namesOf(), 'pod/job-1\n');
    });
  });

  test('notes what could not be seen, and says so again', async () => {
    const rules = [{ verbs: ['get', 'list'], resources: ['pods'] }];
    const users = [{ name: 'dev', token: 'dev-token', rules }];
    await withCluster({ objects: [POD, SECRET], users }, async ({ run, folder }) => {
      const path = join(folder, 'saved.json');
      const live = await run('-n', 'shop', '--no-probe', '-o', 'json');
      const saved = await run('collect', '-n', 'shop', '--output-file', path);
      assert.equal(saved.code, 0);
      assert.match(saved.err, /\d not seen, which is noted in it/);
      const read = await run('-f', path, '-o', 'json');
      assert.deepEqual(report(read.out)['blindSpots'], report(live.out)['blindSpots']);
    });
  });

  test('ends with 3 when the pods could not be seen', async () => {
    const users = [{ name: 'dev', token: 'dev-token', rules: [] }];
    await withCluster({ objects: [POD], users }, async ({ run, folder }) => {
      const { code } = await run('collect', '-n', 'shop', '--output-file', join(folder, 'saved.json'));
      assert.equal(code, 3);
      assert.equal((await run('-f', join(folder, 'saved.json'))).code, 3);
    });
  });

  test('says when the file cannot be written', async () => {
    await withCluster({ objects: [POD] }, async ({ run, folder }) => {
      const path = join(folder, 'no/such/folder.json');
      const { code, err } = await run('collect', '-n', 'shop', '--output-file', path);
      assert.equal(code, 2);
      assert.equal(err, `error: ${path}: cannot be written (ENOENT)\n`);
    });
  });
});
