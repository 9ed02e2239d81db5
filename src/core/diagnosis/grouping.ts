/**
 * Failing pulls joined into incidents: the same cause about the same thing. What the thing is, the
 * cause says (an image, a host, a node, the access of a namespace); each pull lands in exactly one group.
 */
import type { Cause, GroupBy } from './cause.ts';
import { groupBy } from './cluster-index.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { JudgedPull } from './judged-pull.ts';
import type { Peers } from './peers.ts';

export interface PullGroup {
  readonly cause: Cause;
  readonly groupBy: GroupBy;
  /** The thing in words that do not change between runs: `host/registry/quay.io`. */
  readonly about: string;
  readonly pulls: readonly JudgedPull[];
}

/** In: judged pulls. Out: groups, the one with most pulls first. */
export function groupPulls(pulls: readonly JudgedPull[], peers: Peers, index: ClusterIndex): readonly PullGroup[] {
  const groups = [...groupBy(pulls, (pull) => `${pull.pull.verdict.cause}\n${aboutOf(pull, index)}`).values()].map((members) =>
    newGroup(members, index),
  );
  return joinByNode(groups, peers, index).toSorted(bySize);
}

function newGroup(members: readonly JudgedPull[], index: ClusterIndex): PullGroup {
  const [first] = members;
  const verdict = first?.pull.verdict;
  return {
    cause: verdict?.cause ?? 'unknown',
    groupBy: verdict?.groupBy ?? 'image',
    about: first === undefined ? '' : aboutOf(first, index),
    pulls: members.toSorted(byName),
  };
}

/** A sandbox image is never joined with a container's: it is the node's matter, not the pod's. */
function aboutOf(judged: JudgedPull, index: ClusterIndex): string {
  const { kind } = judged.pull;
  return (kind === 'sandbox' ? 'sandbox/' : '') + thingOf(judged, index);
}

function thingOf({ pull, site }: JudgedPull, index: ClusterIndex): string {
  const { groupBy, host } = pull.verdict;
  const image = index.image(pull.image);
  if (groupBy === 'host') return `host/${host?.role ?? 'registry'}/${host?.name ?? image.host}`;
  if (groupBy === 'node') return `node/${pull.node ?? ''}`;
  if (groupBy === 'image') return `image/${image.normal}`;
  const secrets = site.pod.imagePullSecrets.toSorted().join(',');
  return `access/${sharesSecret(pull.verdict.cause, secrets) ? '' : pull.namespace}/${image.host}/${secrets}`;
}

/** A token under one name in many namespaces is one credential that was copied: it expires for all at once. */
function sharesSecret(cause: Cause, secrets: string): boolean {
  return cause === 'credentials-expired' && secrets !== '';
}

/** Causes on the way to a host, which may as well be the node's own trouble. */
const ON_THE_WAY: ReadonlySet<Cause> = new Set<Cause>([
  'dns-failure',
  'connection-refused',
  'connection-timeout',
  'connection-broken',
  'proxy-failure',
  'tls-untrusted',
  'tls-expired',
]);

/**
 * Several registries that fail alike on one node only, while other nodes use them and nothing came
 * through on this one since: one incident of the node.
 */
function joinByNode(groups: readonly PullGroup[], peers: Peers, index: ClusterIndex): readonly PullGroup[] {
  const byNode = groupBy(groups, (group) => joinKey(group));
  return [...byNode.values()].flatMap((candidates) => {
    const node = onlyNode(candidates.flatMap(({ pulls }) => pulls));
    const [first] = candidates;
    if (node === undefined || first === undefined || !isNodesFault(candidates, node, peers, index)) return candidates;
    const pulls = candidates.flatMap((group) => group.pulls).toSorted(byName);
    return [{ cause: first.cause, groupBy: 'node' as const, about: `node/${node}`, pulls }];
  });
}

/** Groups that may be joined share a key; every other group has its own. */
function joinKey(group: PullGroup): string {
  const node = onlyNode(group.pulls);
  const joinable = node !== undefined && group.groupBy === 'host' && ON_THE_WAY.has(group.cause) && !group.about.startsWith('sandbox/');
  return joinable ? `node\n${node}\n${group.cause}` : `own\n${group.cause}\n${group.about}`;
}

export function onlyNode(pulls: readonly JudgedPull[]): string | undefined {
  const nodes = new Set(pulls.map(({ pull }) => pull.node));
  return nodes.size === 1 ? [...nodes][0] : undefined;
}

function isNodesFault(candidates: readonly PullGroup[], node: string, peers: Peers, index: ClusterIndex): boolean {
  const pulls = candidates.flatMap((group) => group.pulls);
  const since = Math.min(...pulls.map(({ pull }) => pull.stuckSince ?? Number.POSITIVE_INFINITY));
  if (peers.pulledOn(node).some(({ at }) => at >= since)) return false;
  const hosts = new Set(pulls.map(({ pull }) => index.image(pull.image).host));
  const usedElsewhere = [...hosts].filter(
    (host) => [...peers.runningHost(host).keys()].some((other) => other !== node) || peers.pulledFrom(host).some((record) => record.node !== node),
  );
  return usedElsewhere.length > 1;
}

function bySize(one: PullGroup, other: PullGroup): number {
  return other.pulls.length - one.pulls.length || compareText(`${one.about}\n${one.cause}`, `${other.about}\n${other.cause}`);
}

function byName({ pull: one }: JudgedPull, { pull: other }: JudgedPull): number {
  return (
    compareText(one.namespace, other.namespace) || compareText(one.pod, other.pod) || compareText(one.container, other.container)
  );
}

export function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
