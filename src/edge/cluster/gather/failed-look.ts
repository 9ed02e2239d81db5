import type { BlindSpot } from '../../../core/evidence/observed.ts';
import { accessGrant } from '../../../core/remedy/access/access-grant.ts';
import type { ApiFailure } from '../api-client.ts';
import { NODES } from '../api-resource.ts';

/** What was asked for in vain. */
export interface WantedLook {
  /** Plural, as in RBAC. */
  readonly resource: string;
  readonly verb: 'get' | 'list';
  /** Empty for all namespaces, and for what has none. */
  readonly namespace: string;
  /** In words, where the resource is not what it is called: `pod/web in namespace shop`. */
  readonly what?: string;
}

const FORBIDDEN = 403;

export function isForbidden({ status }: ApiFailure): boolean {
  return status === FORBIDDEN;
}

/**
 * A failed look as a blind spot; of a refusal, with the line that grants it. `home` is the namespace that was
 * asked for, empty for all: the right to see nodes comes with no other one than that to see its pods.
 */
export function failedLook(wanted: WantedLook, failure: ApiFailure, home: string): BlindSpot {
  const { resource, namespace } = wanted;
  const what = wanted.what ?? `${resource}${namespace === '' ? '' : ` in namespace ${namespace}`}`;
  if (!isForbidden(failure)) return { what, why: failure.says };
  const user = userIn(failure.says);
  const place = resource === NODES.plural ? home : namespace;
  const grant = accessGrant({ ...wanted, namespace: place, user });
  return {
    what,
    why: `forbidden${user === '' ? '' : ` for user "${user}"`}${scopeWords(wanted)}`,
    ...(grant !== undefined && { grant }),
  };
}

function scopeWords({ namespace, what }: WantedLook): string {
  if (namespace === '') return ' at cluster scope';
  return what === undefined || what.includes(' in namespace ') ? '' : ` in namespace ${namespace}`;
}

/** Who was refused, as the API server's sentence begins: `pods is forbidden: User "dev" cannot list …`. */
export function userIn(says: string): string {
  const from = says.indexOf('User "');
  const start = from + 'User "'.length;
  const end = from < 0 ? -1 : says.indexOf('"', start);
  return end < 0 ? '' : says.slice(start, end);
}
