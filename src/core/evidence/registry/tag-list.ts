import { listOf, objectOf } from '../objects/json-value.ts';

const TAG = /^\w[\w.-]{0,127}$/u;
const REPOSITORY = /^[a-z0-9][a-z0-9._/-]{0,254}$/u;

/** The tags of one page of `tags/list`; `null` counts as none. Undefined when it is no such page. */
export function readTagPage(json: unknown): readonly string[] | undefined {
  return readNames(json, 'tags', TAG);
}

/** The repositories of one page of `_catalog`. Undefined when it is no such page. */
export function readCatalogPage(json: unknown): readonly string[] | undefined {
  return readNames(json, 'repositories', REPOSITORY);
}

function readNames(json: unknown, field: string, grammar: RegExp): readonly string[] | undefined {
  const list = objectOf(json)[field];
  if (list !== null && !Array.isArray(list)) return undefined;
  return listOf(list).filter((name): name is string => typeof name === 'string' && grammar.test(name));
}
