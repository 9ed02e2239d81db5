import type { PodEvidence } from '../../../core/evidence/objects/pod.ts';
import type { ApiClient } from '../../../edge/cluster/api-client.ts';
import { watchObjects, type WatchRequest } from '../../../edge/cluster/watch-objects.ts';
import { RelevantChanges } from './relevant-change.ts';

export interface FollowedScope {
  readonly namespace?: string;
  readonly selector?: string;
  readonly fieldSelector?: string;
}

/** Who hears what. */
export interface ChangeListener {
  readonly onChange: () => void;
  /** The server tells no changes: the words of its refusal, once. */
  readonly onRefused: (says: string) => void;
}

/** Changes as they are told. */
export interface Following {
  /** Takes note of the pods that a look has seen: changes of those that fail are worth telling. */
  readonly know: (pods: readonly PodEvidence[]) => void;
}

/** `MODIFIED` and its sisters, and the object. */
type IsRelevant = (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: unknown) => boolean;

/**
 * Follows the pods of a scope and the events of its pulls until the signal ends it. Resolves when both are
 * followed, or refused, or cannot be reached for now: what changes from then on is told.
 */
export async function followChanges(
  client: ApiClient,
  scope: FollowedScope,
  listener: ChangeListener,
  signal: AbortSignal,
): Promise<Following> {
  const { namespace, selector, fieldSelector } = scope;
  const base = namespace === undefined ? '/api/v1' : `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const relevant = new RelevantChanges();
  let refused = false;
  const onRefused = (says: string): void => {
    if (!refused) listener.onRefused(says);
    refused = true;
  };
  const follow = (resource: string, query: WatchRequest['query'], isRelevant: IsRelevant): Promise<void> =>
    followOne(client, { path: `${base}/${resource}`, query: query ?? {}, signal }, isRelevant, {
      ...listener,
      onRefused,
    });
  const selected = {
    ...(selector !== undefined && { labelSelector: selector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
  };
  await Promise.all([
    follow('pods', selected, (type, object) => relevant.pod(type, object)),
    follow('events', { fieldSelector: 'involvedObject.kind=Pod' }, (type, object) =>
      relevant.event(type, object),
    ),
  ]);
  return { know: (pods) => relevant.know(pods) };
}

/** Resolves when it is known whether changes are told. */
function followOne(
  client: ApiClient,
  what: Pick<WatchRequest, 'path' | 'query' | 'signal'>,
  isRelevant: IsRelevant,
  { onChange, onRefused }: ChangeListener,
): Promise<void> {
  return new Promise((resolve) => {
    let begun = false;
    let troubled = false;
    const watching = watchObjects(client, {
      ...what,
      onObject: (type, object) => {
        if (isRelevant(type, object)) onChange();
      },
      // The first gap is the time before: the first look is still to come.
      onGap: () => {
        if (begun) onChange();
        begun = true;
      },
      // A page of a cluster that cannot be reached any more must not go on as if all were well.
      onTrouble: () => {
        if (begun && !troubled) onChange();
        troubled = true;
        resolve();
      },
      onOpen: () => {
        if (troubled) onChange();
        troubled = false;
        resolve();
      },
    });
    void watching.then((failure) => {
      if (failure !== undefined) onRefused(failure.says);
      resolve();
    });
  });
}
