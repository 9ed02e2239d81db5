import { randomInt, randomUUID } from 'node:crypto';
import { type JsonObject, objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { type ApiObject, timestamp } from '../api-object.ts';
import type { ObjectStore } from '../object-store.ts';
import { findResource, groupVersionOf, type Resource } from '../resource.ts';
import { alreadyExists, type FieldCause, invalid, notFound, StatusError } from '../status.ts';
import { admittedPod, podMistakes } from './admit-pod.ts';

/** What is made of nothing but a POST. */
export interface Creation {
  readonly store: ObjectStore;
  readonly resource: Resource;
  readonly namespace: string;
  readonly sent: JsonObject;
  readonly dryRun: boolean;
  readonly now: number;
}

/** No vowels, so that no words come out: k8s.io/apimachinery/pkg/util/rand. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const LONGEST_BASE = 58;
const NAME = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const NAME_RULE = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;

/** Makes an object as the real server would: named, admitted, checked, then kept. */
export function createObject(creation: Creation): ApiObject {
  const { store, resource, namespace, sent, dryRun, now } = creation;
  const meta = objectOf(sent['metadata']);
  if (textOf(meta['resourceVersion']) !== '')
    throw new StatusError({
      code: 500,
      reason: '',
      message: 'resourceVersion should not be set on objects to be created',
    });
  requireNamespace(creation);
  const name = nameOf(meta);
  const named = {
    ...sent,
    kind: resource.kind,
    apiVersion: groupVersionOf(resource),
    metadata: madeMeta(creation, name),
  };
  const object = resource.kept === 'pods' ? admittedPod(named, store, namespace, name) : named;
  const mistakes = [...nameMistakes(name), ...(resource.kept === 'pods' ? podMistakes(object) : [])];
  if (mistakes.length > 0) throw invalid(resource.kind, resource.group, name, mistakes);
  if (store.get(resource, namespace, name) !== undefined) throw alreadyExists(resource, name);
  if (!dryRun) return store.put(resource, object);
  const dry = { uid: randomUUID(), creationTimestamp: timestamp(now) };
  return { ...object, metadata: { ...objectOf(object['metadata']), ...dry } } as unknown as ApiObject;
}

function madeMeta({ resource, namespace, sent, now }: Creation, name: string): JsonObject {
  const { uid: _, deletionTimestamp: __, selfLink: ___, ...meta } = objectOf(sent['metadata']);
  return {
    ...meta,
    name,
    ...(resource.namespaced ? { namespace } : {}),
    ...(sent['spec'] === undefined ? {} : { generation: 1 }),
    creationTimestamp: timestamp(now),
  };
}

function requireNamespace({ store, resource, namespace }: Creation): void {
  const namespaces = findResource('', 'v1', 'namespaces');
  if (!resource.namespaced || namespaces === undefined) return;
  if (store.get(namespaces, '', namespace) === undefined) throw notFound(namespaces, namespace);
}

function nameOf(meta: JsonObject): string {
  const name = textOf(meta['name']);
  const base = textOf(meta['generateName']);
  if (name !== '' || base === '') return name;
  const ending = Array.from({ length: 5 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  return base.slice(0, LONGEST_BASE) + ending;
}

function nameMistakes(name: string): readonly FieldCause[] {
  const field = 'metadata.name';
  if (name === '')
    return [
      { field, reason: 'FieldValueRequired', message: 'Required value: name or generateName is required' },
    ];
  if (NAME.test(name) && name.length <= 253) return [];
  return [
    { field, reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(name)}: ${NAME_RULE}` },
  ];
}
