import { isTroubled } from '../../../core/diagnosis/cluster-index.ts';
import { readPullEvent } from '../../../core/diagnosis/pulls/pull-event.ts';
import type { PodEvidence } from '../../../core/evidence/objects/pod.ts';
import { parseEvent } from '../../../core/evidence/objects/parse-event.ts';
import { parsePod } from '../../../core/evidence/objects/parse-pod.ts';

/**
 * Tells which changes of pods and events are worth a new look: of a pod that is, or was at the last look,
 * without all its containers; and of a pull's attempt. Everything else of a cluster, which is nearly
 * everything, goes by. The kubelet's "still waiting" (an event every ten seconds) does too.
 */
export class RelevantChanges {
  #troubled = new Set<string>();

  /** Takes note of what a look has seen. */
  know(pods: readonly PodEvidence[]): void {
    this.#troubled = new Set(pods.filter(isTroubled).map(keyOf));
  }

  pod(type: 'ADDED' | 'MODIFIED' | 'DELETED', json: unknown): boolean {
    const pod = parsePod(json);
    if (pod === undefined) return false;
    const key = keyOf(pod);
    const was = this.#troubled.has(key);
    const is = type !== 'DELETED' && isTroubled(pod);
    if (is) this.#troubled.add(key);
    else this.#troubled.delete(key);
    return is || was;
  }

  event(type: 'ADDED' | 'MODIFIED' | 'DELETED', json: unknown): boolean {
    // An event that expires takes nothing away: it is remembered.
    if (type === 'DELETED') return false;
    const event = parseEvent(json);
    const kind = event === undefined ? undefined : readPullEvent(event)?.kind;
    return kind !== undefined && kind !== 'back-off' && kind !== 'pulling' && kind !== 'present';
  }
}

function keyOf({ namespace, name, uid }: PodEvidence): string {
  return `${namespace}/${name}/${uid}`;
}
