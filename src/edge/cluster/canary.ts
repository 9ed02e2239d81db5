import type { CanaryPull } from '../../core/evidence/node/canary-pull.ts';
import { readCanary, type CanaryState } from '../../core/evidence/node/read-canary.ts';
import type { EventEvidence } from '../../core/evidence/objects/event.ts';
import { listOf, objectOf, textOf } from '../../core/evidence/objects/json-value.ts';
import { parseEvent } from '../../core/evidence/objects/parse-event.ts';
import { parsePod } from '../../core/evidence/objects/parse-pod.ts';
import type { BlindSpot, Observed } from '../../core/evidence/observed.ts';
import { CANARY_CONTAINER } from '../../core/remedy/canary-pod.ts';
import { accessGrant } from '../../core/remedy/access/access-grant.ts';
import type { CanaryPlan } from '../../core/remedy/plan-canaries.ts';
import type { ApiAnswer, ApiClient, ApiFailure } from './api-client.ts';
import { podPath, removePod } from './canary-removal.ts';
import { userIn } from './gather/failed-look.ts';
import { pause } from './pause.ts';

export interface CanaryOptions {
  /** Ends the wait early; the pod is removed all the same. */
  readonly signal?: AbortSignal;
  /** Milliseconds to wait for the kubelet's word; a minute and a half when left out. */
  readonly timeout?: number;
  /** Milliseconds between looks; half a second when left out. */
  readonly pollEvery?: number;
  /** Milliseconds between tries to remove the pod; a second when left out. */
  readonly retryEvery?: number;
  readonly now: () => number;
}

export interface CanaryAnswer {
  readonly pull: Observed<CanaryPull>;
  /** The pod is still there: to be said aloud, with the line that removes it. */
  readonly leftBehind?: BlindSpot;
}

const MADE_WITHIN = 15_000;
const ANSWER_WITHIN = 90_000;
/** A sandbox that fails for so long will not come before the others' time is up. */
const SANDBOX_WITHIN = 15_000;

/**
 * Makes the planned pod, waits until its node's kubelet has said how the pull went, and removes the pod:
 * always, also when it is broken off, and when nobody knows whether it was made at all. Never throws.
 */
export async function pullFromNode(
  client: ApiClient,
  plan: CanaryPlan,
  options: CanaryOptions,
): Promise<CanaryAnswer> {
  const startedAt = options.now();
  if (isOver(options.signal)) return { pull: unseen(plan, 'it was interrupted') };
  const made = await client.fetch({
    method: 'POST',
    path: `/api/v1/namespaces/${encodeURIComponent(plan.namespace)}/pods`,
    body: plan.manifest,
    // Not to be broken off: then nobody would know whether there is a pod to remove.
    timeout: MADE_WITHIN,
  });
  if (!made.ok && isRefusal(made.failure))
    return { pull: unseen(plan, made.failure.says, rightToMake(made.failure, plan.namespace)) };
  const uid = made.ok ? textOf(objectOf(objectOf(made.value)['metadata'])['uid']) : '';
  const state = made.ok ? await waitFor(client, plan, startedAt, options) : undefined;
  const leftBehind = await removePod(client, { ...plan, uid }, options.retryEvery);
  const left = leftBehind === undefined ? {} : { leftBehind };
  if (!made.ok) return { pull: unseen(plan, made.failure.says), ...left };
  if (state === undefined) return { pull: unseen(plan, 'it was interrupted'), ...left };
  if ('says' in state) return { pull: unseen(plan, state.says), ...left };
  return { pull: { seen: true, value: pullOf(plan, state, startedAt, options.now()) }, ...left };
}

/** The server said no, so there is no pod. After a 5xx, or no answer at all, there may be one. */
function isRefusal({ kind, status }: ApiFailure): boolean {
  return kind === 'login' || (kind === 'status' && status !== undefined && status < 500);
}

/** A quota or an admission check answers 403 too; only the missing right is lifted by a role. */
function rightToMake({ says }: ApiFailure, namespace: string): string | undefined {
  if (!says.includes('cannot create')) return undefined;
  return accessGrant({ resource: 'pods', verb: 'create', namespace, user: userIn(says) });
}

function unseen(plan: CanaryPlan, why: string, grant?: string): Observed<CanaryPull> {
  const what = `a fresh pull of ${plan.image} on ${plan.node}`;
  return { seen: false, blind: { what, why, ...(grant !== undefined && { grant }) } };
}

function pullOf(plan: CanaryPlan, state: CanaryState, startedAt: number, now: number): CanaryPull {
  const { namespace, node, image, podUid, container } = plan;
  const outcome = state.is === 'pulled' || state.is === 'failed' ? state.is : 'unanswered';
  const words =
    outcome === 'pulled' ? { reason: '', message: '' } : { reason: state.reason, message: state.message };
  return { namespace, node, image, podUid, container, at: now, took: now - startedAt, outcome, ...words };
}

/** Out: the last state seen; undefined when interrupted; a failure when the pod could not be looked at. */
async function waitFor(
  client: ApiClient,
  plan: CanaryPlan,
  startedAt: number,
  { signal, timeout = ANSWER_WITHIN, pollEvery = 500, now }: CanaryOptions,
): Promise<CanaryState | ApiFailure | undefined> {
  let state: CanaryState = { is: 'pending', reason: '', message: '' };
  for (;;) {
    const looked = await lookAt(client, plan, signal);
    if (isOver(signal)) return undefined;
    const waited = now() - startedAt;
    if (looked.ok) state = looked.value;
    // The server may be away for a moment; that the pod may not be read does not pass.
    else if (isRefusal(looked.failure) || waited >= timeout) return looked.failure;
    if (isDone(state, waited, timeout)) return state;
    await pause(pollEvery, signal);
  }
}

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function isDone({ is }: CanaryState, waited: number, timeout: number): boolean {
  if (is === 'pending') return waited >= timeout;
  return is !== 'sandbox' || waited >= Math.min(timeout, SANDBOX_WITHIN);
}

async function lookAt(
  client: ApiClient,
  plan: CanaryPlan,
  signal: AbortSignal | undefined,
): Promise<ApiAnswer<CanaryState>> {
  const ending = signal === undefined ? {} : { signal };
  const [pod, events] = await Promise.all([
    client.fetch({ path: podPath(plan), ...ending }),
    client.fetch({
      path: `/api/v1/namespaces/${encodeURIComponent(plan.namespace)}/events`,
      query: { fieldSelector: `involvedObject.name=${plan.name}` },
      ...ending,
    }),
  ]);
  if (!pod.ok) return { ok: false, failure: pod.failure };
  const read = parsePod(pod.value);
  if (read === undefined) return { ok: true, value: { is: 'pending', reason: '', message: '' } };
  // Without the events the status still tells, if later.
  return { ok: true, value: readCanary(read, CANARY_CONTAINER, events.ok ? eventsIn(events.value) : []) };
}

function eventsIn(list: unknown): readonly EventEvidence[] {
  const events = listOf(objectOf(list)['items']).flatMap((item) => parseEvent(item) ?? []);
  return events.toSorted((a, b) => (a.last ?? 0) - (b.last ?? 0));
}
