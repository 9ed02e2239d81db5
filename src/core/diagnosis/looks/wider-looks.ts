/** Which looks beyond the scope would settle what a diagnosis leaves open: is it the image, the node, the registry? */
import type { ClusterEvidence } from '../../evidence/evidence.ts';
import type { Cause } from '../cause.ts';
import { readImageName } from '../image-name.ts';
import type { Diagnosis, Finding } from '../finding.ts';
import { distinctLooks } from './look.ts';
import type { Look } from './look.ts';

/** Causes that a node whose platform is another one would tell more about. */
const ABOUT_PLATFORM: ReadonlySet<Cause> = new Set<Cause>(['platform-mismatch', 'wrong-architecture-binary']);

/** A node may hold a hundred pods, so that few nodes are worth asking for theirs. */
const MOST_NODES = 3;

/**
 * In: a diagnosis, the evidence behind it, and whether that holds the pods of every namespace already.
 * Out: looks, none where nothing would be gained.
 */
export function widerLooks(
  { findings }: Diagnosis,
  evidence: ClusterEvidence,
  everywhere: boolean,
): readonly Look[] {
  const ofWay = findings.filter(({ pulls }) => pulls.some(({ verdict }) => isOfWay(verdict.groupBy)));
  const nodes = [...new Set(ofWay.flatMap(({ pulls }) => pulls.flatMap(({ node }) => node ?? [])))];
  return distinctLooks([
    ...(everywhere || ofWay.length === 0 ? [] : beyondNamespace(nodes)),
    ...findings.filter(({ cause }) => ABOUT_PLATFORM.has(cause)).flatMap((one) => runnersOf(one, evidence)),
  ]);
}

function isOfWay(groupBy: Finding['pulls'][number]['verdict']['groupBy']): boolean {
  return groupBy === 'host' || groupBy === 'node';
}

function beyondNamespace(nodes: readonly string[]): readonly Look[] {
  return [
    ...nodes.slice(0, MOST_NODES).map((node) => ({ is: 'node-pods' as const, node })),
    { is: 'recent-pulls' },
  ];
}

/** Nodes that run the very image, to see of which architecture they are. */
function runnersOf({ images }: Finding, { pods }: ClusterEvidence): readonly Look[] {
  const wanted = new Set(images.map((image) => readImageName(image).normal));
  const nodes = new Set<string>();
  for (const { containers, nodeName } of pods) {
    if (nodeName === undefined || nodes.size >= MOST_NODES) continue;
    const runs = containers.some(
      ({ image, state }) => state?.kind === 'running' && wanted.has(readImageName(image).normal),
    );
    if (runs) nodes.add(nodeName);
  }
  return [...nodes].map((name) => ({ is: 'object', kind: 'Node', apiVersion: 'v1', namespace: '', name }));
}
