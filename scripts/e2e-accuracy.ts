/**
 * Writes docs/accuracy.md from a lane's result and, where it is given, the output of `npm run corpus`.
 *
 *   npm run accuracy [-- RESULT.json [CORPUS.txt]]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { JudgementSummary, LaneSummary, PartSummary } from '../test/e2e/lane-summary.ts';

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
    const asked = chosen.filter(({ phase }) => phase === 'probed');
    const unasked = answersOf(chosen.filter(({ phase }) => phase !== 'probed'));
    const wrong = chosen.filter((one) => !isRight(one)).length;
    const words = asked.length === 0 ? '' : answersOf(asked);
    return `| ${name} | ${unasked} | ${words} | ${wrong === 0 ? 'right' : `${wrong} of ${chosen.length} wrong`} |`;
  });
}

function answersOf(judgements: readonly JudgementSummary[]): string {
  const answers = [...new Set(judgements.flatMap((one) => one.answers))].toSorted();
  return answers.join(', ') || 'nothing wrong';
}

const OPEN = /^(?:unknown|back-off-only|access-denied-ambiguous|not-found-unspecified) /u;

/** Of the failing pods, how many have one cause, and how many a question: before and after registries are asked. */
function settledRows(judgements: readonly JudgementSummary[]): readonly string[] {
  return ['live back-off', 'probed'].flatMap((phase) => {
    const failing = judgements.filter((one) => one.phase === phase && one.answers.length > 0);
    if (failing.length === 0) return [];
    const open = failing.filter(({ answers }) => answers.some((answer) => OPEN.test(answer))).length;
    const proven = failing.filter(({ answers }) => answers.every((answer) => answer.includes('(proven)')));
    return [`| ${phase} | ${failing.length} | ${proven.length} | ${open} |`];
  });
}

function partRows(parts: readonly PartSummary[]): readonly string[] {
  return parts.map(({ part, checks, figures }) => {
    const right = checks.filter(({ faults }) => faults.length === 0).length;
    return `| ${part} | ${right} of ${checks.length} | ${figures.join('; ')} |`;
  });
}

function wrongRows(parts: readonly PartSummary[]): readonly string[] {
  return parts.flatMap(({ part, checks }) =>
    checks
      .filter(({ faults }) => faults.length > 0)
      .map(({ what, faults }) => `- ${part}: ${what}: ${faults.join('; ')}`),
  );
}

function knownRows(judgements: readonly JudgementSummary[]): readonly string[] {
  const known = judgements.flatMap((one) => one.known.map((why) => `${why} (${one.case}, ${one.stack})`));
  return [...new Set(known)].toSorted().map((line) => `- ${line}`);
}

function render({ versions, judgements, attempts, parts }: LaneSummary, corpus: string | undefined): string {
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
    'What asking the registries settles, of the pods that fail:',
    '',
    '| when | failing | proven | left open |',
    '|---|---|---|---|',
    ...settledRows(judgements),
    '',
    'Beside the table ([e2e.md](e2e.md) says what each part holds):',
    '',
    '| part | right | |',
    '|---|---|---|',
    ...partRows(parts),
    '',
    ...wrongRows(parts),
    '',
    ...(corpus === undefined
      ? []
      : ['On labelled messages from the field:', '', '```text', corpus, '```', '']),
    ...(known.length === 0 ? [] : ['## Known faults', '', ...known, '']),
    '## Cases',
    '',
    '| case | pulldoctor says | with the registries asked | |',
    '|---|---|---|---|',
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
