import { editDistance } from '../evidence/spelling/edit-distance.ts';
import type { ClusterEvidence } from '../evidence/evidence.ts';
import {
  isReference,
  parseImageReference,
  repositoryOf,
  type ImageReference,
} from '../evidence/image/image-reference.ts';
import type { Incident } from './incident.ts';

/** Another version of the same repository that is known to have been pulled. */
export interface NearImage {
  /** As it is written where it runs. */
  readonly image: string;
  /** How that is known: `is what pod shop/web-1 runs`, `is in the registry`. */
  readonly known: string;
  /** Single characters to change between the two tags. */
  readonly distance: number;
}

/** Tags that differ by more are another version, not a slip of the finger. */
const TYPO = 2;

/**
 * Looks for a version of the failing image's repository that runs somewhere, the most alike first.
 * A running container proves that its image could be pulled.
 */
export function nearImage(incident: Incident): NearImage | undefined {
  const wanted = incident.reference;
  if (wanted === undefined) return undefined;
  const found = [
    ...fromRevisions(incident, wanted),
    ...fromRegistry(incident, wanted),
    ...fromPods(incident, wanted),
  ];
  let best: NearImage | undefined;
  for (const near of found) if (best === undefined || near.distance < best.distance) best = near;
  return best;
}

/** True where one tag is most likely the other, mistyped. */
export function isTypo({ distance }: NearImage): boolean {
  return distance <= TYPO;
}

function fromRevisions({ finding }: Incident, wanted: ImageReference): readonly NearImage[] {
  return (finding.revisions ?? []).flatMap(({ serving, changes }) =>
    changes.flatMap(({ from }) => compare(from, wanted, `is what the revision ${serving.name} runs`)),
  );
}

/** What the registry was seen to have, nearest first. */
function fromRegistry({ finding }: Incident, wanted: ImageReference): readonly NearImage[] {
  return (finding.suggestions ?? []).flatMap(({ image }) => compare(image, wanted, 'is in the registry'));
}

function fromPods({ evidence }: Incident, wanted: ImageReference): readonly NearImage[] {
  return [...runningImages(evidence)].flatMap(([image, where]) =>
    compare(image, wanted, `is what pod ${where} runs`),
  );
}

/** Built once for each evidence: 50,000 pods run some hundred images. */
const RUNNING = new WeakMap<ClusterEvidence, ReadonlyMap<string, string>>();

/** Each image string that runs, and the first pod that runs it. */
function runningImages(evidence: ClusterEvidence): ReadonlyMap<string, string> {
  const known = RUNNING.get(evidence);
  if (known !== undefined) return known;
  const images = new Map<string, string>();
  for (const { namespace, name, containers } of evidence.pods) {
    for (const { image, state } of containers) {
      if (state?.kind === 'running' && !images.has(image)) images.set(image, `${namespace}/${name}`);
    }
  }
  RUNNING.set(evidence, images);
  return images;
}

function compare(image: string, wanted: ImageReference, known: string): readonly NearImage[] {
  // Cheap first: of all images nearly none is of this repository.
  if (!image.includes(wanted.path.slice(wanted.path.lastIndexOf('/') + 1))) return [];
  const other = parseImageReference(image);
  if (!isReference(other) || repositoryOf(other) !== repositoryOf(wanted)) return [];
  const [tag, wantedTag] = [tagOf(other), tagOf(wanted)];
  if (other.digest !== undefined || tag === wantedTag) return [];
  return [{ image, known, distance: editDistance(tag, wantedTag) }];
}

function tagOf({ tag }: ImageReference): string {
  return tag ?? 'latest';
}
