import type { nextLooks } from '../../../core/diagnosis/looks/next-looks.ts';
import type { ApiClient } from '../api-client.ts';
import { ClusterCollection } from './cluster-collection.ts';
import { gatherScope } from './gather-scope.ts';
import type { LiveReading, LiveRequest } from './live-request.ts';
import { takeLooks, type LookContext } from './take-looks.ts';

/** An owner names the next one: pod, ReplicaSet, Deployment and its sisters; longer chains are rare. */
const MOST_ROUNDS = 5;

/**
 * Reads from a live cluster what a diagnosis of the scope needs: pods with their events, and what stands
 * around those that fail.
 *
 * What is refused or fails is a blind spot of the evidence. Throws a {@link UserError} only for a request that
 * the API server cannot understand, such as a malformed selector.
 *
 * `choose` names what is worth a look: {@link nextLooks}. Whoever diagnoses afterwards has it at hand already and
 * hands it in; it brings the reading of messages along, which is too much to be loaded twice.
 */
export async function gatherFromCluster(
  client: ApiClient,
  request: LiveRequest,
  choose?: typeof nextLooks,
): Promise<LiveReading> {
  let saved: Promise<void> | undefined;
  const context = contextOf(client, request, () => {
    // For good: judging so many pods makes as much garbage as reading them, and 40 MB were lost to it.
    saved ??= import('../../files/young-generation.ts').then(({ saveMemory }) => saveMemory());
  });
  await gather(context, choose ?? (await import('../../../core/diagnosis/looks/next-looks.ts')).nextLooks);
  return readingOf(context);
}

async function gather(context: LookContext, choose: typeof nextLooks): Promise<void> {
  const { collection, request } = context;
  if (request.secrets === 'never') {
    collection.unread('Secret', 'pull secrets were not read', 'look again with --secrets=read');
  }
  if (request.targets.length === 0) await gatherScope(context);
  else await (await import('./gather-targets.ts')).gatherTargets(context);
  await lookAround(context, choose);
}

/** A reading of nothing yet, for whoever knows by name what to look at. */
export function blankReading(client: ApiClient, request: LiveRequest): LiveReading {
  return readingOf(contextOf(client, request));
}

function contextOf(client: ApiClient, request: LiveRequest, long: () => void = () => {}): LookContext {
  const collection = new ClusterCollection(request);
  return { client, collection, request, taken: new Set<string>(), refused: new Set<string>(), long };
}

async function lookAround(context: LookContext, choose: typeof nextLooks): Promise<void> {
  const { collection, request } = context;
  const scope = {
    ...(request.namespace !== undefined && { namespace: request.namespace }),
    targets: request.targets,
  };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (!(await takeLooks(choose(collection.evidence(), scope), context))) return;
  }
}

function readingOf(context: LookContext): LiveReading {
  const { collection } = context;
  return {
    evidence: collection.evidence(),
    get pullSecrets(): LiveReading['pullSecrets'] {
      return collection.pullSecrets;
    },
    look: async (looks) => {
      await takeLooks(looks, context);
      return readingOf(context);
    },
  };
}
