import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { assembleEvidence } from '../../../../src/core/evidence/objects/assemble-evidence.ts';
import { parseClusterObject, parseTypeMeta } from '../../../../src/core/evidence/objects/cluster-object.ts';
import { listOf, objectOf } from '../../../../src/core/evidence/objects/json-value.ts';
import { parseSecret } from '../../../../src/core/evidence/objects/parse-secret.ts';
import { planRemedies } from '../../../../src/core/remedy/plan-remedies.ts';
import { buildReport } from '../../../../src/core/report/build-report.ts';
import { scrubObject } from '../../../../src/core/report/collection/scrub-object.ts';
import { scrubText } from '../../../../src/core/report/collection/scrub-text.ts';
import { mapTexts } from '../../../../src/core/report/map-texts.ts';

const recordings = join(import.meta.dirname, '../../../recordings');
const files = readdirSync(recordings, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.json') && !file.endsWith('.expected.json'),
);

function itemsOf(file: string): readonly unknown[] {
  return listOf(objectOf(JSON.parse(readFileSync(join(recordings, file), 'utf8')))['items']);
}

function reportOn(objects: readonly unknown[]): string {
  const evidence = assembleEvidence(objects);
  const report = buildReport(diagnose(evidence), (finding) => planRemedies(finding, evidence), 0);
  return JSON.stringify(report, null, 1);
}

const CANARY = 'CANARY-s3cr3t';

suite('scrubObject', () => {
  for (const file of files) {
    test(`leaves of ${file} what the readers read, and less than is there`, () => {
      const items = itemsOf(file);
      assert.ok(items.length > 0);
      for (const item of items) {
        const type = parseTypeMeta(item);
        const whole = parseClusterObject(item, type);
        if (whole === undefined) continue;
        const scrubbed = scrubObject(item);
        const read = parseClusterObject(scrubbed, type);
        assert.deepEqual(read, mapTexts<unknown>(whole, scrubText), type.kind);
        assert.ok(JSON.stringify(scrubbed).length <= JSON.stringify(item).length);
      }
    });

    test(`changes no word of the report on ${file}`, () => {
      const items = itemsOf(file);
      assert.equal(reportOn(items.map((item) => scrubObject(item))), reportOn(items));
    });
  }

  test('keeps nothing of what a pod brings along', () => {
    const scrubbed = scrubObject({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'web-1',
        namespace: 'shop',
        labels: { app: CANARY, 'app.kubernetes.io/instance': 'web' },
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': CANARY, 'vault/token': CANARY },
        managedFields: [{ manager: CANARY }],
        generateName: CANARY,
      },
      spec: {
        containers: [
          {
            name: 'app',
            image: 'r.example/app:1',
            env: [{ name: 'TOKEN', value: CANARY }],
            envFrom: [{ secretRef: { name: CANARY } }],
            args: [CANARY],
            command: [CANARY],
            volumeMounts: [{ name: 'data', mountPath: CANARY }],
          },
        ],
        volumes: [{ name: CANARY, csi: { volumeAttributes: { key: CANARY } } }],
        hostname: CANARY,
      },
      status: {
        phase: 'Running',
        podIP: CANARY,
        containerStatuses: [
          { name: 'app', lastState: { terminated: { reason: 'Error', exitCode: 1, message: CANARY } } },
        ],
      },
      [CANARY]: CANARY,
    });
    assert.equal(JSON.stringify(scrubbed).includes(CANARY), false, JSON.stringify(scrubbed));
    assert.deepEqual(objectOf(objectOf(scrubbed)['metadata'])['labels'], {
      'app.kubernetes.io/instance': 'web',
    });
  });

  test('strikes credentials out of what programs wrote', () => {
    const token = `eyJ${'a'.repeat(30)}.eyJ${'b'.repeat(40)}.${'c'.repeat(20)}`;
    const scrubbed = scrubObject({
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: 'e', namespace: 'shop' },
      message: `Failed to pull: https://ci:${CANARY}@r.example/v2/?sig=${CANARY} with ${token}`,
    });
    const message = objectOf(scrubbed)['message'];
    assert.equal(message, 'Failed to pull: https://[REDACTED]@r.example/v2/?sig=[REDACTED] with [REDACTED]');
  });

  test('keeps no value of a secret', () => {
    const config = Buffer.from(
      JSON.stringify({ auths: { 'r.example': { username: 'ci', password: CANARY } } }),
    ).toString('base64');
    const scrubbed = scrubObject({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'regcred',
        namespace: 'shop',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': config },
      },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': config, other: Buffer.from(CANARY).toString('base64') },
      stringData: { more: CANARY },
    });
    const text = JSON.stringify(scrubbed);
    for (const secret of [CANARY, config, Buffer.from(CANARY).toString('base64')])
      assert.equal(text.includes(secret), false, text);
    assert.ok(text.includes('r.example'));
  });

  test('keeps of a secret what is read of it', () => {
    const auth = Buffer.from('ci:a password\n').toString('base64');
    const auths = { 'https://r.example/v1/': { auth }, 'other.example': { identitytoken: 'x' } };
    const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
    const secret = (type: string, data: Record<string, string> | undefined): unknown => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'regcred',
        namespace: 'shop',
        uid: 'u',
        creationTimestamp: '2026-11-20T00:00:00Z',
        managedFields: [{ fieldsV1: { 'f:data': {} }, time: '2026-11-21T00:00:00Z' }],
      },
      type,
      ...(data !== undefined && { data }),
    });
    for (const one of [
      secret('kubernetes.io/dockerconfigjson', { '.dockerconfigjson': encoded({ auths }) }),
      secret('kubernetes.io/dockerconfigjson', { '.dockerconfigjson': encoded({ auths: [] }) }),
      secret('kubernetes.io/dockercfg', { '.dockercfg': encoded(auths) }),
      secret('Opaque', { '.dockerconfigjson': encoded({ auths, credsStore: 'desktop' }) }),
      secret('kubernetes.io/dockerconfigjson', { '.dockerconfigjson': '!' }),
      secret('Opaque', { password: 'eA==' }),
      secret('', undefined),
    ]) {
      const whole = parseSecret(one);
      assert.ok(whole);
      // Dates of the data are told by fields that are not kept; they are kept themselves.
      assert.deepEqual(parseSecret(JSON.parse(JSON.stringify(scrubObject(one)))), whole);
    }
  });

  test('takes anything', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('Pod', 'Event', 'Node', 'Secret', 'Deployment'),
        (body, kind) => {
          scrubObject(body);
          const scrubbed = scrubObject({
            kind,
            metadata: { name: 'x' },
            spec: body,
            status: body,
            data: body,
          });
          assert.equal(objectOf(scrubbed)['kind'], kind);
        },
      ),
    );
  });
});
