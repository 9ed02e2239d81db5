import type { RevisionChange } from '../diagnosis/finding.ts';
import type { Incident, Subject } from './incident.ts';
import { kubectl, ownerName } from './kubectl.ts';
import { managerOf } from './managed-by.ts';
import { commandRemedy } from './plan.ts';
import type { Remedy } from './remedy.ts';
import { shellLine } from './shell-quote.ts';
import { targetOf } from './workload-change.ts';

const WITH_HISTORY: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/**
 * Goes back to the revision that still serves, where there is one.
 *
 * @returns one remedy, or none: nothing to go back to is no plan
 */
export function rollback(incident: Incident): readonly Remedy[] {
  const { lead, finding } = incident;
  const revision = finding.revisions?.find((change) => belongsTo(change, lead)) ?? onlyOne(incident);
  if (revision === undefined || !WITH_HISTORY.has(lead.owner.kind)) return [];
  const { serving } = revision;
  const heading = {
    title: 'Go back to the revision that serves',
    safety: 'unsafe' as const,
    notes: [
      `${serving.name} still has ${serving.ready} ready ${serving.ready === 1 ? 'pod' : 'pods'}`,
      lasting(lead),
    ],
  };
  return [{ ...commandRemedy(heading, undoCommand(lead, serving.revision)), target: targetOf(lead) }];
}

function undoCommand(lead: Subject, revision: number | undefined): string {
  const { namespace, owner } = lead;
  const manager = managerOf(lead);
  if (manager?.tool === 'Helm') return shellLine('helm', '-n', namespace, 'rollback', manager.release);
  const to = revision === undefined ? [] : [`--to-revision=${revision}`];
  return kubectl(namespace, 'rollout', 'undo', ownerName(owner), ...to);
}

function lasting(lead: Subject): string | undefined {
  const manager = managerOf(lead);
  if (manager === undefined) return undefined;
  if (manager.tool === 'Helm') return 'This goes back to the release before, with all that was in it';
  return 'Revert the change in the source too, or it comes back';
}

/** ReplicaSets are named after their Deployment. */
function belongsTo({ failing }: RevisionChange, { owner }: Subject): boolean {
  return failing.name.startsWith(`${owner.name}-`) || failing.name === owner.name;
}

function onlyOne({ subjects, finding }: Incident): RevisionChange | undefined {
  return subjects.length === 1 && finding.revisions?.length === 1 ? finding.revisions[0] : undefined;
}
