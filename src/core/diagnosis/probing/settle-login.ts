/**
 * A refusal whose words do not tell whether a login was sent: containerd 1.6 says `401 Unauthorized` to both, and
 * CRI-O may speak of a wrong password where there was none. Whoever asked the registry with all that the kubelet
 * has for it knows which it was.
 */
import type { Cause } from '../cause.ts';
import { ruleOf } from '../causes/rule-of.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { cloudOfRegistry } from '../pulls/cloud-registry.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import { asMissing } from '../pulls/settle-refusal.ts';
import type { Verdict } from '../verdict.ts';
import { sendsNothing } from './answer-meaning.ts';
import type { ProbedPull } from './probed-pull.ts';
import { secretsKnown } from './pull-probes.ts';

const REFUSED: ReadonlySet<Cause> = new Set<Cause>([
  'access-denied-ambiguous',
  'credentials-missing',
  'credentials-rejected',
  'credentials-expired',
]);

/** Nothing where the text tells, or what the kubelet would send is not known for sure. */
export function settleLogin(
  judged: JudgedPull,
  probed: ProbedPull,
  index: ClusterIndex,
): Verdict | undefined {
  const { verdict } = judged.pull;
  const other = OTHER[verdict.cause];
  if (other === undefined || !verdict.alternatives.some(({ cause }) => cause === other)) return undefined;
  if (verdict.attempt?.sent !== undefined || probed.cause === undefined || !REFUSED.has(probed.cause))
    return undefined;
  if (!knowsAllLogins(judged, probed, index)) return undefined;
  const sent = probed.probe.trials.some((trial) => trial.kubelets && !sendsNothing(trial));
  if (other === 'credentials-missing' && !sent) return asMissing(verdict);
  if (other !== 'credentials-rejected' || !sent || probed.cause !== other) return undefined;
  const { rung, retry, actor, groupBy } = ruleOf(other);
  const { reason: _, ...rest } = verdict;
  // Likely, and no more: what was read now need not be what was there then.
  const { alternatives } = probed;
  return { ...rest, cause: other, certainty: 'likely', rung, retry, actor, groupBy, alternatives };
}

/** Each of the two, and what its words may mean as well. */
const OTHER: Readonly<Partial<Record<Cause, Cause>>> = {
  'credentials-rejected': 'credentials-missing',
  'credentials-missing': 'credentials-rejected',
};

/** Secrets that were all read, of a pod that brings its own, for a registry to which no node signs in by itself. */
function knowsAllLogins(
  { site, pull }: JudgedPull,
  { credentials, trial }: ProbedPull,
  index: ClusterIndex,
): boolean {
  if (credentials !== 'seen' || trial?.kubelets !== true || trial.outcome === 'accepted') return false;
  const own = !site.pod.mirror && pull.kind !== 'sandbox' && secretsKnown(site.pod, index);
  return own && cloudOfRegistry(index.image(site.image).host) === undefined;
}
