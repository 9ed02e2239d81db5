/** The free space of the nodes that pull, beside what there is to fetch. */
import { platformMatches } from '../../evidence/image/platform-match.ts';
import type { NodeDisk } from '../../evidence/node/node-log.ts';
import type { ImageProbe } from '../../evidence/registry/image-probe.ts';
import { byteSize } from '../byte-size.ts';
import type { Cause } from '../cause.ts';
import { counted, stamped } from '../clock-time.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Witness } from '../finding.ts';
import type { PullGroup } from './grouping.ts';

const ABOUT_DISKS: ReadonlySet<Cause> = new Set<Cause>(['disk-full', 'unpack-failed', 'corrupt-content']);
/** An image that does not fit is fetched in vain, and others of the node are removed to make room for it. */
const ABOUT_ROOM: ReadonlySet<Cause> = new Set<Cause>([...ABOUT_DISKS, 'pull-timeout', 'connection-broken']);

/** Only of causes that a disk may be behind. */
export function diskWitnesses(group: PullGroup, index: ClusterIndex): readonly Witness[] {
  const { nodeDisks = [] } = index.evidence;
  if (nodeDisks.length === 0 || !ABOUT_ROOM.has(group.cause)) return [];
  const nodes = new Set(group.pulls.flatMap(({ pull }) => pull.node ?? []));
  return nodeDisks
    .filter(({ node }) => nodes.has(node))
    .flatMap((disk) => [
      ...(ABOUT_DISKS.has(group.cause) ? freeSpace(disk) : []),
      ...tooLarge(disk, group, index),
    ]);
}

function freeSpace({ node, imageFs, at }: NodeDisk): readonly Witness[] {
  const parts = [...share('free', imageFs.available, imageFs.capacity), ...inodes(imageFs)];
  return parts.length === 0 ? [] : [ofNode(`${node}: image file system ${parts.join(', ')}`, at)];
}

/** Layers are kept as they are fetched, and unpacked beside that: what does not fit compressed never will. */
function tooLarge(
  { node, imageFs: { available }, at }: NodeDisk,
  group: PullGroup,
  index: ClusterIndex,
): readonly Witness[] {
  const own = group.pulls.filter(({ pull }) => pull.node === node);
  const sizes = own.flatMap(({ probed }) => (probed === undefined ? [] : sizeFor(probed.probe, node, index)));
  const size = Math.max(0, ...sizes);
  if (available === undefined || size <= available) return [];
  return [
    ofNode(`${node}: the image is ${byteSize(size)} to fetch, and ${byteSize(available)} are free`, at),
  ];
}

/** Bytes that this node would fetch. */
function sizeFor(
  { manifest, children = [] }: ImageProbe,
  name: string,
  index: ClusterIndex,
): readonly number[] {
  const node = index.node(name);
  const child =
    node === undefined ? undefined : children.find(({ platform }) => platformMatches(platform, node));
  return [child?.size ?? manifest?.size].filter((size) => size !== undefined);
}

function ofNode(says: string, at: NodeDisk['at']): Witness {
  return { witness: 'node', says, supports: true, ...stamped(at) };
}

function share(word: string, part: number | undefined, whole: number | undefined): readonly string[] {
  if (part === undefined) return [];
  const of = whole === undefined || whole <= 0 ? '' : ` of ${byteSize(whole)}`;
  return [`${byteSize(part)}${of} ${word}`];
}

function inodes({ inodesFree, inodes: all }: NodeDisk['imageFs']): readonly string[] {
  if (inodesFree === undefined) return [];
  return [`${counted(inodesFree, 'inode')}${all === undefined ? '' : ` of ${all}`} free`];
}
