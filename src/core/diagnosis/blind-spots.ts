/** What was not seen and would have told more about these pulls. "Could not look" is never "nothing wrong". */
import type { BlindSpot } from '../evidence/observed.ts';
import type { Cause } from './cause.ts';
import { counted } from './clock-time.ts';
import { groupBy } from './cluster-index.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { JudgedPull } from './pulls/judged-pull.ts';
import { absentSecrets } from './pulls/secret-reason.ts';

export function findBlindSpots(pulls: readonly JudgedPull[], index: ClusterIndex): readonly BlindSpot[] {
  return [
    ...unseenNodes(pulls, index),
    ...expiredEvents(pulls, index),
    ...unseenSecrets(pulls, index),
    ...unseenOwners(pulls, index),
  ];
}

function why(index: ClusterIndex): string {
  return index.evidence.source === 'files' ? 'not in the files read' : 'not found';
}

/**
 * Whether this object's not being in the evidence is for this file to say. Who reads a live cluster says itself
 * what was refused; left is what the cluster was asked for and has not.
 */
function isMissed(kind: string, namespace: string, name: string, index: ClusterIndex): boolean {
  return index.evidence.source === 'files' || index.absent(kind, namespace, name);
}

function alreadySaid(what: string, index: ClusterIndex): boolean {
  return index.evidence.blindSpots.some((spot) => spot.what.toLowerCase().startsWith(what));
}

function unseenNodes(pulls: readonly JudgedPull[], index: ClusterIndex): readonly BlindSpot[] {
  const names = [...new Set(pulls.flatMap(({ pull }) => pull.node ?? []))]
    .filter((name) => index.node(name) === undefined && isMissed('Node', '', name, index))
    .sort();
  if (names.length === 0 || alreadySaid('node', index)) return [];
  return [
    {
      what:
        names.length === 1 ? `node ${names[0] ?? ''}` : `${counted(names.length, 'node')} (${listed(names)})`,
      why: `${why(index)}: kubelet version, runtime and platform are unknown`,
      grant: 'kubectl get nodes -o json',
    },
  ];
}

/** Up to 1.31 only the events carry the cause, and events live for an hour. */
function expiredEvents(pulls: readonly JudgedPull[], index: ClusterIndex): readonly BlindSpot[] {
  const silent = pulls.filter(({ pull }) => pull.verdict.cause === 'back-off-only');
  if (silent.length === 0) return [];
  const byNamespace = groupBy(silent, ({ pull }) => pull.namespace);
  return [...byNamespace].map(([namespace, group]) => {
    const names = [...new Set(group.map(({ pull }) => pull.pod))];
    return {
      what: `the cause of ${counted(names.length, 'back-off')} in namespace ${namespace} (${listed(names)})`,
      why: index.looked('Event')
        ? 'its events have expired (they live for an hour)'
        : 'no events were looked at',
      grant: `kubectl -n ${namespace} get events --watch  (the cause comes back with the next attempt)`,
    };
  });
}

const ABOUT_SECRETS: ReadonlySet<Cause> = new Set<Cause>([
  'access-denied-ambiguous',
  'credentials-missing',
  'credentials-rejected',
  'credentials-expired',
  'pull-secret-malformed',
]);

function unseenSecrets(pulls: readonly JudgedPull[], index: ClusterIndex): readonly BlindSpot[] {
  const unseen = new Set<string>();
  for (const { pull, site, reason, probed } of pulls) {
    const told = ABOUT_SECRETS.has(pull.verdict.cause) || isRefusedWithout(probed);
    if (!told || reason !== undefined || pull.kind === 'sandbox') continue;
    const absent = new Set(absentSecrets(site.pod, index));
    for (const name of site.pod.imagePullSecrets) {
      if (!absent.has(name) && index.secret(pull.namespace, name) === undefined)
        unseen.add(`${pull.namespace}/${name}`);
    }
  }
  const unread = (index.evidence.unread ?? []).find(({ kind }) => kind === 'Secret');
  // Of a live cluster, what could not be read was said by who tried to.
  if (index.evidence.source === 'cluster' && unread === undefined) return [];
  const byNamespace = groupBy([...unseen].sort(), (title) => title.slice(0, title.indexOf('/')));
  return [...byNamespace].map(([namespace, titles]) => ({
    what:
      titles.length === 1
        ? `secret ${titles[0] ?? ''}`
        : `${counted(titles.length, 'secret')} (${listed(titles)})`,
    why: unread?.why ?? why(index),
    // Type and age tell most of it, and show no value.
    grant:
      unread?.grant ??
      `kubectl -n ${namespace} get secrets ${titles.map((title) => title.slice(namespace.length + 1)).join(' ')}`,
  }));
}

/** The registry was asked without credentials, which settled nothing. */
function isRefusedWithout(probed: JudgedPull['probed']): boolean {
  return probed?.outcome === 'unsettled' && probed.trial?.anonymous === true;
}

function unseenOwners(pulls: readonly JudgedPull[], index: ClusterIndex): readonly BlindSpot[] {
  const unseen = new Map<string, BlindSpot>();
  for (const { pull, chain } of pulls) {
    const missing = chain.links.find(
      ({ kind, workload, inferred }) => workload === undefined && inferred !== true && kind !== 'Node',
    );
    if (missing === undefined || !isMissed(missing.kind, pull.namespace, missing.name, index)) continue;
    const title = `${missing.kind} ${pull.namespace}/${missing.name}`;
    const told =
      pull.owner.inferred === true
        ? `; its owner ${pull.owner.kind}/${pull.owner.name} is told from the name only`
        : '';
    unseen.set(title, {
      what: title,
      why: why(index) + told,
      grant: `kubectl -n ${pull.namespace} get ${missing.kind.toLowerCase()} ${missing.name} -o json`,
    });
  }
  const spots = [...unseen.values()];
  if (spots.length <= MOST_OWNERS) return spots;
  return [{ what: `${counted(spots.length, 'owner')} (${listed([...unseen.keys()])})`, why: why(index) }];
}

const MOST_OWNERS = 3;
const MOST_NAMES = 3;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
