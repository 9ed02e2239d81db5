import { parseInstant } from '../../core/evidence/objects/instant.ts';
import { listOf, objectOf, textOf } from '../../core/evidence/objects/json-value.ts';
import type { BlindSpot } from '../../core/evidence/observed.ts';
import { CANARY_DEADLINE, CANARY_LABELS, CANARY_PREFIX } from '../../core/evidence/node/canary-mark.ts';
import type { ApiClient, ApiFailure } from './api-client.ts';
import { pause } from './pause.ts';

/** A pod by its name and, where that is known, by which of that name. */
export interface RemovablePod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

const TRIES = 3;
/** One try may not take longer: somebody waits for the program to end. */
const TRY_WITHIN = 5_000;
/** Beyond its deadline, and this for clocks that differ, no run can still be waiting for a canary. */
const GRACE = 120_000;

export function podPath({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;
}

/**
 * Removes a pod, with some patience. Out: nothing when it is gone or was never there, else why it is not
 * and the line that removes it. Asks whatever signal has ended the rest of the work.
 */
export async function removePod(
  client: ApiClient,
  pod: RemovablePod,
  retryEvery = 1_000,
): Promise<BlindSpot | undefined> {
  for (let attempt = 1; ; attempt++) {
    const failure = await tryToRemove(client, pod);
    if (failure === undefined) return undefined;
    if (attempt === TRIES || failure.kind === 'login' || failure.status === 403)
      return stillThere(pod, failure);
    await pause(retryEvery);
  }
}

async function tryToRemove(
  client: ApiClient,
  { uid, ...pod }: RemovablePod,
): Promise<ApiFailure | undefined> {
  const removed = await client.fetch({
    method: 'DELETE',
    path: podPath(pod),
    timeout: TRY_WITHIN,
    body: {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      gracePeriodSeconds: 0,
      ...(uid !== '' && { preconditions: { uid } }),
    },
  });
  // Gone already, or another pod has the name by now (the precondition fails with 409).
  if (removed.ok || removed.failure.status === 404 || removed.failure.status === 409) return undefined;
  return removed.failure;
}

function stillThere({ namespace, name }: RemovablePod, { says }: ApiFailure): BlindSpot {
  return {
    what: `the end of pod ${namespace}/${name}, made for a fresh pull`,
    why: `it could not be removed: ${says}`,
    grant: `kubectl -n ${namespace} delete pod ${name}`,
  };
}

/**
 * Removes canaries of earlier runs that were killed before they could do it: those whose own deadline has
 * passed, so that no run can still be waiting for them. That some could not be found or removed is no
 * matter: they run nothing, and go with the pod they were made for.
 */
export async function sweepCanaries(client: ApiClient, namespace: string, now: number): Promise<void> {
  const labels = Object.entries(CANARY_LABELS).map(([name, value]) => `${name}=${value}`);
  const found = await client.fetch({
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`,
    query: { labelSelector: labels.join(','), limit: 50 },
  });
  if (!found.ok) return;
  for (const item of listOf(objectOf(found.value)['items'])) {
    const meta = objectOf(objectOf(item)['metadata']);
    const name = textOf(meta['name']);
    const createdAt = parseInstant(meta['creationTimestamp']);
    const old = createdAt !== undefined && now - createdAt > CANARY_DEADLINE * 1000 + GRACE;
    if (old && name.startsWith(CANARY_PREFIX))
      await tryToRemove(client, { namespace, name, uid: textOf(meta['uid']) });
  }
}
