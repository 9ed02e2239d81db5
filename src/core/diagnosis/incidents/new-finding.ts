/** One incident, put together from its pulls. */
import type { CredentialTrial } from '../../evidence/registry/image-probe.ts';
import type { Certainty, Reason } from '../cause.ts';
import { earliest } from '../clock-time.ts';
import { groupBy } from '../cluster-index.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Finding } from '../finding.ts';
import type { PullGroup } from './grouping.ts';
import { compareText } from '../text-order.ts';
import { mergeLadders } from '../probing/merge-ladders.ts';
import { suggestionsFor } from '../probing/suggestions.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import { asksHost, climb } from './ladder.ts';
import type { Peers } from './peers.ts';
import { revisionChanges } from './revisions.ts';
import { scopeOf } from './scope.ts';
import type { Verdict } from '../verdict.ts';
import { witnessesOf } from './witnesses.ts';

/** In: a group with at least one pull, and its id. Out: the finding. */
export function newFinding(group: PullGroup, id: string, peers: Peers, index: ClusterIndex): Finding {
  const spokesman = spokesmanOf(group.pulls);
  const { verdict } = spokesman.pull;
  const judged = scopeOf(group, peers, index);
  const reason = commonReason(group.pulls);
  const host =
    hasOneHost(group.pulls) && (asksHost(verdict.rung) || group.groupBy === 'host')
      ? verdict.host
      : undefined;
  const revisions = revisionChanges(group.pulls, index);
  const since = earliest(group.pulls.flatMap(({ pull }) => pull.stuckSince ?? []));
  return {
    id,
    cause: verdict.cause,
    certainty: verdict.certainty,
    severity: severityOf(verdict),
    rung: verdict.rung,
    retry: verdict.retry,
    actor: verdict.actor,
    scope: judged.scope,
    images: imagesOf(group.pulls),
    pulls: group.pulls.map(({ pull }) => pull),
    evidence: witnessesOf(group, judged, index),
    ladder: ladderOf(spokesman, index),
    alternatives: verdict.alternatives,
    ...(reason === undefined ? {} : { reason }),
    ...(host === undefined ? {} : { host }),
    ...(since === undefined ? {} : { since }),
    ...(revisions.length === 0 ? {} : { revisions }),
    ...ofProbes(group, spokesman),
  };
}

/** The kubelet's ladder, with the registry's word on the rungs below. */
function ladderOf({ pull, probed }: JudgedPull, index: ClusterIndex): Finding['ladder'] {
  const climbed = climb(pull.verdict, index.image(pull.image).host);
  return probed === undefined ? climbed : mergeLadders(climbed, probed.ladder);
}

/** What the registries that were asked add: the credentials tried, and what does exist. */
function ofProbes(group: PullGroup, { pull, probed }: JudgedPull): Pick<Finding, 'trials' | 'suggestions'> {
  const trials = distinctTrials(group.pulls.flatMap((one) => one.probed?.probe.trials ?? []));
  const suggestions = suggestionsFor(pull.verdict.cause, pull.image, probed?.probe);
  return {
    ...(trials.length === 0 ? {} : { trials }),
    ...(suggestions.length === 0 ? {} : { suggestions }),
  };
}

function distinctTrials(trials: readonly CredentialTrial[]): readonly CredentialTrial[] {
  return [...new Map(trials.map((trial) => [`${trial.source}\n${trial.outcome}`, trial])).values()];
}

/** What passes by itself is worth a warning; everything else stays broken until somebody acts. */
function severityOf({ retry, actor }: Verdict): Finding['severity'] {
  return retry === 'transient' && actor === 'time' ? 'warning' : 'error';
}

const WEIGHT: Readonly<Record<Certainty, number>> = { proven: 2, likely: 1, possible: 0 };

/** The pull whose verdict speaks for all: the surest, and among those the newest. */
function spokesmanOf(pulls: readonly [JudgedPull, ...JudgedPull[]]): JudgedPull {
  return pulls.reduce((best, one) => (weigh(one, best) > 0 ? one : best));
}

function weigh({ pull: one }: JudgedPull, { pull: other }: JudgedPull): number {
  return (
    WEIGHT[one.verdict.certainty] - WEIGHT[other.verdict.certainty] ||
    (one.quote?.at ?? 0) - (other.quote?.at ?? 0)
  );
}

/** The reason behind all pulls; none where they differ. */
function commonReason(pulls: readonly JudgedPull[]): Reason | undefined {
  const reasons = new Set(pulls.map(({ reason }) => reason));
  return reasons.size === 1 ? pulls[0]?.reason : undefined;
}

function hasOneHost(pulls: readonly JudgedPull[]): boolean {
  return new Set(pulls.map(({ pull }) => pull.verdict.host?.name)).size === 1;
}

function imagesOf(pulls: readonly JudgedPull[]): readonly string[] {
  const byImage = groupBy(pulls, ({ pull }) => (pull.image === '' ? undefined : pull.image));
  return [...byImage]
    .toSorted(([name, some], [other, others]) => others.length - some.length || compareText(name, other))
    .map(([image]) => image);
}
