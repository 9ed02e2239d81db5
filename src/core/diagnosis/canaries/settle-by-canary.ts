/**
 * A fresh pull on the failing pod's node, in a pod of its own without any back-off: the kubelet's newest word.
 * It gives a silent pull its cause back, makes the same cause surer, or says that only the back-off remains.
 */
import type { CanaryPull } from '../../evidence/node/canary-pull.ts';
import { OPEN_CAUSES } from '../cause.ts';
import type { Certainty } from '../cause.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { circumstancesOf } from '../pulls/choose-reading.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import { judgeReading } from '../judgement/judge-reading.ts';
import type { Verdict } from '../verdict.ts';

/** The same pulls in the same order; those imitated by a canary with its word. */
export function settleByCanaries(pulls: readonly JudgedPull[], index: ClusterIndex): readonly JudgedPull[] {
  const { canaries = [] } = index.evidence;
  if (canaries.length === 0) return pulls;
  return pulls.map((judged) => {
    const canary = canaryOf(judged, canaries, index);
    return canary === undefined ? judged : settle(judged, canary, index);
  });
}

/** The pull that was imitated, or another of the same image, secrets and node: the kubelet treats them alike. */
function canaryOf(
  { pull, site }: JudgedPull,
  canaries: readonly CanaryPull[],
  index: ClusterIndex,
): CanaryPull | undefined {
  const alike = canaries.filter(
    ({ node, namespace, image }) =>
      node === pull.node &&
      namespace === pull.namespace &&
      index.image(image).normal === index.image(pull.image).normal,
  );
  const own = alike.find(({ podUid }) => podUid === pull.podUid);
  const secrets = site.pod.imagePullSecrets.join(',');
  return own ?? alike.find(({ podUid }) => secretsOf(podUid, index) === secrets);
}

function secretsOf(uid: string, { evidence }: ClusterIndex): string | undefined {
  return evidence.pods.find((pod) => pod.uid === uid)?.imagePullSecrets.join(',');
}

function settle(judged: JudgedPull, canary: CanaryPull, index: ClusterIndex): JudgedPull {
  const { verdict } = judged.pull;
  if (canary.outcome === 'pulled') {
    const next: Verdict = { ...verdict, retry: 'transient', actor: 'time' };
    return { ...judged, pull: { ...judged.pull, verdict: next }, reason: 'works-now', canary: { canary } };
  }
  if (canary.outcome === 'unanswered' || canary.message === '') return { ...judged, canary: { canary } };
  const circumstances = { ...circumstancesOf(judged.site, index), waitingReason: canary.reason };
  const said = judgeReading(index.read(canary.message), circumstances);
  return {
    ...judged,
    pull: { ...judged.pull, verdict: joined(verdict, said) },
    canary: { canary, verdict: said },
  };
}

/** Open causes take over what the fresh text says; the same cause is as sure as the surer of both texts. */
function joined(verdict: Verdict, said: Verdict): Verdict {
  if (said.cause === verdict.cause)
    return SURENESS[said.certainty] > SURENESS[verdict.certainty] ? said : verdict;
  return OPEN_CAUSES.has(verdict.cause) && !OPEN_CAUSES.has(said.cause) ? said : verdict;
}

const SURENESS: Readonly<Record<Certainty, number>> = { possible: 0, likely: 1, proven: 2 };
