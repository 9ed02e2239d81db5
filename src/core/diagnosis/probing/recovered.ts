/** The registry gives now what the kubelet was refused: what was wrong has been put right since, most likely. */
import type { Cause, Reason } from '../cause.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import type { Verdict } from '../verdict.ts';
import type { ProbedPull } from './probed-pull.ts';

export interface Recovery {
  readonly verdict: Verdict;
  readonly reason: Reason;
}

const WAS_NOT_THERE: ReadonlySet<Cause> = new Set<Cause>([
  'not-found-unspecified',
  'tag-not-found',
  'digest-not-found',
  'repository-not-found',
]);

/** What a registry tells by who asks, and not by where one stands. */
const WAS_REFUSED: ReadonlySet<Cause> = new Set<Cause>([
  'access-denied-ambiguous',
  'credentials-missing',
  'credentials-rejected',
  'credentials-expired',
  'forbidden',
]);

/** A verdict that waits for the next attempt; nothing where the probe does not say so. */
export function recovered(judged: JudgedPull, probed: ProbedPull): Recovery | undefined {
  const { verdict } = judged.pull;
  if (probed.outcome !== 'works' || probed.onlyHere || verdict.attempt?.throughMirror === true)
    return undefined;
  if (WAS_NOT_THERE.has(verdict.cause))
    return wasPushed(judged, probed) ? again(verdict, 'pushed-later') : undefined;
  const asKubelet = probed.credentials === 'seen' && probed.trial?.kubelets === true;
  const mayPass = WAS_REFUSED.has(verdict.cause) && verdict.reason === undefined && asKubelet;
  return mayPass ? again(verdict, 'works-now') : undefined;
}

function again(verdict: Verdict, reason: Reason): Recovery {
  const { cause } = verdict;
  const alternatives = cause === 'not-found-unspecified' ? [] : verdict.alternatives;
  return { verdict: { ...verdict, retry: 'transient', actor: 'time', alternatives }, reason };
}

const DAY = 86_400_000;

/** An image that was built long before the failure was most likely there then too: the node asks elsewhere. */
function wasPushed({ pull }: JudgedPull, { probe }: ProbedPull): boolean {
  const created = probe.manifest?.created;
  const since = pull.stuckSince ?? pull.quote?.at;
  return created === undefined || since === undefined || created > since - DAY;
}
