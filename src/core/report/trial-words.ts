import type { Asker } from '../diagnosis/probing/credential-words.ts';
import { isUnsent } from '../evidence/registry/unsent-login.ts';
import type { Trial } from './report.ts';

const OUTCOME_WORDS: Readonly<Record<Trial['outcome'], string>> = {
  accepted: 'let in',
  rejected: 'login refused',
  denied: 'known, and refused this repository',
  unclear: 'refused',
  'not-tried': 'not tried',
};

/** `secret shop/regcred key registry.example.com (user ci): login refused (401)`. */
export function trialWords(trial: Trial, asker: Asker = 'pod'): string {
  const { source, user, outcome, status, kubelets, says } = trial;
  const who = user === undefined || user === '' ? source : `${source} (user ${user})`;
  const code = status === undefined || outcome === 'not-tried' ? '' : ` (${status})`;
  const beyond = kubelets || asker === 'name' ? '' : '; the kubelet would not try it';
  const unchecked = isUnsent(trial) ? `; ${says ?? ''}` : '';
  return `${who}: ${becameOf(trial)}${code}${unchecked}${beyond}`;
}

function becameOf({ source, outcome, status }: Trial): string {
  // Where nothing came back nobody refused anything.
  if (outcome === 'unclear' && status === undefined) return 'no answer';
  // Without a login nobody is known.
  return source === 'anonymous' && outcome === 'denied' ? OUTCOME_WORDS.unclear : OUTCOME_WORDS[outcome];
}
