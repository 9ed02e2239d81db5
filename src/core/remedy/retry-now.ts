import { podsOf, type Incident, type Subject } from './incident.ts';
import { argumentName, kubectl, ownerName } from './kubectl.ts';
import { remedy, type Heading } from './plan.ts';
import type { Remedy } from './remedy.ts';
import { targetOf } from './workload-change.ts';

/** From here on a rollout is the shorter way. */
const MAX_PODS = 5;

const RESTARTABLE: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

interface Retry {
  readonly commands: readonly string[];
  readonly safety: Remedy['safety'];
  readonly note?: string;
}

/**
 * Skips the rest of the back-off: a new pod starts with none. Only worth a remedy where the next
 * attempt may go better than the last.
 *
 * @param heading title, and what has to be true before
 */
export function retryNow(incident: Incident, heading: Partial<Heading> = {}): Remedy {
  const { lead } = incident;
  const { commands, safety, note } = planRetry(incident, lead);
  const title = heading.title ?? 'Try again now, without the rest of the back-off';
  const change = { commands, target: targetOf(lead), notes: [note] };
  return remedy({ title, safety: heading.safety ?? safety, notes: heading.notes ?? [] }, change);
}

/** The same, as the last step after something else was put right. */
export function retryMended(incident: Incident): Remedy {
  return retryNow(incident, { title: 'Once it is mended, try again without the rest of the back-off' });
}

/** Makes new pods even where the old ones run: for what a pod takes up only when it is made. */
export function renewPods(incident: Incident, heading: Heading): Remedy {
  const { lead } = incident;
  const { commands, note } = RESTARTABLE.has(lead.owner.kind) ? restart(lead) : planRetry(incident, lead);
  return remedy(heading, { commands, target: targetOf(lead), notes: [note] });
}

function planRetry(incident: Incident, lead: Subject): Retry {
  const { namespace, owner, pods } = lead;
  if (owner.kind === 'Node') return waitForKubelet();
  if (owner.kind === 'Pod') return recreatePod(namespace, owner.name);
  if (pods.length > MAX_PODS && RESTARTABLE.has(owner.kind)) return restart(lead);
  const names = pods.slice(0, MAX_PODS).map((pod) => `pod/${argumentName(pod, '<POD>')}`);
  const left = pods.length - names.length;
  const note = [left > 0 ? `And ${left} more` : '', jobNote(owner.kind)]
    .filter((part) => part !== '')
    .join('. ');
  return {
    commands: [kubectl(namespace, 'delete', ...(names.length === 0 ? ['pod/<POD>'] : names))],
    safety: names.length > 0 && nothingRuns(incident, lead) ? 'safe' : 'unsafe',
    ...(note !== '' && { note }),
  };
}

function restart({ namespace, owner }: Subject): Retry {
  return {
    commands: [kubectl(namespace, 'rollout', 'restart', ownerName(owner))],
    safety: 'unsafe',
    note: 'This replaces the pods that run, too',
  };
}

function waitForKubelet(): Retry {
  return {
    commands: [],
    safety: 'safe',
    note: 'The kubelet tries a static pod again by itself, at the latest after five minutes',
  };
}

function recreatePod(namespace: string, name: string): Retry {
  const pod = `pod/${argumentName(name, '<POD>')}`;
  return {
    commands: [
      `${kubectl(namespace, 'get', pod, '-o', 'yaml')} | ${kubectl(namespace, 'replace', '--force', '-f', '-')}`,
    ],
    safety: 'unsafe',
    note: 'Nothing makes this pod anew, so it is replaced by itself; what ran in it is lost',
  };
}

function jobNote(kind: string): string {
  return kind === 'Job' || kind === 'CronJob'
    ? "A deleted pod counts as a failure towards the Job's backoffLimit"
    : '';
}

/** True when every pod was seen and none has a container that runs: then nothing is lost. */
function nothingRuns(incident: Incident, lead: Subject): boolean {
  const pods = podsOf(incident, lead);
  const idle = pods.every(({ containers }) => containers.every(({ state }) => state?.kind !== 'running'));
  return idle && pods.length === lead.pods.length;
}
