/** Lines of the nodes' own logs that name what a finding is about, and the free space of their disks. */
import type { NodeDisk, NodeLog } from '../../evidence/node/node-log.ts';
import { counted, stamped } from '../clock-time.ts';
import type { Cause } from '../cause.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Witness } from '../finding.ts';
import { isProviderError } from '../pulls/provider-log.ts';
import { quoteText } from '../pulls/quote-text.ts';
import type { PullGroup } from './grouping.ts';

/** Lines of one finding that are worth showing, newest first. */
const MOST_LINES = 3;

export function nodeLogWitnesses(group: PullGroup, index: ClusterIndex): readonly Witness[] {
  const { nodeLogs = [], nodeDisks = [] } = index.evidence;
  const nodes = new Set(group.pulls.flatMap(({ pull }) => pull.node ?? []));
  return [
    ...nodeLogs.filter(({ node }) => nodes.has(node)).flatMap((log) => lineWitnesses(log, group, index)),
    ...(ABOUT_DISKS.has(group.cause)
      ? nodeDisks.filter(({ node }) => nodes.has(node)).flatMap(diskWitness)
      : []),
  ];
}

const ABOUT_DISKS: ReadonlySet<Cause> = new Set<Cause>(['disk-full', 'unpack-failed', 'corrupt-content']);

function lineWitnesses(
  { node, service, lines }: NodeLog,
  group: PullGroup,
  index: ClusterIndex,
): readonly Witness[] {
  const names = new Set(
    group.pulls.flatMap(({ pull }) => [index.image(pull.image).host, index.image(pull.image).repository]),
  );
  const telling = lines.filter(({ text }) => speaksOf(text, names));
  const distinct = new Map(telling.toReversed().map((line) => [line.text.slice(-KEY_LENGTH), line]));
  return [...distinct.values()].slice(0, MOST_LINES).map(({ text, at }) => ({
    witness: 'node' as const,
    says: `${service} on ${node}: "${quoteText(text.trim())}"`,
    supports: true,
    ...stamped(at),
  }));
}

/** Times and process ids stand at the front: the end tells lines apart. */
const KEY_LENGTH = 60;

/** It names the image or its registry, or tells what appears nowhere else: a provider, a hosts.toml. */
function speaksOf(text: string, names: ReadonlySet<string>): boolean {
  for (const name of names) if (name !== '' && text.includes(name)) return true;
  return isProviderError(text) || isHostsWarning(text);
}

function isHostsWarning(text: string): boolean {
  return text.includes('hosts.toml') || text.includes('certs.d');
}

function diskWitness({ node, imageFs, at }: NodeDisk): readonly Witness[] {
  const parts = [...share('free', imageFs.available, imageFs.capacity), ...inodes(imageFs)];
  if (parts.length === 0) return [];
  return [
    {
      witness: 'node',
      says: `${node}: image file system ${parts.join(', ')}`,
      supports: true,
      ...stamped(at),
    },
  ];
}

const GIGABYTE = 1_000_000_000;

function share(word: string, part: number | undefined, whole: number | undefined): readonly string[] {
  if (part === undefined) return [];
  const of = whole === undefined || whole <= 0 ? '' : ` of ${gigabytes(whole)}`;
  return [`${gigabytes(part)}${of} ${word}`];
}

function gigabytes(bytes: number): string {
  return `${(bytes / GIGABYTE).toFixed(1)} GB`;
}

function inodes({ inodesFree, inodes: all }: NodeDisk['imageFs']): readonly string[] {
  if (inodesFree === undefined) return [];
  return [`${counted(inodesFree, 'inode')}${all === undefined ? '' : ` of ${all}`} free`];
}
