import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../src/core/diagnosis/finding.ts';
import { widerLooks } from '../../../src/core/diagnosis/looks/wider-looks.ts';
import { assembleEvidence } from '../../../src/core/evidence/objects/assemble-evidence.ts';
import {
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
} from '../../../src/core/evidence/objects/json-value.ts';
import { gatherFromCluster } from '../../../src/edge/cluster/gather/gather-from-cluster.ts';
import { parseTranscript } from '../../golden/transcript.ts';
import { liveCluster } from './live-cluster.ts';

// The same objects, saved and live, have to give the same findings: every case of test/cases whose input can be
// put into a cluster, and every recording.

const tests = join(import.meta.dirname, '../..');

/** Objects by where they come from. */
const sources: readonly (readonly [string, readonly JsonObject[]])[] = [...ofCases(), ...ofRecordings()];

function ofCases(): readonly (readonly [string, readonly JsonObject[]])[] {
  const folder = join(tests, 'cases');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  );
  return files.toSorted().flatMap((file) => {
    const { inputs } = parseTranscript(readFileSync(join(folder, file), 'utf8'));
    const text = inputs.find(({ name }) => /\.(?:ya?ml|json)$/u.test(name))?.text ?? '';
    const objects = itemsOf(parseAllDocuments(text).map((document) => document.toJS() as unknown));
    return objects.length === 0 ? [] : [[file, objects] as const];
  });
}

function ofRecordings(): readonly (readonly [string, readonly JsonObject[]])[] {
  const folder = join(tests, 'recordings');
  return readdirSync(folder).flatMap((stack) =>
    ['first.json', 'back-off.json'].map((moment) => {
      const path = join(stack, moment);
      return [path, itemsOf([JSON.parse(readFileSync(join(folder, path), 'utf8')) as unknown])] as const;
    }),
  );
}

function itemsOf(documents: readonly unknown[]): readonly JsonObject[] {
  return documents
    .flatMap((document) =>
      Array.isArray(objectOf(document)['items'])
        ? objectsOf(objectOf(document)['items'])
        : [objectOf(document)],
    )
    .filter((object) => textOf(object['kind']) !== '' && textOf(objectOf(object['metadata'])['name']) !== '');
}

const CLUSTER_WIDE: ReadonlySet<string> = new Set(['Node', 'Namespace']);

/** As a cluster has them: each in a namespace, and a service account in every namespace. */
function settled(objects: readonly JsonObject[]): readonly JsonObject[] {
  const placed = objects.map((object) =>
    CLUSTER_WIDE.has(textOf(object['kind']))
      ? object
      : { ...object, metadata: { namespace: 'default', ...objectOf(object['metadata']) } },
  );
  const has = (namespace: string): boolean =>
    placed.some(
      ({ kind, metadata }) => kind === 'ServiceAccount' && objectOf(metadata)['namespace'] === namespace,
    );
  const namespaces = new Set(placed.map(({ metadata }) => textOf(objectOf(metadata)['namespace'])));
  const accounts = [...namespaces]
    .filter((namespace) => namespace !== '' && !has(namespace))
    .map((namespace) => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace },
    }));
  return [...placed, ...accounts];
}

/** Everything that is said of what fails, and what is worth knowing. */
function essence({ findings, notices }: Diagnosis): unknown {
  return { findings, notices };
}

suite('a live cluster gives the same as its dump', () => {
  test('of which there are many', () => assert.ok(sources.length > 80));

  for (const [name, objects] of sources) {
    test(name, async (t) => {
      const all = settled(objects);
      // A dump may hold more than one would ask a cluster for: a list of secrets tells which are not there.
      const secrets = objects.some(({ kind }) => kind === 'Secret') ? 'read' : 'never';
      const saved = assembleEvidence(all);
      const { client, server } = await liveCluster(t, all);
      const request = { targets: [], secrets, now: () => saved.asOf } as const;
      let reading = await gatherFromCluster(client, request);
      reading = await reading.look(widerLooks(diagnose(reading.evidence), reading.evidence, true));
      assert.deepEqual(essence(diagnose(reading.evidence)), essence(diagnose(saved)));
      server.takeSurprises();
    });
  }
});
