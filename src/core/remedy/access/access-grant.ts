import { shellLine } from '../shell-quote.ts';
import { depthOf } from './access-depth.ts';

/** A request that was refused. */
export interface RefusedLook {
  /** Plural, as in RBAC: `pods`, `nodes/proxy`. */
  readonly resource: string;
  readonly verb: string;
  /** Empty for a look at all namespaces, or at what has none. */
  readonly namespace: string;
  /** The user as the API server names it; empty where it did not say. */
  readonly user: string;
}

/**
 * The line that opens the view, to be run by whoever may give rights.
 * Out: undefined for a resource that no role of `pulldoctor rbac` has.
 */
export function accessGrant({ resource, verb, namespace, user }: RefusedLook): string | undefined {
  const depth = depthOf(resource, verb);
  if (depth === undefined) return undefined;
  const words = [
    ...(depth === 'base' ? [] : [`--${depth}`]),
    ...(namespace === '' ? ['-A'] : ['-n', namespace]),
    ...(user === '' ? [] : ['--for', subjectWord(user)]),
  ];
  return `${shellLine('pulldoctor', 'rbac', ...words)} | kubectl apply -f -`;
}

const SERVICE_ACCOUNT = 'system:serviceaccount:';

function subjectWord(user: string): string {
  return user.startsWith(SERVICE_ACCOUNT)
    ? `serviceaccount:${user.slice(SERVICE_ACCOUNT.length)}`
    : `user:${user}`;
}
