import { parseInstant } from './instant.ts';
import { known, objectsOf, textOf } from './json-value.ts';
import type { PodCondition } from './pod.ts';

const NONE: readonly PodCondition[] = Object.freeze([]);

/** Reads `status.conditions`, which pods, nodes and workloads write alike; entries without a type are left out. */
export function parseConditions(value: unknown): readonly PodCondition[] {
  const conditions = objectsOf(value);
  if (conditions.length === 0) return NONE;
  return conditions
    .map((condition) => ({
      type: textOf(condition['type']),
      status: textOf(condition['status']),
      reason: textOf(condition['reason']),
      message: textOf(condition['message']),
      ...known({ lastTransition: parseInstant(condition['lastTransitionTime']) }),
    }))
    .filter((condition) => condition.type !== '');
}
