import { listOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { type ApiObject, fieldOf } from '../api-object.ts';
import type { Resource } from '../resource.ts';
import { badRequest } from '../status.ts';
import type { Choice } from './label-selector.ts';

// k8s.io/apimachinery/pkg/fields, and the fields that each kind knows
// (AddFieldLabelConversionsFor… in pkg/apis/core/v1/conversion.go of Kubernetes).

const NAMES = ['metadata.name', 'metadata.namespace'];
const SELECTABLE: Readonly<Record<string, readonly string[]>> = {
  pods: [
    ...NAMES,
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  events: [
    ...NAMES,
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  nodes: ['metadata.name', 'spec.unschedulable'],
  namespaces: ['metadata.name', 'status.phase'],
  secrets: [...NAMES, 'type'],
  replicationcontrollers: [...NAMES, 'status.replicas'],
  'replicasets.apps': [...NAMES, 'status.replicas'],
  'jobs.batch': [...NAMES, 'status.successful'],
};
/** Kinds whose own conversion words the refusal; the others have the scheme's. */
const OWN_WORDS = new Set(['pods', 'events', 'nodes', 'namespaces', 'secrets', 'replicationcontrollers']);

interface Term {
  readonly field: string;
  readonly equal: boolean;
  readonly value: string;
}

/** Reads a fieldSelector for a kind; a wrong one is the 400 of the real server. */
export function parseFieldSelector(text: string, resource: Resource): Choice {
  const terms = termsOf(text);
  for (const { field } of terms) if (!isKnown(resource, field)) throw unknownField(resource, field);
  return (object) => terms.every((term) => (valueOf(object, term.field) === term.value) === term.equal);
}

/** `metadata.name=web-1` asks for one object: RBAC takes it as its name. */
export function nameInFieldSelector(text: string): string {
  try {
    return termsOf(text).find((term) => term.equal && term.field === 'metadata.name')?.value ?? '';
  } catch {
    return '';
  }
}

function isKnown(resource: Resource, field: string): boolean {
  return (SELECTABLE[resource.kept] ?? NAMES).includes(field);
}

function unknownField(resource: Resource, field: string): Error {
  if (resource.kept === 'jobs.batch')
    return badRequest(`field label ${JSON.stringify(field)} not supported for Job`);
  if (OWN_WORDS.has(resource.kept)) return badRequest(`field label not supported: ${field}`);
  return badRequest(
    `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
  );
}

function termsOf(selector: string): readonly Term[] {
  return splitAtCommas(selector)
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.search(/!=|=/);
      if (at < 0) throw badRequest(`invalid selector: '${selector}'; can't understand '${part}'`);
      const sign = /^(?:!=|==?)/.exec(part.slice(at))?.[0] ?? '=';
      const value = unescaped(part.slice(at + sign.length));
      return { field: part.slice(0, at), equal: sign !== '!=', value };
    });
}

function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === ',') {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function unescaped(value: string): string {
  if (/(?:^|[^\\])=/.test(value)) throw badRequest(`invalid field selector: unescaped character in value: =`);
  return value.replaceAll(/\\([\\,=])/g, '$1');
}

function valueOf(object: ApiObject, field: string): string {
  if (field === 'status.podIPs') return textOf(fieldOf(listOf(fieldOf(object, 'status', 'podIPs'))[0], 'ip'));
  if (field === 'source') return textOf(fieldOf(object, 'source', 'component'));
  const value = fieldOf(object, ...(field === 'status.successful' ? SUCCEEDED : field.split('.')));
  if (value === undefined) return ABSENT[field] ?? '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const SUCCEEDED = ['status', 'succeeded'];
/** What a field that is not written stands for. */
const ABSENT: Readonly<Record<string, string>> = {
  'spec.unschedulable': 'false',
  'spec.hostNetwork': 'false',
  'status.replicas': '0',
  'status.successful': '0',
};
