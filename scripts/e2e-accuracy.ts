/**
 * Writes docs/accuracy.md from a lane's result and, where it is given, the output of `npm run corpus`.
 *
 *   npm run accuracy [-- RESULT.json [CORPUS.txt]]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { JudgementSummary, LaneSummary } from '../test/e2e/lane-summary.ts';

const ROOT = join(import.meta.dirname, '..');

function isRight({ faults, known }: JudgementSummary): boolean {
  return faults.length === 0 && known.length === 0;
}

function phaseRows(judgements: readonly JudgementSummary[]): readonly string[] {
  const stacks = [...new Set(judgements.map(({ stack }) => stack))];
  const phases = [...new Set(judgements.map(({ phase }) => phase))];
  return stacks.flatMap((stack) =>
    phases.flatMap((phase) => {
      const chosen = judgements.filter((one) => one.stack === stack && one.phase === phase);
      if (chosen.length === 0) return [];
      return [`| ${stack} | ${phase} | ${chosen.filter(isRight).length} of ${chosen.length} |`];
    }),
  );
}

function caseRows(judgements: readonly JudgementSummary[]): readonly string[] {
  const names = [...new Set(judgements.map((one) => one.case))].toSorted();
  return names.map((name) => {
    const chosen = judgements.filter((one) => one.case === name && one.phase !== 'fewer rights');
    const answers = [...new Set(chosen.flatMap((one) => one.answers))].toSorted();
    const wrong = chosen.filter((one) => !isRight(one)).length;
    return `| ${name} | ${answers.join(', ') || 'nothing wrong'} | ${wrong === 0 ? 'right' : `${wrong} of ${chosen.length} wrong`} |`;
  });
}

function knownRows(judgements: readonly JudgementSummary[]): readonly string[] {
  const known = judgements.flatMap((one) => one.known.map((why) => `${why} (${one.case}, ${one.stack})`));
  return [...new Set(known)].toSorted().map((line) => `- ${line}`);
}

function render({ versions, judgements, attempts }: LaneSummary, corpus: string | undefined): string {
  const right = judgements.filter(isRight).length;
  const known = knownRows(judgements);
  return [
    '# How often it is right',
    '',
    '<!-- Made by `npm run accuracy` from the result of `npm run test:e2e`. Not edited by hand. -->',
    '',
    `On a cluster with real kubelets, runtimes and registries: **${right} of ${judgements.length} judgements right**`,
    `(${new Set(judgements.map((one) => one.case)).size} cases; cause, certainty, rung, host, retry, actor, owner and remedy all have to fit).`,
    `Of ${attempts.compared} announced next attempts, ${attempts.inside} came inside their window.`,
    '',
    ...versions.map((version) => `- ${version}`),
    '',
    '| stack | when | right |',
    '|---|---|---|',
    ...phaseRows(judgements),
    '',
    ...(corpus === undefined
      ? []
      : ['On labelled messages from the field:', '', '```text', corpus, '```', '']),
    ...(known.length === 0 ? [] : ['## Known faults', '', ...known, '']),
    '## Cases',
    '',
    '| case | pulldoctor says | |',
    '|---|---|---|',
    ...caseRows(judgements),
    '',
  ].join('\n');
}

async function main([
  result = join(ROOT, 'dist/e2e/result.json'),
  corpus,
]: readonly string[]): Promise<number> {
  if (!existsSync(result)) {
    console.error(`no result of a lane at ${result}: run npm run test:e2e first`);
    return 2;
  }
  const summary = JSON.parse(readFileSync(result, 'utf8')) as LaneSummary;
  const score = corpus === undefined ? undefined : readFileSync(corpus, 'utf8').split('\n')[0];
  const page = join(ROOT, 'docs/accuracy.md');
  const style = await resolveConfig(page);
  writeFileSync(page, await format(render(summary, score), { ...style, parser: 'markdown' }));
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
