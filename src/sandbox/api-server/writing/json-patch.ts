import { type JsonObject, listOf, objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { badRequest, StatusError } from '../status.ts';

/** RFC 6902: add, remove, replace and test. A test that fails, or a path that is not there, is a 422. */
export function jsonPatch(target: JsonObject, patch: unknown): JsonObject {
  if (!Array.isArray(patch)) throw badRequest('a JSON patch is a list', 'a JSON patch that is no list');
  let result = structuredClone(target) as Record<string, unknown>;
  for (const step of listOf(patch)) result = applied(result, objectOf(step));
  return result;
}

function applied(target: Record<string, unknown>, step: JsonObject): Record<string, unknown> {
  const path = textOf(step['path'])
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = path.pop() ?? '';
  const parent = path.reduce<unknown>((at, step) => childOf(at, step), target);
  if (typeof parent !== 'object' || parent === null) throw failed(step);
  const op = textOf(step['op']);
  if (op === 'test') {
    if (JSON.stringify(childOf(parent, name)) !== JSON.stringify(step['value'])) throw failed(step);
  } else if (op === 'add' || op === 'replace' || op === 'remove') change(parent, op, name, step);
  else throw badRequest(`Unexpected kind: ${op}`, `JSON patch operation ${op}`);
  return target;
}

function change(parent: object, op: string, name: string, step: JsonObject): void {
  if (op !== 'add' && childOf(parent, name) === undefined) throw failed(step);
  if (Array.isArray(parent)) {
    const at = name === '-' ? parent.length : Number(name);
    if (op === 'remove') parent.splice(at, 1);
    else parent.splice(at, op === 'add' ? 0 : 1, step['value']);
    return;
  }
  const fields = parent as Record<string, unknown>;
  if (op === 'remove') delete fields[name];
  else fields[name] = step['value'];
}

function childOf(value: unknown, name: string): unknown {
  return Array.isArray(value) ? listOf(value)[Number(name)] : objectOf(value)[name];
}

function failed(step: JsonObject): StatusError {
  const message = `the server rejected our request due to an error in our request: ${textOf(step['op'])} operation does not apply: ${textOf(step['path'])}`;
  return new StatusError({ code: 422, reason: 'Invalid', message, details: {} });
}
