import type { PodEvidence } from '../../evidence/objects/pod.ts';
import { counted, latest, stamped } from '../clock-time.ts';
import { groupBy, isAbout } from '../cluster-index.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { DiagnosisScope } from '../diagnosis-scope.ts';
import type { Notice } from '../finding.ts';
import { readPullEvent } from '../pulls/pull-event.ts';

const WARNING = 'FailedToRetrieveImagePullSecret';

/**
 * Pull secrets that are missed and not needed: the kubelet (1.28 to 1.36) warns at every sync, also
 * where the image is public or already there. One notice per namespace and names.
 */
export function unusedSecrets(
  scope: DiagnosisScope,
  failing: ReadonlySet<PodEvidence>,
  index: ClusterIndex,
): readonly Notice[] {
  const warnings = index.evidence.events.filter(
    ({ reason, object }) => reason === WARNING && object.kind === 'Pod',
  );
  if (warnings.length === 0) return [];
  const inScope = new Set(scope.pods);
  const missed = warnings.flatMap((event) => {
    const pod = index.pod(event.object.namespace || event.namespace, event.object.name);
    const names = readPullEvent(event)?.secrets ?? [];
    if (pod === undefined || failing.has(pod) || !inScope.has(pod) || pod.deletedAt !== undefined) return [];
    return names.length === 0 || !isAbout(event, pod)
      ? []
      : [{ pod, event, names: names.toSorted().join(', ') }];
  });
  const groups = groupBy(missed, ({ pod, names }) => `${pod.namespace}\n${names}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const pods = new Set(group.map(({ pod }) => pod)).size;
    return [
      {
        kind: 'secret-absent-unused' as const,
        namespace: first.pod.namespace,
        object: `Secret/${first.names}`,
        says: `referenced by ${counted(pods, 'pod')} whose images come without it; it could not be read`,
        ...stamped(latest(group.flatMap(({ event }) => event.last ?? []))),
      },
    ];
  });
}
