/** From failing pulls as they were seen to failing pulls as they are understood. */
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import { attemptHistory, stuckSince } from './attempt-history.ts';
import { chooseReading } from './choose-reading.ts';
import type { ChosenReading } from './choose-reading.ts';
import { clockTime } from '../clock-time.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { failingPullsOf } from './failing-pulls.ts';
import type { FailingPull } from '../finding.ts';
import type { JudgedPull } from './judged-pull.ts';
import { ownerChain } from './owner-chain.ts';
import type { OwnerChain } from './owner-chain.ts';
import type { PullSite } from './pull-site.ts';
import { quoteText } from './quote-text.ts';
import { deriveReason } from './reasons.ts';
import { nextAttempt } from './retry-clock.ts';
import { settleRefusal } from './settle-refusal.ts';

/** Every failing pull of these pods, judged by what was said of it. */
export function judgePulls(pods: readonly PodEvidence[], index: ClusterIndex): readonly JudgedPull[] {
  return pods.flatMap((pod) => failingPullsOf(pod, index).flatMap((site) => judge(site, index) ?? []));
}

function judge(site: PullSite, index: ClusterIndex): JudgedPull | undefined {
  const chosen = settleRefusal(chooseReading(site, index), site, index);
  if (site.only !== undefined && chosen.verdict.cause !== site.only) return undefined;
  const chain = ownerChain(site.pod, index);
  const reason = deriveReason(site, chosen, index);
  const earlier = chosen.earlier.map((one) => ({
    ...one,
    quote: { ...one.quote, text: quoteText(one.quote.text) },
  }));
  return {
    pull: newPull(site, chosen, chain, index),
    site,
    chain,
    earlier,
    ...(reason === undefined ? {} : { reason }),
  };
}

function newPull(
  site: PullSite,
  { verdict, quote }: ChosenReading,
  { owner }: OwnerChain,
  index: ClusterIndex,
): FailingPull {
  const { pod } = site;
  const since = stuckSince(pod, site.events);
  return {
    namespace: pod.namespace,
    pod: pod.name,
    podUid: pod.uid,
    container: site.container,
    kind: site.kind,
    image: site.image,
    owner,
    verdict,
    ...(pod.nodeName === undefined ? {} : { node: pod.nodeName }),
    ...(site.only === undefined ? { nextAttempt: clock(site, since, index) } : {}),
    ...(since === undefined ? {} : { stuckSince: since }),
    ...(quote === undefined ? {} : { quote: { ...quote, text: quoteText(quote.text) } }),
  };
}

function clock(
  site: PullSite,
  since: number | undefined,
  index: ClusterIndex,
): ReturnType<typeof nextAttempt> {
  const nodeDown = nodeTrouble(site.pod, index);
  return nextAttempt(attemptHistory([...new Set([...site.attempts, ...site.events])]), {
    asOf: index.asOf,
    everySync: retriesEverySync(site),
    ...(since === undefined ? {} : { stuckSince: since }),
    ...(nodeDown === undefined ? {} : { nodeDown }),
  });
}

/** Reasons for which the image manager makes a back-off entry; all others come up at every sync. */
const BACKED_OFF: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

function retriesEverySync({ kind, waitingReason, events }: PullSite): boolean {
  if (kind === 'sandbox') return true;
  if (waitingReason !== '' && waitingReason !== 'ContainerCreating' && waitingReason !== 'PodInitializing')
    return !BACKED_OFF.has(waitingReason);
  const last = events.findLast((event) => event.kind !== 'error');
  return last?.kind === 'inspect-failed' || last?.kind === 'never-pull';
}

function nodeTrouble({ nodeName }: PodEvidence, index: ClusterIndex): string | undefined {
  const ready = index.node(nodeName)?.conditions.find(({ type }) => type === 'Ready');
  if (nodeName === undefined || ready === undefined || ready.status === 'True') return undefined;
  const since = ready.lastTransition === undefined ? '' : ` since ${clockTime(ready.lastTransition)}`;
  return `${nodeName} is not Ready${since}, and pulls nothing until it is`;
}
