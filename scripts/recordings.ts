import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { diagnose } from '../src/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../src/core/diagnosis/finding.ts';
import { gatherFromFiles } from '../src/edge/files/gather-from-files.ts';

/**
 * Scores the diagnosis on recordings of real clusters: folders that hold `X.json` (a List of pods
 * and events) beside `X.expected.json` (per pod: failing or not, the containers, the acceptable
 * causes; `null` means that either answer is fine). Exits 1 unless every pod is judged rightly.
 *
 *   npm run recordings -- FOLDER…
 */

interface Expected {
  readonly pod: string;
  readonly namespace: string;
  readonly containers: readonly string[];
  /** Acceptable causes; empty where nothing is wrong, null where either answer is fine. */
  readonly accept: readonly string[] | null;
  /** Said to fail although nothing is wrong: it did fail when it was recorded, and came right later. */
  readonly contradicts: boolean;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function expectedOf(value: unknown): Expected {
  if (!isRecord(value)) throw new Error('an expectation is not an object');
  const accept = value['accept'] === null ? null : strings(value['accept']);
  return {
    pod: String(value['pod']),
    namespace: String(value['namespace']),
    containers: strings(value['containers']),
    accept,
    contradicts: value['failing'] === true && accept?.length === 0,
  };
}

/** What is wrong with the diagnosis of one pod, or nothing. */
function fault(expected: Expected, diagnosis: Diagnosis): string | undefined {
  const pulls = diagnosis.findings.flatMap((finding) =>
    finding.pulls
      .filter((pull) => pull.pod === expected.pod && pull.namespace === expected.namespace)
      .map((pull) => ({ cause: finding.cause as string, container: pull.container })),
  );
  const { accept } = expected;
  if (accept === null) return undefined;
  if (accept.length === 0)
    return pulls.length === 0 ? undefined : `healthy, but found ${pulls.map((one) => one.cause).join(', ')}`;
  if (pulls.length === 0) return `no finding; expected ${accept.join(' or ')}`;
  if (!pulls.some((one) => accept.includes(one.cause)))
    return `found ${pulls.map((one) => one.cause).join(', ')}; expected ${accept.join(' or ')}`;
  const stray = pulls.filter((one) => !expected.containers.includes(one.container));
  return stray.length === 0
    ? undefined
    : `container ${stray.map((one) => one.container).join(', ')} does not fail`;
}

async function scoreFile(file: string): Promise<{ readonly right: number; readonly wrong: number }> {
  const parsed: unknown = JSON.parse(readFileSync(file.replace(/\.json$/u, '.expected.json'), 'utf8'));
  const all = (Array.isArray(parsed) ? parsed : []).map(expectedOf);
  const expectations = all.filter((expected) => !expected.contradicts);
  const diagnosis = diagnose(await gatherFromFiles([file], {}), {});
  const faults = expectations
    .map((expected) => ({ expected, why: fault(expected, diagnosis) }))
    .filter((one) => one.why !== undefined);
  const right = expectations.length - faults.length;
  console.log(
    `${basename(join(file, '..'))}/${basename(file)}: ${right} of ${expectations.length} pods right`,
  );
  for (const { namespace, pod } of all.filter((expected) => expected.contradicts))
    console.log(`  not counted: ${namespace}/${pod} is labelled failing and healthy at once`);
  for (const { expected, why } of faults)
    console.log(`  ${expected.namespace}/${expected.pod}: ${why ?? ''}`);
  return { right, wrong: faults.length };
}

function recordingsIn(folder: string): readonly string[] {
  const files = readdirSync(folder).filter(
    (name) => name.endsWith('.json') && !name.endsWith('.expected.json'),
  );
  return files
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file.replace(/\.json$/u, '.expected.json')))
    .toSorted();
}

async function main(folders: readonly string[]): Promise<number> {
  const files = folders.flatMap(recordingsIn);
  if (files.length === 0) {
    console.error('usage: npm run recordings -- FOLDER… (X.json beside X.expected.json)');
    return 2;
  }
  let right = 0;
  let wrong = 0;
  for (const file of files) {
    const score = await scoreFile(file);
    right += score.right;
    wrong += score.wrong;
  }
  console.log(`recordings ${files.length}   pods right ${right} of ${right + wrong}`);
  return wrong === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
