import type { TypeMeta } from './cluster-object.ts';
import type { BlindSpot } from '../observed.ts';
import { countOf, known, objectOf, textOf } from './json-value.ts';

/**
 * Reads a meta/v1 Status that tells of a failure: what `kubectl get --raw` prints in place of objects
 * that the user may not see. Out: the blind spot it is; undefined for everything else.
 */
export function parseRefusal(json: unknown, { kind }: TypeMeta): BlindSpot | undefined {
  const status = objectOf(json);
  if (kind !== 'Status' || status['status'] !== 'Failure') return undefined;
  const details = objectOf(status['details']);
  const what = [textOf(details['kind']) || 'objects', textOf(details['name'])].filter(Boolean).join(' ');
  const why = [countOf(status['code']), textOf(status['message']) || textOf(status['reason'])];
  return {
    what,
    why: why.filter((part) => part !== undefined && part !== '').join(' ') || 'the API server refused',
    ...known({ hidesTarget: what === 'pods' ? true : undefined }),
  };
}
