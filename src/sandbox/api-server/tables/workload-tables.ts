import { objectOf, objectsOf, textFieldsOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { type ApiObject, fieldOf } from '../api-object.ts';
import { ageOf, humanDuration } from './human-duration.ts';
import { columnsOf, type TableForm } from './table.ts';

const WIDE = ['Containers*', 'Images*', 'Selector*'];
/** Kinds whose table has no selector. */
const WITHOUT_SELECTOR = 2;

function form(columns: readonly string[], cells: TableForm['cells'], wide: number = WIDE.length): TableForm {
  return {
    columns: columnsOf(...columns, ...WIDE.slice(0, wide)),
    cells: (object, now) => [
      ...cells(object, now),
      ...[...containersOf(object), selectorOf(object)].slice(0, wide),
    ],
  };
}

function containersOf(object: ApiObject): readonly string[] {
  const template =
    fieldOf(object, 'spec', 'template') ?? fieldOf(object, 'spec', 'jobTemplate', 'spec', 'template');
  const containers = objectsOf(fieldOf(template, 'spec', 'containers'));
  return ['name', 'image'].map((field) => containers.map((one) => textOf(one[field])).join(','));
}

/** A replication controller's selector is the labels themselves. */
function selectorOf(object: ApiObject): string {
  const selector = objectOf(
    fieldOf(object, 'spec', 'selector') ?? fieldOf(object, 'spec', 'jobTemplate', 'spec', 'selector'),
  );
  return labelsText(object.kind === 'ReplicationController' ? selector : selector['matchLabels']);
}

function count(object: ApiObject, ...path: readonly string[]): number {
  return Number(fieldOf(object, ...path) ?? 0);
}

function age(object: ApiObject, now: number): string {
  return ageOf(object.metadata.creationTimestamp, now);
}

const REPLICAS = form(
  ['Name', 'Desired:integer', 'Current:integer', 'Ready:integer', 'Age'],
  (object, now) => [
    object.metadata.name,
    count(object, 'spec', 'replicas'),
    count(object, 'status', 'replicas'),
    count(object, 'status', 'readyReplicas'),
    age(object, now),
  ],
);

export const WORKLOAD_TABLES: Readonly<Record<string, TableForm>> = {
  replicationcontrollers: REPLICAS,
  'replicasets.apps': REPLICAS,
  'deployments.apps': form(['Name', 'Ready', 'Up-to-date', 'Available', 'Age'], (object, now) => [
    object.metadata.name,
    `${count(object, 'status', 'readyReplicas')}/${count(object, 'spec', 'replicas')}`,
    count(object, 'status', 'updatedReplicas'),
    count(object, 'status', 'availableReplicas'),
    age(object, now),
  ]),
  'statefulsets.apps': form(
    ['Name', 'Ready', 'Age'],
    (object, now) => [
      object.metadata.name,
      `${count(object, 'status', 'readyReplicas')}/${count(object, 'spec', 'replicas')}`,
      age(object, now),
    ],
    WITHOUT_SELECTOR,
  ),
  'daemonsets.apps': form(
    [
      'Name',
      'Desired:integer',
      'Current:integer',
      'Ready:integer',
      'Up-to-date:integer',
      'Available:integer',
      'Node Selector',
      'Age',
    ],
    (object, now) => [
      object.metadata.name,
      ...[
        'desiredNumberScheduled',
        'currentNumberScheduled',
        'numberReady',
        'updatedNumberScheduled',
        'numberAvailable',
      ].map((field) => count(object, 'status', field)),
      labelsText(fieldOf(object, 'spec', 'template', 'spec', 'nodeSelector')),
      age(object, now),
    ],
  ),
  'jobs.batch': form(['Name', 'Status', 'Completions', 'Duration', 'Age'], (object, now) => [
    object.metadata.name,
    jobStatus(object),
    `${count(object, 'status', 'succeeded')}/${Number(fieldOf(object, 'spec', 'completions') ?? 1)}`,
    jobDuration(object, now),
    age(object, now),
  ]),
  'cronjobs.batch': form(
    ['Name', 'Schedule', 'Timezone', 'Suspend:boolean', 'Active:integer', 'Last Schedule', 'Age'],
    (object, now) => [
      object.metadata.name,
      textOf(fieldOf(object, 'spec', 'schedule')),
      textOf(fieldOf(object, 'spec', 'timeZone')) || '<none>',
      fieldOf(object, 'spec', 'suspend') === true ? 'True' : 'False',
      objectsOf(fieldOf(object, 'status', 'active')).length,
      fieldOf(object, 'status', 'lastScheduleTime') === undefined
        ? '<none>'
        : ageOf(fieldOf(object, 'status', 'lastScheduleTime'), now),
      age(object, now),
    ],
  ),
};

function labelsText(labels: unknown): string {
  const pairs = Object.entries(textFieldsOf(labels)).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}

function jobStatus(job: ApiObject): string {
  const conditions = objectsOf(fieldOf(job, 'status', 'conditions'));
  const holds = (type: string): boolean =>
    conditions.some((one) => one['type'] === type && one['status'] === 'True');
  if (holds('Complete')) return 'Complete';
  if (holds('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(holds) ?? 'Running';
}

function jobDuration(job: ApiObject, now: number): string {
  const { startTime, completionTime } = objectOf(job['status']);
  if (typeof startTime !== 'string') return '';
  const end = typeof completionTime === 'string' ? Date.parse(completionTime) : now;
  return humanDuration(end - Date.parse(startTime));
}
