import type { Target } from '../../core/diagnosis/targets.ts';
import { UserError } from '../../edge/files/user-error.ts';
import { didYouMean } from './near-miss.ts';

/** Kinds by every word that kubectl takes for them, in lower case. */
const KINDS: Readonly<Record<string, string>> = {
  ...named('Pod', 'pod', 'pods', 'po'),
  ...named('Deployment', 'deployment', 'deployments', 'deploy'),
  ...named('ReplicaSet', 'replicaset', 'replicasets', 'rs'),
  ...named('StatefulSet', 'statefulset', 'statefulsets', 'sts'),
  ...named('DaemonSet', 'daemonset', 'daemonsets', 'ds'),
  ...named('Job', 'job', 'jobs'),
  ...named('CronJob', 'cronjob', 'cronjobs', 'cj'),
  ...named('ReplicationController', 'replicationcontroller', 'replicationcontrollers', 'rc'),
};

function named(kind: string, ...words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.map((word) => [word, kind]));
}

/**
 * Reads targets as kubectl does: `deploy/web pod/x`, `deploy web api`, or bare names. `pods` alone is
 * every pod. A kind this list does not know (`rollout/web`) is passed on as written: its pods are found by
 * their owner. Throws a UserError where the words do not add up.
 */
export function readTargets(words: readonly string[]): readonly Target[] {
  const [first, ...others] = words;
  if (first === undefined) return [];
  if (words.some((word) => word.includes('/'))) return words.map(slashed);
  const kind = KINDS[kindWord(first)];
  if (kind === undefined) return words.map((name) => ({ name: objectName(name) }));
  if (others.length > 0) return others.map((name) => ({ kind, name: objectName(name) }));
  if (kind === 'Pod') return [];
  throw new UserError(`${first} is a type: name one as ${first}/NAME, or leave it out to look at all pods`);
}

function slashed(word: string): Target {
  const [type, name, ...more] = word.split('/');
  if (type === undefined || name === undefined || type === '' || name === '' || more.length > 0) {
    const near = name === undefined ? '; name all targets as TYPE/NAME, or none' : '';
    throw new UserError(`"${word}" is not TYPE/NAME${near}`);
  }
  objectName(name);
  const kind = KINDS[kindWord(type)];
  if (kind !== undefined) return { kind, name };
  const near = didYouMean(type, Object.keys(KINDS));
  if (near !== '') throw new UserError(`no type is called ${type}${near}`);
  return { kind: type, name };
}

/** What may not stand in a path (IsValidPathSegmentName of apimachinery) would ask for something else. */
function objectName(name: string): string {
  if (name !== '.' && name !== '..' && !name.includes('%')) return name;
  throw new UserError(`"${name.slice(0, 100)}" is no name of an object`);
}

/** `deployments.apps` and `deployments.v1.apps` are deployments. */
function kindWord(type: string): string {
  return type.toLowerCase().split('.')[0] ?? '';
}
