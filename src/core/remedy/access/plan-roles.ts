import { fingerprint } from '../../diagnosis/incidents/fingerprint.ts';
import { ACCESS, ACCESS_DEPTHS, type AccessDepth, type AccessRule } from './access-depth.ts';

/** Who is given the rights (rbac.authorization.k8s.io/v1 Subject). */
export interface AccessSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a service account. */
  readonly namespace?: string;
}

export interface RoleRequest {
  /** What is wanted on top of `base`. */
  readonly depths: readonly AccessDepth[];
  /** All namespaces when left out. */
  readonly namespace?: string;
  readonly subject: AccessSubject;
}

/** A role and who has it. */
export interface PlannedRole {
  readonly depth: AccessDepth;
  readonly kind: 'Role' | 'ClusterRole';
  readonly name: string;
  /** Of a Role. */
  readonly namespace?: string;
  readonly rules: readonly AccessRule[];
  readonly bindingName: string;
  readonly subject: AccessSubject;
}

/**
 * The least roles for what is wanted: one for each depth, under names that other depths and other subjects do
 * not share, so that applying one leaves the others as they are.
 */
export function planRoles({ depths, namespace, subject }: RoleRequest): readonly PlannedRole[] {
  const wanted = ACCESS_DEPTHS.filter((depth) => depth === 'base' || depths.includes(depth));
  return wanted.map((depth) => {
    const { clusterWide, rules } = ACCESS[depth];
    const name = depth === 'base' ? 'pulldoctor' : `pulldoctor-${depth}`;
    const role = { depth, name, rules, subject, bindingName: `${name}:${nameOf(subject)}` };
    return clusterWide || namespace === undefined
      ? { ...role, kind: 'ClusterRole' }
      : { ...role, kind: 'Role', namespace };
  });
}

/** What a name of an object may hold (ValidatePathSegmentName is laxer). */
const PLAIN = /^[a-z0-9](?:[a-z0-9.:@_-]{0,98}[a-z0-9])?$/u;

/** A name for the subject that no other subject has. */
function nameOf({ kind, name, namespace }: AccessSubject): string {
  const full = [kind.toLowerCase(), ...(namespace === undefined ? [] : [namespace]), name].join(':');
  if (PLAIN.test(full)) return full;
  const plain = full.toLowerCase().replaceAll(/[^a-z0-9.:@_-]/gu, '-');
  return `${plain.slice(0, 80)}:${fingerprint(full).slice(0, 8)}`;
}
