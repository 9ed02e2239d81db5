/** Lines of the nodes' own logs that name what a finding is about. */
import type { NodeLog } from '../../evidence/node/node-log.ts';
import { stamped } from '../clock-time.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Witness } from '../finding.ts';
import { isProviderError } from '../pulls/provider-log.ts';
import { quoteText } from '../pulls/quote-text.ts';
import type { PullGroup } from './grouping.ts';

/** Lines of one finding that are worth showing, newest first. */
const MOST_LINES = 3;

export function nodeLogWitnesses(group: PullGroup, index: ClusterIndex): readonly Witness[] {
  const { nodeLogs = [] } = index.evidence;
  const nodes = new Set(group.pulls.flatMap(({ pull }) => pull.node ?? []));
  return nodeLogs.filter(({ node }) => nodes.has(node)).flatMap((log) => lineWitnesses(log, group, index));
}

function lineWitnesses(
  { node, service, lines }: NodeLog,
  group: PullGroup,
  index: ClusterIndex,
): readonly Witness[] {
  const names = new Set(
    group.pulls.flatMap(({ pull }) => [index.image(pull.image).host, index.image(pull.image).repository]),
  );
  const own = new Set(group.pulls.flatMap(({ pull }) => [pull.pod, index.image(pull.image).repository]));
  const telling = lines.filter(({ text }) => speaksOf(text, names));
  const distinct = new Map(telling.toReversed().map((line) => [line.text.slice(-KEY_LENGTH), line]));
  // A line of this very pull says more than one that only shares its registry.
  const weight = ({ text }: NodeLog['lines'][number]): number =>
    Number(namesOneOf(own, text) || tellsAlone(text));
  const ordered = [...distinct.values()].toSorted((one, other) => weight(other) - weight(one));
  return ordered.slice(0, MOST_LINES).map(({ text, at }) => ({
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
  return namesOneOf(names, text) || tellsAlone(text);
}

function tellsAlone(text: string): boolean {
  return isProviderError(text) || isHostsWarning(text);
}

function namesOneOf(names: ReadonlySet<string>, text: string): boolean {
  for (const name of names) if (name !== '' && text.includes(name)) return true;
  return false;
}

function isHostsWarning(text: string): boolean {
  return text.includes('hosts.toml') || text.includes('certs.d');
}
