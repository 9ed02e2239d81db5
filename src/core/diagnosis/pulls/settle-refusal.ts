/**
 * A bare 401 does not say whether credentials were sent and refused, or never sent: containerd 1.6 words
 * both alike. The pod itself may tell: where it names no secret, or only such as the kubelet could not
 * read, and no cloud's node identity stands in for them, there was nothing to send.
 */
import { or } from '../judgement/alternative.ts';
import { credentialsMissing } from '../causes/credentials-missing.ts';
import type { ChosenReading } from './choose-reading.ts';
import { cloudOfRegistry } from './cloud-registry.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { PullSite } from './pull-site.ts';
import type { Verdict } from '../verdict.ts';

/** The reading, with a bare refusal settled where pod and events show that nothing could be sent. */
export function settleRefusal(chosen: ChosenReading, site: PullSite, index: ClusterIndex): ChosenReading {
  if (!isBareRefusal(chosen.verdict) || !hadNothingToSend(site, index)) return chosen;
  return { ...chosen, verdict: asMissing(chosen.verdict) };
}

function isBareRefusal({ cause, attempt }: Verdict): boolean {
  return cause === 'credentials-rejected' && attempt?.status === 401 && attempt.sent === undefined;
}

/**
 * Only what every reader of the pod sees may settle a cause: its own list of secrets, and the kubelet's
 * word that they are not there. The content of secrets may be hidden from one reader and not from another.
 */
function hadNothingToSend({ pod, image, kind }: PullSite, index: ClusterIndex): boolean {
  if (pod.mirror || kind === 'sandbox' || cloudOfRegistry(index.image(image).host) !== undefined)
    return false;
  const events = index.pullEventsOf(pod);
  const absent = new Set(events.flatMap(({ kind, secrets }) => (kind === 'secret-absent' ? secrets : [])));
  return pod.imagePullSecrets.every((name) => absent.has(name));
}

/** The same refusal, of a pull that had nothing to send. */
export function asMissing(verdict: Verdict): Verdict {
  const { cause, rung, retry, actor, groupBy } = credentialsMissing;
  const rejected = or(
    'credentials-rejected',
    'the node itself may hold a login for this registry, and that one was refused',
    'the config.json of the kubelet on the node',
  );
  const { reason: _, ...rest } = verdict;
  return { ...rest, cause, rung, retry, actor, groupBy, certainty: 'likely', alternatives: [rejected] };
}
