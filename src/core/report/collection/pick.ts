import { listOf, objectOf, type JsonObject } from '../../evidence/objects/json-value.ts';

/**
 * What may be kept of a JSON value, and nothing else: `KEEP` for a text, number or boolean, `TEXTS` for an
 * object of texts (a selector), a list for each member of a list, an object field by field, a function for
 * what has to be looked at first.
 */
export type Shape =
  typeof KEEP | typeof TEXTS | readonly [Shape] | ShapeFields | ((value: unknown) => unknown);

/** An object, field by field. */
export interface ShapeFields {
  readonly [field: string]: Shape;
}

export const KEEP = 'keep';
export const TEXTS = 'texts';

/** The part of a value that its shape allows; undefined where nothing of it is left. */
export function pick(shape: Shape, value: unknown): unknown {
  if (shape === KEEP) return isPlain(value) ? value : undefined;
  if (shape === TEXTS) return textsIn(value);
  if (typeof shape === 'function') return shape(value);
  if (isList(shape)) {
    return Array.isArray(value) ? listOf(value).flatMap((item) => pick(shape[0], item) ?? []) : undefined;
  }
  return pickFields(shape, value);
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function pickFields(shape: ShapeFields, value: unknown): JsonObject | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const object = objectOf(value);
  const entries = Object.entries(shape).map(([field, inner]) => [field, pick(inner, object[field])] as const);
  return Object.fromEntries(entries.filter(([, kept]) => kept !== undefined));
}

function textsIn(value: unknown): JsonObject | undefined {
  const entries = Object.entries(objectOf(value)).filter(([, text]) => typeof text === 'string');
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
