/**
 * What the registry's word does to what the kubelet said. An open cause may be settled; any other stays, and
 * only its certainty moves: up where both agree, down where the text left room for what the registry shows.
 */
import { OPEN_CAUSES } from '../cause.ts';
import type { Certainty, Reason } from '../cause.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { deriveReason, neverPushed } from '../pulls/reasons.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import type { Verdict } from '../verdict.ts';
import type { ProbedPull } from './probed-pull.ts';
import { probesOf } from './pull-probes.ts';
import { recovered } from './recovered.ts';
import { settleLogin } from './settle-login.ts';
import { settleOpen } from './settle-open.ts';

/** The same pulls in the same order, each with its probe where there is one. */
export function settleByProbes(pulls: readonly JudgedPull[], index: ClusterIndex): readonly JudgedPull[] {
  if ((index.evidence.probes ?? []).length === 0) return pulls;
  const probeOf = probesOf(index);
  return pulls.map((judged) => {
    const probed = probeOf(judged);
    return probed === undefined ? judged : settle(judged, probed, index);
  });
}

function settle(judged: JudgedPull, probed: ProbedPull, index: ClusterIndex): JudgedPull {
  const { verdict } = judged.pull;
  // A fresh pull on the node itself that failed says more than a look from here.
  const again = judged.canary?.canary.outcome === 'failed' ? undefined : recovered(judged, probed);
  const next = again?.verdict ?? settleOpen(verdict, probed) ?? settleTold(judged, probed, index);
  const reason = again?.reason ?? reasonFor(judged, next, probed, index);
  const { reason: before, ...rest } = judged;
  const told = reason ?? (next.cause === verdict.cause ? before : undefined);
  return {
    ...rest,
    pull: { ...judged.pull, verdict: next },
    probed,
    ...(told === undefined ? {} : { reason: told }),
  };
}

/** Of another machine's own registry nothing that is told grows surer or less sure. */
function settleTold(judged: JudgedPull, probed: ProbedPull, index: ClusterIndex): Verdict {
  if (probed.onlyHere) return judged.pull.verdict;
  return settleLogin(judged, probed, index) ?? confirm(judged, probed, index);
}

/** A settled cause has a deeper why of its own, as the objects show it. */
function reasonFor(
  judged: JudgedPull,
  verdict: Verdict,
  probed: ProbedPull,
  index: ClusterIndex,
): Reason | undefined {
  if (probed.cause === verdict.cause && probed.reason !== undefined) return probed.reason;
  if (probed.cause === verdict.cause && neverPushed(judged.site, verdict.cause, index))
    return 'image-never-loaded';
  if (verdict.cause === judged.pull.verdict.cause) return undefined;
  const { quote } = judged.pull;
  return deriveReason(
    judged.site,
    { verdict, earlier: [], ...(quote === undefined ? {} : { quote }) },
    index,
  );
}

/** The cause of the kubelet's text stands; the registry agrees, or does not. */
function confirm(judged: JudgedPull, probed: ProbedPull, index: ClusterIndex): Verdict {
  const { verdict } = judged.pull;
  const { cause, certainty } = probed;
  if (cause === undefined || OPEN_CAUSES.has(cause)) return asksElsewhere(verdict, probed);
  if (cause === verdict.cause)
    return tellsOfTheSame(judged, probed, index) ? agreed(verdict, probed) : verdict;
  const foreseen = verdict.alternatives.filter((one) => one.cause === cause);
  if (foreseen.length === 0 || OPEN_CAUSES.has(verdict.cause)) return verdict;
  const others = verdict.alternatives.filter((one) => one.cause !== cause);
  // What is only possible here makes nothing less sure there.
  const doubted = certainty === 'possible' ? verdict.certainty : lowered(verdict.certainty);
  return { ...verdict, certainty: doubted, alternatives: [...foreseen, ...others] };
}

/** There as seen from here, and long before the pull failed: asking the registry again would settle nothing. */
function asksElsewhere(verdict: Verdict, { outcome }: ProbedPull): Verdict {
  const there = outcome === 'works' && verdict.cause === 'not-found-unspecified';
  return there ? { ...verdict, alternatives: [] } : verdict;
}

/**
 * Whether both speak of one thing: the same registry, and where it is about the login, the login that the kubelet
 * had then, for as many attempts as it made.
 */
function tellsOfTheSame({ pull, site }: JudgedPull, probed: ProbedPull, index: ClusterIndex): boolean {
  const { attempt, reading, host } = pull.verdict;
  const elsewhere = attempt?.throughMirror === true || host?.role === 'mirror' || host?.role === 'proxy';
  if (elsewhere || reading.mirrors.length > 0) return false;
  const { trial, probe } = probed;
  if (trial === undefined || trial.anonymous) return true;
  const offered = probe.trials.filter(({ kubelets, outcome }) => kubelets && outcome !== 'not-tried');
  const written = index.secret(site.pod.namespace, trial.secret?.name ?? '')?.writtenAt ?? 0;
  const refusedAt = pull.quote?.at ?? index.asOf;
  return trial.kubelets && written <= refusedAt && reading.attempts.length <= offered.length;
}

function agreed(verdict: Verdict, { certainty, alternatives }: ProbedPull): Verdict {
  const sure = alternatives.length === 0 && certainty !== 'possible';
  if (sure) return { ...verdict, certainty: 'proven', alternatives: [] };
  const both = verdict.alternatives.filter(({ cause }) => alternatives.some((one) => one.cause === cause));
  return {
    ...verdict,
    certainty: verdict.certainty === 'possible' ? 'likely' : verdict.certainty,
    alternatives: both.length > 0 ? both : verdict.alternatives,
  };
}

function lowered(certainty: Certainty): Certainty {
  return certainty === 'proven' ? 'likely' : 'possible';
}
