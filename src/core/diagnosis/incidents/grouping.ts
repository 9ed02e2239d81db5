/**
 * Failing pulls joined into incidents: the same cause about the same thing. What the thing is, the
 * cause says (an image, a host, a node, the access of a namespace); each pull lands in exactly one group.
 */
import type { Cause, GroupBy } from '../cause.ts';
import { earliest } from '../clock-time.ts';
import { groupBy } from '../cluster-index.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import { sameHost } from '../image-name.ts';
import { compareText } from '../text-order.ts';
import type { Peers } from './peers.ts';

export interface PullGroup {
  readonly cause: Cause;
  readonly groupBy: GroupBy;
  /** The thing in words that do not change between runs: `host/registry/quay.io`. */
  readonly about: string;
  /** In the order of namespace, pod and container. */
  readonly pulls: readonly [JudgedPull, ...JudgedPull[]];
}

/** In: judged pulls. Out: groups, the one with most pulls first. */
export function groupPulls(
  pulls: readonly JudgedPull[],
  peers: Peers,
  index: ClusterIndex,
): readonly PullGroup[] {
  const byThing = groupBy(
    pulls,
    (pull) => `${pull.pull.verdict.cause}\n${aboutOf(pull, index)}\n${byReason(pull)}`,
  );
  const groups = [...byThing.values()].flatMap((members) => {
    const [first] = members;
    return first === undefined ? [] : newGroup(first.pull.verdict.groupBy, aboutOf(first, index), members);
  });
  return joinByAccess(joinByNode(groups, peers, index), index).toSorted(bySize);
}

/** A group of these pulls; none of none. */
function newGroup(groupBy: GroupBy, about: string, members: readonly JudgedPull[]): readonly PullGroup[] {
  const [first, ...others] = members.toSorted(byName);
  return first === undefined
    ? []
    : [{ cause: first.pull.verdict.cause, groupBy, about, pulls: [first, ...others] }];
}

/** A sandbox image is never joined with a container's: it is the node's matter, not the pod's. */
function aboutOf(judged: JudgedPull, index: ClusterIndex): string {
  const { kind } = judged.pull;
  return (kind === 'sandbox' ? 'sandbox/' : '') + thingOf(judged, index);
}

function thingOf(judged: JudgedPull, index: ClusterIndex): string {
  const { pull } = judged;
  const { groupBy, host } = pull.verdict;
  const image = index.image(pull.image);
  if (groupBy === 'host') return `host/${host?.role ?? 'registry'}/${sameHost(host?.name ?? image.host)}`;
  if (groupBy === 'node') return `node/${pull.node ?? ''}`;
  if (groupBy === 'image') return `image/${image.normal}`;
  return accessOf(judged, index);
}

function accessOf({ pull, site }: JudgedPull, index: ClusterIndex): string {
  const secrets = site.pod.imagePullSecrets.toSorted().join(',');
  const namespace = sharesSecret(pull.verdict.cause, secrets) ? '' : pull.namespace;
  return `access/${namespace}/${index.image(pull.image).host}/${secrets}`;
}

/** The same refusal for another reason has another fix: it is another incident. */
function byReason({ pull, reason }: JudgedPull): string {
  return pull.verdict.groupBy === 'access' ? (reason ?? '') : '';
}

/** A token under one name in many namespaces is one credential that was copied: it expires for all at once. */
function sharesSecret(cause: Cause, secrets: string): boolean {
  return cause === 'credentials-expired' && secrets !== '';
}

/**
 * Denied, and the words cannot tell a missing image from a hidden one: where one namespace is denied
 * several images of one registry with the same secrets, access is the likelier trouble, and one incident.
 * On Docker Hub, where most names are public, each image stays its own question.
 */
function joinByAccess(groups: readonly PullGroup[], index: ClusterIndex): readonly PullGroup[] {
  const byAccess = groupBy(groups, (group) => deniedAccess(group, index) ?? ownKey(group));
  return [...byAccess].flatMap(([about, candidates]) =>
    candidates.length < 2
      ? candidates
      : newGroup(
          'access',
          about,
          candidates.flatMap(({ pulls }) => pulls),
        ),
  );
}

function deniedAccess(group: PullGroup, index: ClusterIndex): string | undefined {
  if (group.cause !== 'access-denied-ambiguous' || !group.about.startsWith('image/')) return undefined;
  const [first, ...others] = group.pulls.map((pull) => accessOf(pull, index));
  const host = index.image(group.pulls[0].pull.image).host;
  return host !== 'docker.io' && others.every((other) => other === first) ? first : undefined;
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
    if (node === undefined || candidates.length < 2 || !isNodesFault(candidates, node, peers, index))
      return candidates;
    return newGroup(
      'node',
      `node/${node}`,
      candidates.flatMap(({ pulls }) => pulls),
    );
  });
}

/** What no other group shares. */
function ownKey({ cause, about, pulls }: PullGroup): string {
  return `own\n${cause}\n${about}\n${byReason(pulls[0])}`;
}

/** Groups that may be joined share a key; every other group has its own. */
function joinKey(group: PullGroup): string {
  const node = onlyNode(group.pulls);
  const joinable =
    node !== undefined &&
    group.groupBy === 'host' &&
    ON_THE_WAY.has(group.cause) &&
    !group.about.startsWith('sandbox/');
  return joinable ? `node\n${node}\n${group.cause}` : ownKey(group);
}

export function onlyNode(pulls: readonly JudgedPull[]): string | undefined {
  const nodes = new Set(pulls.map(({ pull }) => pull.node));
  return nodes.size === 1 ? [...nodes][0] : undefined;
}

function isNodesFault(
  candidates: readonly PullGroup[],
  node: string,
  peers: Peers,
  index: ClusterIndex,
): boolean {
  const pulls = candidates.flatMap((group) => group.pulls);
  const since = earliest(pulls.flatMap(({ pull }) => pull.stuckSince ?? []));
  if (since === undefined || peers.pulledOn(node).some(({ at }) => at >= since)) return false;
  const hosts = new Set(pulls.map(({ pull }) => index.image(pull.image).host));
  const usedElsewhere = [...hosts].filter(
    (host) =>
      [...peers.runningHost(host).keys()].some((other) => other !== node) ||
      peers.pulledFrom(host).some((record) => record.node !== node),
  );
  return usedElsewhere.length > 1;
}

function bySize(one: PullGroup, other: PullGroup): number {
  return (
    other.pulls.length - one.pulls.length ||
    compareText(`${one.about}\n${one.cause}`, `${other.about}\n${other.cause}`)
  );
}

function byName({ pull: one }: JudgedPull, { pull: other }: JudgedPull): number {
  return (
    compareText(one.namespace, other.namespace) ||
    compareText(one.pod, other.pod) ||
    compareText(one.container, other.container)
  );
}
