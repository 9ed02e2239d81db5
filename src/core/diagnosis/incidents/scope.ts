/**
 * How far an incident reaches, told by what works beside it (the same image, registry or node elsewhere).
 * Containers that run prove that the image was once there, not that it is now: only a pull through the
 * network since the failure began refutes.
 */
import type { Instant } from '../../evidence/observed.ts';
import { earliest } from '../clock-time.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { FindingScope } from '../finding.ts';
import { onlyNode } from './grouping.ts';
import type { PullGroup } from './grouping.ts';
import type { Peers, PulledRecord } from './peers.ts';
import { scopeSentence } from './scope-sentence.ts';
import type { Surroundings } from './surroundings.ts';

/** A scope, and whether what works beside it speaks against the verdict. */
export interface JudgedScope {
  readonly scope: FindingScope;
  /** A node on which it fails pulled from the same place since: the fault is not all of it. */
  readonly refuted: boolean;
}

/** The scope of a group, with the sentence behind it. */
export function scopeOf(group: PullGroup, peers: Peers, index: ClusterIndex): JudgedScope {
  const surroundings = look(group, peers, index);
  const kind = kindOf(group, surroundings);
  const why = scopeSentence(kind, surroundings);
  const scope = { kind, name: nameOf(kind, group, surroundings), ...(why === '' ? {} : { why }) };
  return { scope, refuted: surroundings.pulledHere !== undefined };
}

function look(group: PullGroup, peers: Peers, index: ClusterIndex): Surroundings {
  const names = group.pulls.map(({ pull }) => index.image(pull.image));
  const host = names[0]?.host ?? '';
  const images = [...new Set(names.map(({ normal }) => normal))];
  const failingNodes = new Set(group.pulls.flatMap(({ pull }) => pull.node ?? []));
  const node = onlyNode(group.pulls);
  const byHost = group.groupBy === 'host' || group.groupBy === 'access';
  const running = sum(byHost ? [peers.runningHost(host)] : images.map((image) => peers.runningImage(image)));
  const since = earliest(group.pulls.flatMap(({ pull }) => pull.stuckSince ?? [])) ?? index.asOf;
  const records = byHost ? [peers.pulledFrom(host)] : images.map((image) => peers.pulledOf(image));
  const pulledElsewhere = newestAfter(since, records, (name) => name !== '' && !failingNodes.has(name));
  const pulledHere = newestAfter(since, records, (name) => failingNodes.has(name));
  return {
    host,
    images,
    failingNodes,
    byHost,
    runningElsewhere: new Map([...running].filter(([name]) => !failingNodes.has(name))),
    runningHere: [...failingNodes].reduce((total, name) => total + (running.get(name) ?? 0), 0),
    listedElsewhere: byHost ? 0 : listedOn(images, [...failingNodes, ...running.keys()], index),
    othersPulled: othersPulled(failingNodes, since, host, images, peers),
    ...(node === undefined ? {} : { node }),
    ...(pulledElsewhere === undefined ? {} : { pulledElsewhere }),
    ...(pulledHere === undefined ? {} : { pulledHere }),
  };
}

/** The newest record of these lists (each newest first) that is younger than `since` and on such a node. */
function newestAfter(
  since: Instant,
  lists: readonly (readonly PulledRecord[])[],
  onNode: (node: string) => boolean,
): PulledRecord | undefined {
  let newest: PulledRecord | undefined;
  for (const records of lists) {
    for (const record of records) {
      if (record.at <= (newest?.at ?? since)) break;
      if (onNode(record.node)) newest = record;
    }
  }
  return newest;
}

/** A node's list of images proves what it holds; it is cut short, so what it lacks proves nothing. */
function listedOn(images: readonly string[], except: readonly string[], index: ClusterIndex): number {
  const known = new Set(except);
  return index.evidence.nodes.filter(
    (node) => !known.has(node.name) && node.images.some((name) => images.includes(index.image(name).normal)),
  ).length;
}

function othersPulled(
  nodes: ReadonlySet<string>,
  since: Instant,
  host: string,
  images: readonly string[],
  peers: Peers,
): Surroundings['othersPulled'] {
  const pulled = [...nodes].flatMap((node) => peers.pulledOn(node).filter(({ at }) => at > since));
  const others = [...new Map(pulled.map((record) => [record.image, record])).values()].filter(
    ({ image }) => !images.includes(image),
  );
  const sameHost = others.filter((record) => record.host === host).length;
  return { sameHost, otherHosts: others.length - sameHost };
}

function sum(counts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const one of counts) for (const [node, count] of one) total.set(node, (total.get(node) ?? 0) + count);
  return total;
}

function kindOf(group: PullGroup, around: Surroundings): FindingScope['kind'] {
  const onOneNode =
    around.node !== undefined && around.pulledElsewhere !== undefined && around.pulledHere === undefined;
  switch (group.groupBy) {
    case 'node':
      return 'node';
    case 'access':
      return secretsOf(group).length === 1 ? 'secret' : 'namespace';
    case 'host':
      return onOneNode ? 'node' : 'registry';
    case 'image':
      return onOneNode ? 'node' : 'image';
  }
}

function nameOf(kind: FindingScope['kind'], group: PullGroup, around: Surroundings): string {
  const [first] = group.pulls;
  const namespaces = [...new Set(group.pulls.map(({ pull }) => pull.namespace))];
  switch (kind) {
    case 'node':
      return around.node ?? '';
    case 'secret':
      return namespaces.length === 1
        ? `${namespaces[0] ?? ''}/${secretsOf(group)[0] ?? ''}`
        : (secretsOf(group)[0] ?? '');
    case 'namespace':
      return namespaces.join(',');
    case 'registry':
      return first?.pull.verdict.host?.name ?? around.host;
    case 'pod':
      return first?.pull.pod ?? '';
    case 'image':
      return around.images[0] ?? '';
  }
}

/** Secrets that all of the group's pods reference. */
export function secretsOf(group: PullGroup): readonly string[] {
  const [first, ...others] = group.pulls.map(({ site }) => site.pod.imagePullSecrets);
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
}
