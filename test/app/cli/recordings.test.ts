import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { run } from '../../../src/app/cli/run.ts';
import { playedIo } from './played-io.ts';

// The whole way, from recorded clusters to every form of output.

const tests = join(import.meta.dirname, '../..');
const recordings = readdirSync(join(tests, 'recordings'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.json') && !file.endsWith('.expected.json'),
);
const schema: object = JSON.parse(readFileSync(join(tests, '../docs/report.schema.json'), 'utf8')) as object;
const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);

async function diagnosed(
  stdin: string,
  ...flags: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const played = playedIo({ stdin });
  const code = await run(['-f', '-', ...flags], played.io);
  return { code, out: played.stdout(), err: played.stderr() };
}

const FORMATS = ['text', 'wide', 'json', 'yaml', 'name', 'markdown'] as const;

suite('recorded clusters', () => {
  test('are there', () => assert.ok(recordings.length > 0));

  for (const file of recordings) {
    const stdin = readFileSync(join(tests, 'recordings', file), 'utf8');

    test(`${file} gives reports that the schema takes, with each pull in one finding`, async () => {
      const { code, out, err } = await diagnosed(stdin, '-o', 'json');
      assert.equal(err, '');
      assert.equal(code, 1);
      const report = JSON.parse(out) as { findings: { id: string; pulls: Record<string, string>[] }[] };
      assert.ok(validate(report), JSON.stringify(validate.errors));
      const pulls = report.findings.flatMap((finding) =>
        finding.pulls.map(({ namespace, pod, container, kind }) =>
          [namespace, pod, kind, container].join('/'),
        ),
      );
      assert.equal(new Set(pulls).size, pulls.length);
      assert.equal(new Set(report.findings.map(({ id }) => id)).size, report.findings.length);
    });

    test(`${file} can be shown in every form`, async () => {
      for (const format of FORMATS) {
        const { code, out } = await diagnosed(stdin, '-o', format);
        assert.equal(code, 1, format);
        assert.equal(/[\p{Cc}\p{Cf}\p{Co}]/u.exec(out.replaceAll('\n', '')), null, format);
      }
    });
  }
});

suite('secrets', () => {
  const canary = 'CANARY-s3cr3t';
  const encoded = Buffer.from(
    JSON.stringify({ auths: { 'private.example.com': { username: 'ci', password: canary } } }),
  ).toString('base64');
  const url = `https://user:${canary}@cdn.example.com/v2/blobs/x?X-Amz-Signature=${canary}&sig=${canary}`;
  const image = 'private.example.com/team/app:1';
  const message = `failed to pull and unpack image "${image}": failed to copy: httpReadSeeker: failed open: unexpected status code ${url}: 403 Forbidden - Server message: denied`;
  const pod = (name: string, itsImage: string, text: string): object => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: 'shop',
      name,
      uid: name,
      creationTimestamp: '2026-03-02T11:00:00Z',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': canary, token: canary },
      managedFields: [{ manager: canary }],
    },
    spec: {
      nodeName: 'node-1',
      imagePullSecrets: [{ name: 'regcred' }],
      containers: [
        { name: 'app', image: itsImage, args: [canary], env: [{ name: 'PASSWORD', value: canary }] },
      ],
    },
    status: {
      phase: 'Pending',
      containerStatuses: [
        {
          name: 'app',
          image: itsImage,
          imageID: '',
          state: { waiting: { reason: 'ErrImagePull', message: text } },
        },
      ],
    },
  });
  const event = (name: string, text: string): object => ({
    apiVersion: 'v1',
    kind: 'Event',
    type: 'Warning',
    reason: 'Failed',
    message: `Failed to pull image "${image}": ${text}`,
    metadata: { namespace: 'shop', name: `${name}.1`, uid: `e-${name}` },
    involvedObject: { kind: 'Pod', namespace: 'shop', name, uid: name, fieldPath: 'spec.containers{app}' },
    source: { component: 'kubelet', host: 'node-1' },
    count: 3,
    firstTimestamp: '2026-03-02T11:00:00Z',
    lastTimestamp: '2026-03-02T11:05:00Z',
  });
  const secret = (name: string, type: string, data: Readonly<Record<string, string>>): object => ({
    apiVersion: 'v1',
    kind: 'Secret',
    type,
    metadata: { namespace: 'shop', name, uid: name, annotations: { note: canary } },
    data,
    stringData: { password: canary },
  });
  const items = [
    pod('signed', image, message),
    pod(
      'in-image',
      `https://user:${canary}@private.example.com/a`,
      `Failed to apply default image tag "https://user:${canary}@private.example.com/a": invalid reference format`,
    ),
    pod('odd', image, `something nobody knows ${url}`),
    event('signed', message),
    secret('regcred', 'kubernetes.io/dockerconfigjson', { '.dockerconfigjson': encoded }),
    secret('opaque', 'Opaque', { password: Buffer.from(canary).toString('base64') }),
  ];
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const traces = [canary, Buffer.from(canary).toString('base64'), encoded];

  for (const format of FORMATS) {
    test(`planted everywhere are not in ${format}`, async () => {
      const { code, out, err } = await diagnosed(stdin, '-o', format);
      assert.equal(code, 1);
      assert.ok(out.length > 0);
      for (const trace of traces)
        assert.ok(
          !(out + err).includes(trace),
          out.split('\n').find((line) => line.includes(trace)),
        );
    });
  }

  test('in a pasted message are not in its explanation', async () => {
    for (const format of ['text', 'json', 'yaml']) {
      for (const text of [message, `Failed to pull image "https://u:${canary}@h/a": x`, url]) {
        const played = playedIo();
        assert.equal(await run(['explain', text, '-o', format], played.io), 0);
        assert.ok(!played.stdout().includes(canary), played.stdout());
      }
    }
    const played = playedIo({ stdin: JSON.stringify({ id: 1, message, image: url }) });
    assert.equal(await run(['explain', '--batch'], played.io), 0);
    assert.ok(!played.stdout().includes(canary), played.stdout());
  });

  test('in a file that cannot be read are not in the error', async () => {
    for (const garbage of [
      canary,
      `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${canary}`,
      `a: [${canary}`,
    ]) {
      const { out, err } = await diagnosed(garbage);
      assert.ok(!(out + err).includes(canary), out + err);
    }
  });
});
