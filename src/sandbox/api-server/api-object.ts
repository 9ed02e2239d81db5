import { type JsonObject, objectOf, objectsOf, textOf } from '../../core/evidence/objects/json-value.ts';

/** An object as the server keeps it: what the API fills in is there. */
export interface ApiObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

export interface ObjectMeta extends JsonObject {
  readonly name: string;
  /** Left out for what lies in no namespace. */
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
}

/** The objects of a `List` of any kind, or the object itself. */
export function* takenApart(value: JsonObject): Generator<JsonObject> {
  const kind = textOf(value['kind']);
  if (!kind.endsWith('List') || !Array.isArray(value['items'])) {
    yield value;
    return;
  }
  const ofItems = kind === 'List' ? {} : { kind: kind.slice(0, -4), apiVersion: value['apiVersion'] };
  for (const item of objectsOf(value['items'])) yield { ...ofItems, ...item };
}

/** `2026-11-21T16:27:34Z`: seconds, as metav1.Time is written. */
export function timestamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** What is found when one goes down by these names; undefined where a step is missing. */
export function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  let found: unknown = value;
  for (const name of path) found = objectOf(found)[name];
  return found;
}
