import { parseInstant } from './instant.ts';
import { objectsOf, textOf, type JsonObject } from './json-value.ts';
import type { PodCondition } from './condition.ts';
import { unshared, type Share } from './share-texts.ts';

const NONE: readonly PodCondition[] = Object.freeze([]);

/** Reads `status.conditions`, which pods, nodes and workloads write alike; entries without a type are left out. */
export function parseConditions(value: unknown, share: Share = unshared): readonly PodCondition[] {
  const conditions = objectsOf(value).filter((condition) => textOf(condition['type']) !== '');
  return conditions.length === 0 ? NONE : conditions.map((condition) => parseCondition(condition, share));
}

function parseCondition(condition: JsonObject, share: Share): PodCondition {
  const type = share(textOf(condition['type']));
  const status = share(textOf(condition['status']));
  const reason = share(textOf(condition['reason']));
  const message = share(textOf(condition['message']));
  const lastTransition = parseInstant(condition['lastTransitionTime']);
  // Two literals, not a spread: conditions are the most numerous objects of a dump.
  return lastTransition === undefined
    ? { type, status, reason, message }
    : { type, status, reason, message, lastTransition };
}
