/**
 * The same image, the same registry, the same node elsewhere in the cluster: who else pulls it, and
 * with what luck. Healthy pods are touched once, and only where something fails.
 */
import type { Instant } from '../../evidence/observed.ts';
import { groupBy } from '../cluster-index.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { hasEnded } from '../pulls/failing-pulls.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import { lastSeen, readPullEvent } from '../pulls/pull-event.ts';

/** A pull that went through the network. */
export interface PulledRecord {
  readonly image: string;
  readonly host: string;
  readonly node: string;
  readonly at: Instant;
}

export interface Peers {
  /** Node → running containers with this image (normal form). They may live on a cached copy. */
  runningImage(image: string): ReadonlyMap<string, number>;
  /** Node → running containers with images of this registry. */
  runningHost(host: string): ReadonlyMap<string, number>;
  /** Architectures of the nodes that run this image. */
  architectures(image: string): readonly string[];
  /** Successful pulls from this registry, proven by `Successfully pulled` events, newest first. */
  pulledFrom(host: string): readonly PulledRecord[];
  /** The same of this image (normal form). */
  pulledOf(image: string): readonly PulledRecord[];
  /** The same of any image on this node. */
  pulledOn(node: string): readonly PulledRecord[];
}

type Counts = Map<string, Map<string, number>>;

/** Counts what concerns the images, registries and nodes of these failing pulls. */
export function gatherPeers(pulls: readonly JudgedPull[], index: ClusterIndex): Peers {
  const failing = pulls.map(({ pull }) => index.image(pull.image));
  const images = new Set(failing.map(({ normal }) => normal));
  const hosts = new Set(failing.map(({ host }) => host));
  const byImage: Counts = new Map();
  const byHost: Counts = new Map();
  for (const pod of index.evidence.pods) {
    if (pod.nodeName === undefined || hasEnded(pod)) continue;
    for (const { image, state } of pod.containers) {
      if (state?.kind !== 'running') continue;
      const { normal, host } = index.image(image);
      if (images.has(normal)) count(byImage, normal, pod.nodeName);
      if (hosts.has(host)) count(byHost, host, pod.nodeName);
    }
  }
  const nodes = new Set(pulls.flatMap(({ pull }) => pull.node ?? []));
  const pulled = pulledRecords(index).filter(({ host, node }) => hosts.has(host) || nodes.has(node));
  const pulledByHost = groupBy(pulled, ({ host }) => host);
  const pulledByImage = groupBy(pulled, ({ image }) => image);
  const pulledByNode = groupBy(pulled, ({ node }) => node);
  return {
    runningImage: (image) => byImage.get(image) ?? NOBODY,
    runningHost: (host) => byHost.get(host) ?? NOBODY,
    architectures: (image) => architecturesOf([...(byImage.get(image) ?? NOBODY).keys()], index),
    pulledFrom: (host) => pulledByHost.get(host) ?? [],
    pulledOf: (image) => pulledByImage.get(image) ?? [],
    pulledOn: (node) => pulledByNode.get(node) ?? [],
  };
}

const NOBODY: ReadonlyMap<string, number> = new Map();

function count(counts: Counts, key: string, node: string): void {
  const nodes = counts.get(key) ?? new Map<string, number>();
  nodes.set(node, (nodes.get(node) ?? 0) + 1);
  counts.set(key, nodes);
}

function architecturesOf(nodes: readonly string[], index: ClusterIndex): readonly string[] {
  const known = nodes.flatMap((node) => index.node(node)?.architecture ?? []).filter((name) => name !== '');
  return [...new Set(known)].sort();
}

function pulledRecords(index: ClusterIndex): readonly PulledRecord[] {
  const records: PulledRecord[] = [];
  for (const event of index.evidence.events) {
    if (event.reason !== 'Pulled') continue;
    const read = readPullEvent(event);
    if (read?.kind !== 'pulled' || read.image === undefined) continue;
    const { normal, host } = index.image(read.image);
    records.push({ image: normal, host, node: event.host, at: lastSeen(event) });
  }
  return records.sort((one, other) => other.at - one.at);
}
