import { countOf, objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';

/** What a list says of itself (meta/v1 ListMeta). */
export interface ListHead {
  /** Where the next page begins; empty on the last one. */
  readonly token: string;
  readonly resourceVersion: string;
  /** Objects that follow, where the server says so. */
  readonly left: number | undefined;
}

export function listHead(list: unknown): ListHead {
  const metadata = objectOf(objectOf(list)['metadata']);
  return {
    token: textOf(metadata['continue']),
    resourceVersion: textOf(metadata['resourceVersion']),
    left: countOf(metadata['remainingItemCount']),
  };
}
