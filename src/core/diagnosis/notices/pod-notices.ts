/** What is worth knowing of pods that have no failing pull, and why none was tried. */
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import { clockTime, counted, latest, stamped } from '../clock-time.ts';
import { groupBy } from '../cluster-index.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { DiagnosisScope } from '../diagnosis-scope.ts';
import { hasEnded, PULL_REASONS, STARTING_REASONS } from '../pulls/failing-pulls.ts';
import type { Notice } from '../finding.ts';
import { ownerChain } from '../pulls/owner-chain.ts';
import { recoveredSince } from '../pulls/pull-course.ts';
import { lastSeen } from '../pulls/pull-event.ts';
import { quoteText } from '../pulls/quote-text.ts';

/** In: the scope and its failing pods. Out: one notice per kind and owner. */
export function podNotices(
  scope: DiagnosisScope,
  failing: ReadonlySet<PodEvidence>,
  index: ClusterIndex,
): readonly Notice[] {
  const found = scope.pods.flatMap((pod) => (failing.has(pod) ? [] : (noticeOf(pod, scope, index) ?? [])));
  return merged(found, index);
}

/** A notice before pods of one owner are put together. */
interface PodNotice {
  readonly pod: PodEvidence;
  readonly kind: Notice['kind'];
  readonly says: string;
  readonly at?: number;
}

function noticeOf(pod: PodEvidence, scope: DiagnosisScope, index: ClusterIndex): PodNotice | undefined {
  if (pod.deletedAt !== undefined) return undefined;
  if (hasEnded(pod)) return evicted(pod);
  if (pod.nodeName === undefined && pod.phase === 'Pending') return notScheduled(pod);
  if (pod.containers.every(({ state }) => state?.kind === 'running'))
    return scope.named ? recovered(pod, index) : undefined;
  return (
    laggingStatus(pod, index) ??
    (scope.named ? (outsidePulls(pod) ?? recovered(pod, index) ?? notYet(pod, index)) : undefined)
  );
}

function notScheduled(pod: PodEvidence): PodNotice {
  const condition = pod.conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  const why = [condition?.reason, condition?.message]
    .filter((part) => part !== undefined && part !== '')
    .join(': ');
  return {
    pod,
    kind: 'not-scheduled',
    says: `not on any node yet, so no pull was tried${why === '' ? '' : `: ${why}`}`,
    ...stamped(condition?.lastTransition),
  };
}

/** Evictions for want of disk bear on images; those for want of memory do not. */
const DISK_WORDS = ['ephemeral-storage', 'imagefs', 'nodefs', 'inodes', 'DiskPressure', 'disk'];

function evicted(pod: PodEvidence): PodNotice | undefined {
  const forDisk =
    pod.statusReason === 'Evicted' && DISK_WORDS.some((word) => pod.statusMessage.includes(word));
  return forDisk ? { pod, kind: 'evicted', says: `evicted: ${pod.statusMessage.trim()}` } : undefined;
}

function laggingStatus(pod: PodEvidence, index: ClusterIndex): PodNotice | undefined {
  const lagging = pod.containers.find(
    ({ state }) => state?.kind === 'waiting' && PULL_REASONS.has(state.reason),
  );
  if (lagging === undefined) return undefined;
  return {
    pod,
    kind: 'recovered',
    says: `${lagging.name}: the image came${pulledAt(pod, index)}; the status lags behind`,
  };
}

function recovered(pod: PodEvidence, index: ClusterIndex): PodNotice | undefined {
  const events = index.pullEventsOf(pod);
  if (!recoveredSince(events, index.asOf)) return undefined;
  const failed = events.filter(({ kind }) => kind === 'failed').reduce((sum, { count }) => sum + count, 0);
  return failed === 0
    ? undefined
    : {
        pod,
        kind: 'recovered',
        says: `failed ${counted(failed, 'time')}, then the image came${pulledAt(pod, index)}`,
      };
}

function pulledAt(pod: PodEvidence, index: ClusterIndex): string {
  const last = index.pullEventsOf(pod).findLast(({ kind }) => kind === 'pulled' || kind === 'present');
  return last === undefined || !Number.isFinite(lastSeen(last.event))
    ? ''
    : ` at ${clockTime(lastSeen(last.event))}`;
}

function outsidePulls(pod: PodEvidence): PodNotice | undefined {
  for (const { name, state } of pod.containers) {
    const troubled =
      state?.kind === 'waiting'
        ? !STARTING_REASONS.has(state.reason)
        : state?.kind === 'terminated' && state.exitCode !== 0;
    if (troubled && state?.kind !== 'running') {
      return {
        pod,
        kind: 'outside-pulls',
        says: `${name}: ${state?.reason ?? ''}, which is not an image pull`,
      };
    }
  }
  return undefined;
}

/** On a node, and no pull was begun: the newest warning tells what it waits for. */
function notYet(pod: PodEvidence, index: ClusterIndex): PodNotice | undefined {
  if (pod.phase !== 'Pending' || index.pullEventsOf(pod).length > 0) return undefined;
  const warning = index.eventsOf(pod).findLast(({ type }) => type === 'Warning');
  const why = warning === undefined ? '' : `: ${warning.reason}: ${quoteText(warning.message)}`;
  const says = `on ${pod.nodeName ?? 'its node'}, and no pull was tried yet${why}`;
  return { pod, kind: 'outside-pulls', says, ...stamped(warning?.last) };
}

/** Replicas of one owner that say the same are one notice. */
function merged(notices: readonly PodNotice[], index: ClusterIndex): readonly Notice[] {
  const owned = notices.map((notice) => ({ ...notice, owner: ownerChain(notice.pod, index).owner }));
  const groups = groupBy(owned, ({ kind, says, pod, owner }) =>
    [kind, pod.namespace, owner.kind, owner.name, says].join('\n'),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { kind, says, pod, owner } = first;
    const many = group.length > 1;
    return [
      {
        kind,
        namespace: pod.namespace,
        object: many ? `${owner.kind}/${owner.name}` : `Pod/${pod.name}`,
        says: many ? `${counted(group.length, 'pod')}: ${says}` : says,
        ...stamped(latest(group.flatMap((one) => one.at ?? []))),
      },
    ];
  });
}
