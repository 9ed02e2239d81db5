import type { ObjectStore, Version } from '../object-store.ts';
import type { Resource } from '../resource.ts';
import { badRequest, expired } from '../status.ts';
import { type ContinueToken, decodeContinue, encodeContinue } from './continue-token.ts';
import type { ListQuery } from './list-query.ts';

/** A page of a list, all of one revision. */
export interface ListPage {
  readonly revision: number;
  readonly versions: readonly Version[];
  readonly continueToken?: string;
  /** Only where nothing was chosen by selector, as the real server counts. */
  readonly remaining?: number;
}

const TOO_OLD = 'The resourceVersion for the provided list is too old.';
/** storage/etcd3/errors.go of k8s.io/apiserver: clients show it, so it is word for word. */
const INCONSISTENT =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

interface Start {
  readonly revision: number;
  readonly key: string;
}

/**
 * Reads a page from the store. As with etcd, a page ends when it is full, and keys that no selector chose
 * may be all that is left: then the last page is empty.
 */
export function listPage(
  store: ObjectStore,
  resource: Resource,
  namespace: string,
  query: ListQuery,
  expire: boolean,
): ListPage {
  const prefix = namespace === '' ? '' : `${namespace}/`;
  const start = startOf(store, prefix, query, expire);
  // From the watch cache, which knows no pages, comes everything.
  const limit = query.resourceVersion === '0' || query.limit === 0 ? Infinity : query.limit;
  const keys = store.keys(resource, prefix, start.key);
  const versions: Version[] = [];
  let at = 0;
  for (; at < keys.length && versions.length < limit; at += 1) {
    const version = store.at(resource, keys[at] ?? '', start.revision);
    if (version?.object !== undefined && (query.chooses?.(version.object) ?? true)) versions.push(version);
  }
  const left = store.count(resource, keys.slice(at), start.revision);
  if (left === 0) return { revision: start.revision, versions };
  const last = `${keys[at - 1] ?? ''}\0`.slice(prefix.length);
  return {
    revision: start.revision,
    versions,
    continueToken: encodeContinue({ revision: start.revision, start: last }),
    ...(query.chooses === undefined ? { remaining: left } : {}),
  };
}

function startOf(store: ObjectStore, prefix: string, query: ListQuery, expire: boolean): Start {
  const { continueToken, resourceVersion, match, limit } = query;
  if (continueToken !== '') {
    const token = decodeContinue(continueToken);
    if (resourceVersion !== '' && resourceVersion !== '0')
      throw badRequest('specifying resource version is not allowed when using continue');
    return continued(store, prefix, token, expire);
  }
  const asked = Number(resourceVersion);
  // Without a match a revision is exact when the list is paged: the rule from before there was a match.
  const exact = match === 'Exact' || (match === '' && asked > 0 && limit > 0);
  if (!exact) return { revision: store.revision, key: '' };
  if (asked < store.compacted) throw expired(TOO_OLD);
  return { revision: asked, key: '' };
}

function continued(store: ObjectStore, prefix: string, token: ContinueToken, expire: boolean): Start {
  const key = prefix + token.start;
  if (token.revision < 0) return { revision: store.revision, key };
  if (expire || token.revision < store.compacted)
    throw expired(INCONSISTENT, encodeContinue({ ...token, revision: -1 }));
  return { revision: token.revision, key };
}
