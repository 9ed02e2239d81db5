/** A JSON object whose fields nobody has checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

const NO_FIELDS: JsonObject = Object.freeze({});
const NO_ITEMS: readonly never[] = Object.freeze([]);

/** The value as an object; anything else counts as one without fields. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : NO_FIELDS;
}

/** The value as a list; anything else counts as an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : NO_ITEMS;
}

/** The objects of a list; members of another type are left out. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value) || value.length === 0) return NO_ITEMS;
  // Nearly always all of them are.
  return value.every(isObject) ? value : value.filter(isObject);
}

/** The texts of a list; members of another type and empty ones are left out. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string' && item !== '');
}

/** The value as text; anything else counts as empty. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The value as a whole number of things; anything else, and what cannot be counted, is undefined. */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The fields of an object that hold text: labels, annotations, selectors. */
export function textFieldsOf(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOf(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  // fromEntries defines fields, so that a label called __proto__ is a label and nothing else.
  return Object.fromEntries(entries);
}

/**
 * The given fields without those that are undefined, to be spread into a value whose optional fields
 * are left out when they are not known.
 */
export function known<T extends object>(fields: T): Known<T> {
  const out: Partial<T> = {};
  for (const name in fields) {
    if (fields[name] !== undefined) out[name] = fields[name];
  }
  return out as Known<T>;
}

/** A value while it is put together. Where there are tens of thousands of them, `known` takes too long. */
export type Filled<T> = { -readonly [K in keyof T]: T[K] };

/** Every field optional, and none of them undefined. */
export type Known<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Whether the value is an object: no list, no null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
