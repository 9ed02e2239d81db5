import type { PullOwner } from '../diagnosis/finding.ts';
import { shellLine } from './shell-quote.ts';

/** One kubectl line for a namespace; each word is quoted where it needs to be. */
export function kubectl(namespace: string, ...words: readonly string[]): string {
  return shellLine('kubectl', '-n', namespace, ...words);
}

/** A name that cannot be taken for an option. No object of Kubernetes begins with a hyphen. */
export function argumentName(name: string, placeholder: string): string {
  return name === '' || name.startsWith('-') ? placeholder : name;
}

const BUILT_IN: ReadonlySet<string> = new Set([
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
]);

/** True for the kinds whose pod template kubectl knows. */
export function isBuiltIn({ kind }: PullOwner): boolean {
  return BUILT_IN.has(kind);
}

/** `deployment/web`, `rollout.argoproj.io/web`: the owner as kubectl wants it named. */
export function ownerName({ apiVersion, kind, name }: PullOwner): string {
  const resource = kind.toLowerCase();
  const slash = apiVersion.indexOf('/');
  const group = BUILT_IN.has(kind) || slash < 0 ? '' : `.${apiVersion.slice(0, slash)}`;
  return argumentName(`${resource}${group}/${name}`, '<TYPE>/<NAME>');
}
