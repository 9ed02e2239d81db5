import { objectOf, objectsOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { type ApiObject, fieldOf } from '../api-object.ts';
import type { Resource } from '../resource.ts';
import { EVENT_TABLE } from './event-table.ts';
import { ageOf } from './human-duration.ts';
import { POD_TABLE } from './pod-table.ts';
import { columnsOf, type TableForm } from './table.ts';
import { WORKLOAD_TABLES } from './workload-tables.ts';

/** The table of a resource; kinds without one of their own show when they were made. */
export function tableFormOf(resource: Resource): TableForm {
  return FORMS[resource.kept] ?? OTHER;
}

const NODE_TABLE: TableForm = {
  columns: columnsOf(
    'Name',
    'Status',
    'Roles',
    'Age',
    'Version',
    'Internal-IP*',
    'External-IP*',
    'OS-Image*',
    'Kernel-Version*',
    'Container-Runtime*',
  ),
  cells: (node, now) => {
    const info = objectOf(fieldOf(node, 'status', 'nodeInfo'));
    return [
      node.metadata.name,
      nodeStatus(node),
      nodeRoles(node),
      ageOf(node.metadata.creationTimestamp, now),
      textOf(info['kubeletVersion']),
      addressOf(node, 'InternalIP'),
      addressOf(node, 'ExternalIP'),
      ...['osImage', 'kernelVersion', 'containerRuntimeVersion'].map(
        (field) => textOf(info[field]) || '<unknown>',
      ),
    ];
  },
};

const OTHER: TableForm = {
  columns: columnsOf('Name', 'Created At:date'),
  cells: (object) => [object.metadata.name, object.metadata.creationTimestamp],
};

const FORMS: Readonly<Record<string, TableForm>> = {
  ...WORKLOAD_TABLES,
  pods: POD_TABLE,
  events: EVENT_TABLE,
  nodes: NODE_TABLE,
  namespaces: {
    columns: columnsOf('Name', 'Status', 'Age'),
    cells: (object, now) => [
      object.metadata.name,
      textOf(fieldOf(object, 'status', 'phase')) || 'Active',
      ageOf(object.metadata.creationTimestamp, now),
    ],
  },
  secrets: {
    columns: columnsOf('Name', 'Type', 'Data:string', 'Age'),
    cells: (object, now) => [
      object.metadata.name,
      textOf(object['type']) || 'Opaque',
      Object.keys(objectOf(object['data'])).length,
      ageOf(object.metadata.creationTimestamp, now),
    ],
  },
  serviceaccounts: {
    columns: columnsOf('Name', 'Age'),
    cells: (object, now) => [object.metadata.name, ageOf(object.metadata.creationTimestamp, now)],
  },
  configmaps: {
    columns: columnsOf('Name', 'Data:string', 'Age'),
    cells: (object, now) => [
      object.metadata.name,
      Object.keys({ ...objectOf(object['data']), ...objectOf(object['binaryData']) }).length,
      ageOf(object.metadata.creationTimestamp, now),
    ],
  },
  'controllerrevisions.apps': {
    columns: columnsOf('Name', 'Controller', 'Revision', 'Age'),
    cells: (object, now) => [
      object.metadata.name,
      controllerOf(object),
      Number(object['revision'] ?? 0),
      ageOf(object.metadata.creationTimestamp, now),
    ],
  },
};

function nodeStatus(node: ApiObject): string {
  const ready = objectsOf(fieldOf(node, 'status', 'conditions')).find((one) => one['type'] === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready['status'] === 'True' ? 'Ready' : 'NotReady';
  return fieldOf(node, 'spec', 'unschedulable') === true ? `${word},SchedulingDisabled` : word;
}

function nodeRoles(node: ApiObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(objectOf(node.metadata['labels'])).filter((label) => label.startsWith(prefix));
  return roles.length === 0
    ? '<none>'
    : roles
        .map((label) => label.slice(prefix.length))
        .sort()
        .join(',');
}

function addressOf(node: ApiObject, type: string): string {
  const found = objectsOf(fieldOf(node, 'status', 'addresses')).find((one) => one['type'] === type);
  return textOf(found?.['address']) || '<none>';
}

function controllerOf(object: ApiObject): string {
  const owner = objectsOf(object.metadata['ownerReferences']).find((one) => one['controller'] === true);
  if (owner === undefined) return '<none>';
  const [group = '', version] = textOf(owner['apiVersion']).split('/');
  const kind = textOf(owner['kind']).toLowerCase();
  return `${kind}${version === undefined ? '' : `.${group}`}/${textOf(owner['name'])}`;
}
