import { KNOWN_FAULTS } from './cases/known-faults.ts';
import { isGuess, isInside, type ComparedAttempt } from './judge/next-attempts.ts';
import type { Observation } from './judge/observation.ts';
import type { PartResult } from './parts/run-parts.ts';
import { keyOf, type CaseRun } from './run-cases.ts';

/** Everything a lane found out. */
export interface LaneResult {
  readonly versions: readonly string[];
  readonly runs: readonly CaseRun[];
  readonly pending: readonly CaseRun[];
  readonly observations: readonly Observation[];
  readonly attempts: readonly ComparedAttempt[];
  readonly parts: readonly PartResult[];
  readonly seconds: number;
}

const LONGEST_QUOTE = 300;

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').replaceAll('|', '\\|');
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
}

function answered({ found }: Observation): string {
  if (found.length === 0) return 'nothing wrong';
  const words = found.map(({ finding, pull }) =>
    [
      `${finding.cause}${finding.reason === undefined ? '' : `/${finding.reason}`} (${finding.certainty})`,
      `rung ${finding.rung}${finding.host === undefined ? '' : ` of ${finding.host.role} ${finding.host.name}`}`,
      `${finding.retry}, ${finding.actor}, ${pull.owner.kind}/${pull.owner.name}`,
    ].join('; '),
  );
  return [...new Set(words)].join(' and ');
}

function row(observation: Observation): string {
  const { run, phase, said, faults, known } = observation;
  const fine = known.length === 0 ? 'right' : `known: ${known.join('; ')}`;
  const verdict = faults.length === 0 ? fine : `**wrong**: ${faults.join('; ')}`;
  return `| ${run.one.name} | ${run.place.stack} | ${phase} | ${oneLine(said)} | ${answered(observation)} | ${oneLine(verdict)} |`;
}

function attemptRows(attempts: readonly ComparedAttempt[]): readonly string[] {
  const time = (at: number): string => new Date(at).toISOString().slice(11, 19);
  return attempts.map(
    (one) =>
      `| ${one.pod} | ${time(one.earliest)} to ${time(one.latest)} | ${time(one.actual)} | ${isInside(one) ? 'inside' : '**outside**'} | ${one.basis} |`,
  );
}

/** Known faults that did not show: they may be mended, and can then be taken out of the list. */
function unseenFaults(observations: readonly Observation[]): readonly string[] {
  const seen = new Set(observations.flatMap(({ known }) => known));
  const unseen = KNOWN_FAULTS.filter(({ why }) => !seen.has(why)).map(
    ({ why }) => `- no longer seen: ${why}`,
  );
  return unseen.length === 0 ? [] : [...unseen, ''];
}

function partRows(parts: readonly PartResult[]): readonly string[] {
  return parts
    .flatMap(({ checks }) => checks)
    .toSorted((a, b) => Number(b.faults.length > 0) - Number(a.faults.length > 0))
    .map(({ part, what, said, faults }) => {
      const verdict = faults.length === 0 ? 'right' : `**wrong**: ${faults.join('; ')}`;
      return `| ${part} | ${oneLine(what)} | ${oneLine(said)} | ${oneLine(verdict)} |`;
    });
}

function partLines(parts: readonly PartResult[]): readonly string[] {
  return parts.map(({ name, checks, figures, seconds }) => {
    const right = checks.filter(({ faults }) => faults.length === 0).length;
    const more = figures.map((figure) => `; ${figure}`).join('');
    return `- ${name}: ${right} of ${checks.length} checks right, ${Math.round(seconds)} s${more}`;
  });
}

/** The lane's report as Markdown: each case, what the cluster said and what pulldoctor said. */
export function renderLane(result: LaneResult): string {
  const { versions, runs, pending, observations, attempts, parts, seconds } = result;
  const wrong = observations.filter(({ faults }) => faults.length > 0);
  const guessed = attempts.filter(isGuess);
  const counted = attempts.filter((one) => !isGuess(one));
  return [
    '# pulldoctor on a real cluster',
    '',
    ...versions.map((version) => `- ${version}`),
    `- ${runs.length} runs of ${new Set(runs.map(({ one }) => one.name)).size} cases, ${observations.length} judgements, ${wrong.length} wrong, ${pending.length} never seen, ${Math.round(seconds)} s`,
    `- ${counted.filter(isInside).length} of ${counted.length} next attempts came inside the announced window; of ${guessed.length} announced while an attempt was running, ${guessed.filter(isInside).length}`,
    ...partLines(parts),
    '',
    ...(pending.length === 0 ? [] : [`Never seen as they should be: ${pending.map(keyOf).join(', ')}`, '']),
    ...unseenFaults(observations),
    ...(parts.length === 0
      ? []
      : ['| part | check | pulldoctor said | |', '|---|---|---|---|', ...partRows(parts), '']),
    '| case | stack | phase | the cluster said | pulldoctor said | |',
    '|---|---|---|---|---|---|',
    ...observations.toSorted((a, b) => Number(b.faults.length > 0) - Number(a.faults.length > 0)).map(row),
    '',
    '| pod | announced | came | | basis |',
    '|---|---|---|---|---|',
    ...attemptRows(attempts),
    '',
  ].join('\n');
}
