/** Pulls that began and have no outcome yet: slow, or waiting for their turn. Not failing. */
import type { Instant } from '../../evidence/observed.ts';
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import { clockTime, counted, spanText, stamped } from '../clock-time.ts';
import { groupBy } from '../cluster-index.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { DiagnosisScope } from '../diagnosis-scope.ts';
import { hasEnded, STARTING_REASONS } from '../pulls/failing-pulls.ts';
import type { Notice } from '../finding.ts';
import { ownerChain } from '../pulls/owner-chain.ts';
import { lastSeen } from '../pulls/pull-event.ts';
import type { PullEvent } from '../pulls/pull-event.ts';

/** A pull shorter than this is not worth a word. */
const WORTH_SAYING = 60_000;

interface RunningPull {
  readonly pod: PodEvidence;
  readonly image: string;
  readonly since: Instant;
}

/** Per node the pull that began first is under way; by default the others wait for it. */
export function runningPullNotices(
  scope: DiagnosisScope,
  failing: ReadonlySet<PodEvidence>,
  index: ClusterIndex,
): readonly Notice[] {
  const pulls = scope.pods.flatMap((pod) => (failing.has(pod) ? [] : runningPulls(pod, index)));
  const long = pulls.filter(({ since }) => index.asOf - since >= WORTH_SAYING);
  const byNode = groupBy(long, ({ pod }) => pod.nodeName ?? '');
  return [...byNode.values()].flatMap((onNode) => {
    const [first, ...behind] = onNode.toSorted((one, other) => one.since - other.since);
    return first === undefined ? [] : [slowPull(first, index), ...queuedPulls(behind, first, index)];
  });
}

function runningPulls(pod: PodEvidence, index: ClusterIndex): readonly RunningPull[] {
  if (hasEnded(pod) || pod.deletedAt !== undefined || pod.nodeName === undefined) return [];
  const starting = pod.containers.filter(
    ({ state }) => state === undefined || (state.kind === 'waiting' && STARTING_REASONS.has(state.reason)),
  );
  if (starting.length === 0) return [];
  const events = index.pullEventsOf(pod);
  return starting.flatMap(({ image }) => {
    const mine = events.filter((event) => event.image === image);
    const begun = mine.findLast(({ kind }) => kind === 'pulling');
    if (begun === undefined || mine.some((event) => isOutcome(event, begun))) return [];
    return [{ pod, image, since: lastSeen(begun.event) }];
  });
}

function isOutcome(event: PullEvent, begun: PullEvent): boolean {
  return event.kind !== 'pulling' && lastSeen(event.event) >= lastSeen(begun.event);
}

function slowPull({ pod, image, since }: RunningPull, index: ClusterIndex): Notice {
  const says = `pulling ${image} on ${pod.nodeName ?? ''} for ${spanText(index.asOf - since)}, without an outcome so far`;
  return { kind: 'slow-pull', namespace: pod.namespace, object: `Pod/${pod.name}`, says, ...stamped(since) };
}

function queuedPulls(
  behind: readonly RunningPull[],
  first: RunningPull,
  index: ClusterIndex,
): readonly Notice[] {
  const owners = groupBy(behind, ({ pod }) =>
    [pod.namespace, ownerChain(pod, index).owner.kind, ownerChain(pod, index).owner.name].join('/'),
  );
  return [...owners.values()].flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    const { owner } = ownerChain(one.pod, index);
    const pods = group.length === 1 ? '' : `${counted(group.length, 'pod')}: `;
    return [
      {
        kind: 'queued-pull' as const,
        namespace: one.pod.namespace,
        object: group.length === 1 ? `Pod/${one.pod.name}` : `${owner.kind}/${owner.name}`,
        says: `${pods}asked for since ${clockTime(one.since)}; ${one.pod.nodeName ?? 'the node'} may still be pulling ${first.image}, and kubelets pull one image at a time unless told otherwise`,
        ...stamped(one.since),
      },
    ];
  });
}
