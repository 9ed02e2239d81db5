/**
 * The proof of a finding: what the kubelet said, what the objects show, what the node reports and what
 * the peers do. Only facts and quotes; the words of the cause are the catalogue's.
 */
import type { NodeEvidence } from '../../evidence/objects/node.ts';
import { counted, stamped } from '../clock-time.ts';
import { groupBy } from '../cluster-index.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Witness } from '../finding.ts';
import type { PullGroup } from './grouping.ts';
import { canaryWitnesses } from '../canaries/canary-witnesses.ts';
import { diskWitnesses } from './disk-witnesses.ts';
import { nodeLogWitnesses } from './node-log-witnesses.ts';
import { openWitnesses, probeWitnesses } from '../probing/probe-witnesses.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import { objectWitnesses } from './object-witnesses.ts';
import type { JudgedScope } from './scope.ts';

/** How many different quotes of the kubelet are worth showing. */
const QUOTES = 2;

export function witnessesOf(
  group: PullGroup,
  { scope, refuted }: JudgedScope,
  index: ClusterIndex,
): readonly Witness[] {
  return [
    ...probeWitnesses(group.cause, group.pulls),
    ...kubeletQuotes(group),
    ...openWitnesses(group.cause, group.pulls),
    ...earlierQuotes(group),
    ...canaryWitnesses(group.cause, group.pulls),
    ...objectWitnesses(group, index),
    ...nodeConditions(group, index),
    ...nodeLogWitnesses(group, index),
    ...diskWitnesses(group, index),
    ...(scope.why === undefined ? [] : [{ witness: 'peers' as const, says: scope.why, supports: !refuted }]),
  ];
}

/** The newest quotes, one per text: what stands behind most pulls first. */
function kubeletQuotes(group: PullGroup): readonly Witness[] {
  const byText = groupBy(group.pulls, ({ pull }) => quoteKey(pull.quote?.text));
  return [...byText.values()]
    .toSorted((one, other) => other.length - one.length)
    .slice(0, QUOTES)
    .flatMap((members) => quoteOf(members));
}

/** Ports, ids and times make texts differ that say the same: the end of a text tells it from others. */
const KEY_LENGTH = 24;

function quoteKey(text: string | undefined): string | undefined {
  return text === undefined ? undefined : text.slice(-KEY_LENGTH).replace(/\d/gu, '0');
}

function quoteOf(members: readonly JudgedPull[]): readonly Witness[] {
  const newest = members.reduce((one, other) =>
    (other.pull.quote?.at ?? 0) > (one.pull.quote?.at ?? 0) ? other : one,
  );
  const { quote, node } = newest.pull;
  if (quote === undefined) return [];
  const times = quote.count === undefined || quote.count < 2 ? '' : ` (${counted(quote.count, 'time')})`;
  return [
    {
      witness: 'kubelet',
      says: `${place(node, times)}"${quote.text}"`,
      supports: true,
      ...stamped(quote.at),
    },
  ];
}

function place(node: string | undefined, times: string): string {
  const where = `${node ?? ''}${times}`.trim();
  return where === '' ? '' : `${where}: `;
}

/** Before it failed so, it failed otherwise. */
function earlierQuotes({ pulls }: PullGroup): readonly Witness[] {
  const [earlier] = pulls.flatMap((pull) => pull.earlier);
  if (earlier === undefined) return [];
  const { quote, verdict } = earlier;
  return [
    {
      witness: 'kubelet',
      says: `before, ${verdict.cause}: "${quote.text}"`,
      supports: false,
      ...stamped(quote.at),
    },
  ];
}

/** Conditions that, when they are so, bear on a pull; the healthy state says nothing (facts lag behind). */
const TROUBLE: ReadonlyMap<string, string> = new Map([
  ['DiskPressure', 'True'],
  ['MemoryPressure', 'True'],
  ['NetworkUnavailable', 'True'],
  ['ReadonlyFilesystem', 'True'],
  ['FrequentContainerdRestart', 'True'],
]);

function nodeConditions(group: PullGroup, index: ClusterIndex): readonly Witness[] {
  const names = [...new Set(group.pulls.flatMap(({ pull }) => pull.node ?? []))];
  return names.flatMap((name) => conditionWitnesses(index.node(name))).slice(0, MOST_CONDITIONS);
}

const MOST_CONDITIONS = 4;

function conditionWitnesses(node: NodeEvidence | undefined): readonly Witness[] {
  return (node?.conditions ?? []).flatMap(({ type, status, reason, message, lastTransition }) => {
    const bad = type === 'Ready' ? status !== 'True' : TROUBLE.get(type) === status;
    if (node === undefined || !bad) return [];
    const why = [reason, message].filter((part) => part !== '').join(': ');
    return [
      {
        witness: 'node' as const,
        says: `${node.name} ${type}=${status}${why === '' ? '' : ` (${why})`}`,
        supports: true,
        ...stamped(lastTransition),
      },
    ];
  });
}
