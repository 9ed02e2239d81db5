import type { Phase } from '../judge/judge-answer.ts';

/** Something pulldoctor is known to say wrongly: shown in every report, and taken out here once it is right. */
export interface KnownFault {
  readonly cases: RegExp;
  readonly stacks?: readonly string[];
  readonly phases?: readonly Phase[];
  readonly fault: RegExp;
  readonly why: string;
}

/** Everywhere but where the registries were asked: that settles it. */
const UNASKED: readonly Phase[] = [
  'first',
  'back-off',
  'events gone',
  'live first',
  'live back-off',
  'collected',
];
const FAULT = /^cause credentials-rejected|^no remedy has/u;

export const KNOWN_FAULTS: readonly KnownFault[] = [
  {
    cases:
      /^secret-(?:wrong-server|wrong-port|wrong-path|subdomain|opaque|no-auths|empty-entry|identity-token)$/u,
    stacks: ['old'],
    phases: UNASKED,
    fault: FAULT,
    why: 'containerd 1.6 says 401 and no more when it had nothing to send; the pod has no secret that fits, so the credentials are missing',
  },
  {
    cases: /^(?:secret-(?:none|absent|elsewhere)|account-too-late)$/u,
    stacks: ['old'],
    phases: ['events gone'],
    fault: FAULT,
    why: 'containerd 1.6 says 401 and no more when it had nothing to send; once the events about missing secrets are gone, the credentials are taken for refused ones',
  },
];

/** The entry of the list that a fault is. */
export function knownFault(name: string, stack: string, phase: Phase, fault: string): KnownFault | undefined {
  return KNOWN_FAULTS.find(
    (known) =>
      known.cases.test(name) &&
      (known.stacks === undefined || known.stacks.includes(stack)) &&
      (known.phases === undefined || known.phases.includes(phase)) &&
      known.fault.test(fault),
  );
}
