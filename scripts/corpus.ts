import { readFileSync } from 'node:fs';
import { judgeReading } from '../src/core/diagnosis/judgement/judge-reading.ts';
import { readMessage } from '../src/core/evidence/message/read-message.ts';
import type { Verdict } from '../src/core/diagnosis/verdict.ts';

/**
 * Scores the reader on files of labelled messages (NDJSON: `message`, `label`, `also`, and
 * optionally `id`, `image`): strict and fair accuracy, the confusion table, confident mistakes.
 * Exits 1 below the thresholds that the project holds itself to.
 *
 *   npm run corpus -- FILE…
 */

const FAIR_FLOOR = 0.98;
const STRICT_FLOOR = 0.93;

interface Row {
  readonly id: string;
  readonly message: string;
  readonly image?: string;
  readonly label: string;
  readonly also: readonly string[];
}

interface Scored {
  readonly row: Row;
  readonly verdict: Verdict;
  readonly strict: boolean;
  readonly fair: boolean;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function rowOf(line: string): Row {
  const value = JSON.parse(line) as Record<string, unknown>;
  const also = Array.isArray(value['also']) ? value['also'].map(text) : [];
  const image = text(value['image']);
  return {
    id: text(value['id']),
    message: text(value['message']),
    label: text(value['label']),
    also,
    ...(image === '' ? {} : { image }),
  };
}

function score(row: Row): Scored {
  const at = row.image === undefined ? {} : { image: row.image };
  const verdict = judgeReading(readMessage(row.message), at);
  const strict = verdict.cause === row.label;
  return { row, verdict, strict, fair: strict || row.also.includes(verdict.cause) };
}

function share(scored: readonly Scored[], of: (one: Scored) => boolean): number {
  return scored.length === 0 ? 0 : scored.filter(of).length / scored.length;
}

function confusion(scored: readonly Scored[]): string {
  const cells = new Map<string, number>();
  for (const { row, verdict } of scored) {
    if (row.label === verdict.cause) continue;
    const key = `${row.label.padEnd(26)} → ${verdict.cause}`;
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  return [...cells]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, count]) => `  ${String(count).padStart(3)}  ${key}`)
    .join('\n');
}

function listed(title: string, scored: readonly Scored[]): string {
  if (scored.length === 0) return `${title}: none`;
  const lines = scored.map(
    ({ row, verdict }) => `  ${row.id}: ${row.label} read as ${verdict.cause} (${verdict.certainty})`,
  );
  return [`${title}: ${scored.length}`, ...lines].join('\n');
}

function main(files: readonly string[]): number {
  const rows = files
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map(rowOf);
  if (rows.length === 0) {
    console.error('usage: npm run corpus -- FILE… (NDJSON with message, label, also)');
    return 2;
  }
  const scored = rows.map(score);
  const strict = share(scored, (one) => one.strict);
  const fair = share(scored, (one) => one.fair);
  const confident = scored.filter((one) => !one.fair && one.verdict.certainty === 'proven');
  const proven = share(scored, (one) => one.verdict.certainty === 'proven');
  console.log(
    `messages ${rows.length}   strict ${strict.toFixed(4)}   fair ${fair.toFixed(4)}   proven ${proven.toFixed(4)}`,
  );
  console.log(listed('confident mistakes', confident));
  console.log(
    listed(
      'not fair',
      scored.filter((one) => !one.fair),
    ),
  );
  console.log(`confusion (label → read as)\n${confusion(scored)}`);
  return strict >= STRICT_FLOOR && fair >= FAIR_FLOOR && confident.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
