/**
 * A pull whose cause is no longer told (its events expired, or the spam filter ate them) may have a
 * twin that still tells: a replica with the same container and image, or the same image on the same
 * node. The twin's verdict is taken over, never as proven.
 */
import { noMoreThanLikely, speaks } from './choose-reading.ts';
import type { Cause } from '../cause.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { groupBy } from '../cluster-index.ts';
import type { JudgedPull } from './judged-pull.ts';

/** Causes that an image's not being there may turn out to be. */
const SETTLES_NOT_FOUND: ReadonlySet<Cause> = new Set<Cause>([
  'tag-not-found',
  'digest-not-found',
  'repository-not-found',
]);

/** The same pulls in the same order, the silent and the open ones settled by a twin where there is one. */
export function settleSilent(pulls: readonly JudgedPull[], index: ClusterIndex): readonly JudgedPull[] {
  if (!pulls.some(isOpen)) return pulls;
  const byWorkload = groupBy(pulls.filter(tells), workloadKey);
  const byPlace = groupBy(pulls.filter(tells), (pull) => placeKey(pull, index));
  const byImage = groupBy(pulls.filter(tells), (pull) => index.image(pull.pull.image).normal);
  return pulls.map((pull) => {
    if (isNotFound(pull))
      return settled(pull, byImage.get(index.image(pull.pull.image).normal)?.find(settlesNotFound));
    if (!isSilent(pull)) return pull;
    const replica = byWorkload.get(workloadKey(pull))?.find((twin) => holdsFor(twin, pull));
    return settled(pull, replica ?? byPlace.get(placeKey(pull, index))?.find((twin) => holdsFor(twin, pull)));
  });
}

function isSilent({ pull }: JudgedPull): boolean {
  const { cause, reading } = pull.verdict;
  return cause === 'back-off-only' || (cause === 'unknown' && !speaks(reading));
}

function isNotFound({ pull }: JudgedPull): boolean {
  return pull.verdict.cause === 'not-found-unspecified';
}

function isOpen(pull: JudgedPull): boolean {
  return isSilent(pull) || isNotFound(pull);
}

function tells({ pull }: JudgedPull): boolean {
  return (
    pull.kind !== 'sandbox' && pull.verdict.cause !== 'back-off-only' && pull.verdict.cause !== 'unknown'
  );
}

function settlesNotFound({ pull }: JudgedPull): boolean {
  return SETTLES_NOT_FOUND.has(pull.verdict.cause);
}

/**
 * A fault of a node, or of the way to a host, speaks only for that node. What a registry answers, it
 * answers to the credentials that came: it speaks only for pods with the same pull secrets.
 */
function holdsFor(twin: JudgedPull, silent: JudgedPull): boolean {
  const { groupBy } = twin.pull.verdict;
  if (groupBy === 'image' || groupBy === 'access') return sameSecrets(twin, silent);
  return twin.pull.node !== undefined && twin.pull.node === silent.pull.node;
}

function sameSecrets({ site: one }: JudgedPull, { site: other }: JudgedPull): boolean {
  return one.pod.imagePullSecrets.join(',') === other.pod.imagePullSecrets.join(',');
}

function settled(pull: JudgedPull, twin: JudgedPull | undefined): JudgedPull {
  if (twin === undefined) return pull;
  const verdict = noMoreThanLikely(twin.pull.verdict);
  return { ...pull, pull: { ...pull.pull, verdict } };
}

function workloadKey({ pull }: JudgedPull): string {
  return [pull.namespace, pull.owner.kind, pull.owner.name, pull.kind, pull.container, pull.image].join('\n');
}

/** Access depends on the namespace's secrets, so the place is node and namespace. */
function placeKey({ pull }: JudgedPull, index: ClusterIndex): string {
  return [pull.namespace, pull.node ?? '', index.image(pull.image).normal].join('\n');
}
