import type { ObjectMarks, OwnerReference } from './object-meta.ts';
import type { PodEvidence } from './pod.ts';

/** Gives for a pod the same one, with those of its parts that are equal to another pod's taken from there. */
export type ShareParts = (pod: PodEvidence) => PodEvidence;

/**
 * Makes a {@link ShareParts}. The pods of a workload have their owner, their marks and their pull secrets in common;
 * of 50,000 pods these would take a fifth of the memory.
 */
export function shareParts(): ShareParts {
  const owners = new Map<string, readonly OwnerReference[]>();
  const marks = new Map<string, ObjectMarks>();
  const secrets = new Map<string, readonly string[]>();
  return (pod) => ({
    ...pod,
    owners: first(owners, pod.owners, (all) => all.map(ownerKey).join('\n')),
    marks: first(marks, pod.marks, marksKey),
    imagePullSecrets: first(secrets, pod.imagePullSecrets, (names) => names.join('\n')),
  });
}

function first<T>(known: Map<string, T>, value: T, keyOf: (value: T) => string): T {
  const key = keyOf(value);
  const before = known.get(key);
  if (before === undefined) known.set(key, value);
  return before ?? value;
}

function ownerKey({ apiVersion, kind, name, uid, controller }: OwnerReference): string {
  return `${uid}/${apiVersion}/${kind}/${name}/${controller}`;
}

function marksKey({ helmRelease = '', argoApplication = '', fluxSource = '' }: ObjectMarks): string {
  // An annotation may hold anything: the lengths tell where each begins.
  return `${helmRelease.length}/${argoApplication.length}/${helmRelease}${argoApplication}${fluxSource}`;
}
