import { objectsOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { type ApiObject, fieldOf } from '../api-object.ts';
import { ageOf } from './human-duration.ts';
import { summaryOf } from './pod-status.ts';
import { columnsOf, type TableForm } from './table.ts';

export const POD_TABLE: TableForm = {
  columns: columnsOf(
    'Name',
    'Ready',
    'Status',
    'Restarts',
    'Age',
    'IP*',
    'Node*',
    'Nominated Node*',
    'Readiness Gates*',
  ),
  cells: (pod, now) => {
    const { ready, total, status, restarts, lastRestart } = summaryOf(pod);
    const ago = restarts === 0 || lastRestart === '' ? '' : ` (${ageOf(lastRestart, now)} ago)`;
    return [
      pod.metadata.name,
      `${ready}/${total}`,
      status,
      `${restarts}${ago}`,
      ageOf(pod.metadata.creationTimestamp, now),
      textOf(fieldOf(objectsOf(fieldOf(pod, 'status', 'podIPs'))[0], 'ip')) || '<none>',
      textOf(fieldOf(pod, 'spec', 'nodeName')) || '<none>',
      textOf(fieldOf(pod, 'status', 'nominatedNodeName')) || '<none>',
      readinessGates(pod),
    ];
  },
};

function readinessGates(pod: ApiObject): string {
  const gates = objectsOf(fieldOf(pod, 'spec', 'readinessGates'));
  if (gates.length === 0) return '<none>';
  const conditions = objectsOf(fieldOf(pod, 'status', 'conditions'));
  const open = gates.filter(
    (gate) => conditions.find((one) => one['type'] === gate['conditionType'])?.['status'] === 'True',
  );
  return `${open.length}/${gates.length}`;
}
