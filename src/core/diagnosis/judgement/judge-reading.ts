import type { AttemptReading, MessageReading } from '../../evidence/message/message-reading.ts';
import type { CauseRule, Judgement } from './cause-rule.ts';
import { CAUSE_RULES } from '../causes/index.ts';
import { backOffOnly } from '../causes/back-off-only.ts';
import { invalidReference } from '../causes/invalid-reference.ts';
import { neverPull } from '../causes/never-pull.ts';
import { registryUnavailable } from '../causes/registry-unavailable.ts';
import { signatureRejected } from '../causes/signature-rejected.ts';
import { unknown } from '../causes/unknown.ts';
import type { Alternative, Circumstances, Verdict } from '../verdict.ts';

/**
 * Judges what a message said.
 *
 * In: a reading, and what is known besides. Out: one cause with its certainty, the honest
 * alternatives and what settles them. Total: what cannot be told is `unknown`, never a guess.
 */
export function judgeReading(reading: MessageReading, at: Circumstances): Verdict {
  const known = withImage(at, reading);
  const judged = attemptsInOrder(reading)
    .map((attempt) => judgeAttempt(attempt, known))
    .filter((one) => one !== undefined);
  const [first, ...others] = judged;
  if (first === undefined) return withoutAttempt(reading, at);
  return verdict(reading, first, others);
}

interface Judged {
  readonly rule: CauseRule;
  readonly judgement: Judgement;
  readonly attempt: AttemptReading;
}

function withImage(at: Circumstances, reading: MessageReading): Circumstances {
  const image = at.image ?? reading.wrapping.image;
  return image === undefined ? at : { ...at, image };
}

/** The first rule that answers. */
function judgeAttempt(attempt: AttemptReading, at: Circumstances): Judged | undefined {
  if (attempt.fault === undefined) return undefined;
  for (const rule of CAUSE_RULES) {
    const judgement = rule.judge(attempt, at);
    if (judgement !== undefined) return { rule, judgement, attempt };
  }
  return undefined;
}

/**
 * The kubelet tries one credential after the other. What an anonymous last resort was told is
 * noise beside what real credentials were told; a source the node's policy blocks is never asked,
 * so its mirrors speak for it.
 */
function attemptsInOrder(reading: MessageReading): readonly AttemptReading[] {
  const named = reading.attempts.filter((one) => one.sent !== 'nothing');
  const anonymous = reading.attempts.filter((one) => one.sent === 'nothing');
  const ordered = [...named, ...anonymous];
  const blocked = ordered[0]?.fault?.kind === 'blocked';
  const mirrors = reading.mirrors.filter((one) => one.fault !== undefined);
  return blocked ? [...mirrors, ...ordered] : [...ordered, ...mirrors];
}

function verdict(reading: MessageReading, first: Judged, others: readonly Judged[]): Verdict {
  const { rule, judgement, attempt } = first;
  return {
    cause: rule.cause,
    certainty: judgement.certainty,
    rung: judgement.rung ?? rule.rung,
    retry: judgement.retry ?? rule.retry,
    actor: judgement.actor ?? rule.actor,
    groupBy: judgement.groupBy ?? rule.groupBy,
    ...(judgement.reason === undefined ? {} : { reason: judgement.reason }),
    ...(attempt.host === undefined ? {} : { host: attempt.host }),
    alternatives: [...(judgement.alternatives ?? []), ...ofOtherAttempts(first, others)],
    attempt,
    reading,
  };
}

/** Another credential, or a mirror, was told something else: worth knowing, not deciding. */
function ofOtherAttempts(first: Judged, others: readonly Judged[]): readonly Alternative[] {
  const taken = new Set([first.rule.cause, ...(first.judgement.alternatives ?? []).map((one) => one.cause)]);
  const found: Alternative[] = [];
  for (const { rule, attempt } of others) {
    if (taken.has(rule.cause)) continue;
    taken.add(rule.cause);
    const who = attempt.sent === 'nothing' ? 'an attempt without credentials' : 'another attempt';
    found.push({
      cause: rule.cause,
      why: `${who} at the same image failed so`,
      settledBy: 'which credential the pod should use',
    });
  }
  return found;
}

/** Reasons of the kubelet that say as much as a text would. */
const BY_REASON: ReadonlyMap<string, CauseRule> = new Map([
  ['RegistryUnavailable', registryUnavailable],
  ['SignatureValidationFailed', signatureRejected],
  ['ErrImageNeverPull', neverPull],
  ['InvalidImageName', invalidReference],
]);

/** No attempt was understood: the kubelet's own words, if any, are all there is. */
function withoutAttempt(reading: MessageReading, at: Circumstances): Verdict {
  const rule = BY_REASON.get(reading.wrapping.reason ?? at.waitingReason ?? '');
  if (rule !== undefined) return alone(reading, rule, 'likely');
  const waits = reading.wrapping.backOff || at.waitingReason === 'ImagePullBackOff';
  const silent = reading.attempts.length === 0;
  return alone(reading, waits && silent ? backOffOnly : unknown, 'possible');
}

function alone(reading: MessageReading, rule: CauseRule, certainty: 'likely' | 'possible'): Verdict {
  const { cause, rung, retry, actor, groupBy } = rule;
  return { cause, certainty, rung, retry, actor, groupBy, alternatives: [], reading };
}
