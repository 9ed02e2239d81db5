/** What the registry's word makes of a cause that leaves a question open. */
import { OPEN_CAUSES, WAY_FAULTS } from '../cause.ts';
import type { Cause, Certainty } from '../cause.ts';
import { ruleOf } from '../causes/rule-of.ts';
import type { Alternative, Verdict } from '../verdict.ts';
import type { ProbedPull } from './probed-pull.ts';
import { RIGHT_OR_ABSENT } from './vendors/alternatives.ts';

/** Causes that say nothing: whatever the registry shows tells more. */
const SILENT: ReadonlySet<Cause> = new Set<Cause>(['unknown', 'back-off-only']);

const NOT_THERE: readonly Cause[] = ['tag-not-found', 'digest-not-found', 'repository-not-found'];
const NOT_ALLOWED: readonly Cause[] = [
  'credentials-missing',
  'credentials-rejected',
  'credentials-expired',
  'forbidden',
];

/** What an open cause may turn out to be; the text agrees with each of them. */
const MAY_BE: Readonly<Partial<Record<Cause, ReadonlySet<Cause>>>> = {
  'not-found-unspecified': new Set<Cause>([...NOT_THERE, 'registry-retired']),
  'access-denied-ambiguous': new Set<Cause>([...NOT_THERE, ...NOT_ALLOWED]),
};

/** True where a registry that shows the one does not contradict a text that means the other. */
export function mayBe(open: Cause, shown: Cause): boolean {
  return SILENT.has(open) || MAY_BE[open]?.has(shown) === true;
}

/** The open cause settled, or with fewer questions left; nothing where the registry's word is about neither. */
export function settleOpen(verdict: Verdict, probed: ProbedPull): Verdict | undefined {
  const { cause } = probed;
  if (cause === undefined || !OPEN_CAUSES.has(verdict.cause)) return undefined;
  if (SILENT.has(cause) || (cause !== verdict.cause && !mayBe(verdict.cause, cause))) return undefined;
  if (cause === verdict.cause || asksTheSame(verdict, probed))
    return { ...verdict, alternatives: left(verdict, probed) };
  const { retry, actor, groupBy } = ruleOf(cause);
  const { reason: _, ...rest } = verdict;
  return {
    ...rest,
    cause,
    certainty: settledCertainty(verdict, probed, cause),
    rung: probed.rung,
    retry,
    actor,
    groupBy,
    alternatives: probed.alternatives,
    ...(probed.host === undefined ? {} : { host: probed.host }),
    ...(probed.reason === undefined ? {} : { reason: probed.reason }),
  };
}

/** Denied: absent, or not for us? An answer that may mean either leaves that as open as the text did. */
function asksTheSame(verdict: Verdict, { cause, alternatives }: ProbedPull): boolean {
  if (verdict.cause !== 'access-denied-ambiguous' || cause === undefined || NOT_THERE.includes(cause))
    return false;
  return alternatives.some((one) => one.cause === verdict.cause || NOT_THERE.includes(one.cause));
}

/** The questions that are left: with a login that was taken, nobody asks any more whether one was sent. */
function left(verdict: Verdict, { cause, alternatives, trial }: ProbedPull): readonly Alternative[] {
  if (cause === verdict.cause) return alternatives.length > 0 ? alternatives : verdict.alternatives;
  return trial?.outcome === 'denied' && !trial.anonymous ? RIGHT_OR_ABSENT : verdict.alternatives;
}

/** Proven only where the kubelet's text speaks too, and agrees; a denial does not speak of a missing tag. */
function settledCertainty(verdict: Verdict, probed: ProbedPull, cause: Cause): Certainty {
  if (probed.onlyHere || (SILENT.has(verdict.cause) && WAY_FAULTS.has(cause))) return 'possible';
  const agrees =
    !SILENT.has(verdict.cause) &&
    probed.alternatives.length === 0 &&
    !(verdict.cause === 'access-denied-ambiguous' && NOT_THERE.includes(cause) && !probed.everywhere) &&
    verdict.attempt?.throughMirror !== true;
  if (agrees || probed.certainty !== 'proven') return probed.certainty;
  return 'likely';
}
