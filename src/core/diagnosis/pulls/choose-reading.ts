/**
 * Which of the texts about a failing pull decides. The newest that says something does: the waiting
 * message is the newest of all, but older kubelets say only that they wait, and then the events speak.
 */
import type { Instant } from '../../evidence/observed.ts';
import type { MessageReading } from '../../evidence/message/message-reading.ts';
import type { Cause } from '../cause.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { FailingPull } from '../finding.ts';
import { judgeReading } from '../judgement/judge-reading.ts';
import { FAILURE_KINDS, lastSeen } from './pull-event.ts';
import type { PullEvent } from './pull-event.ts';
import type { PullSite } from './pull-site.ts';
import type { Circumstances, Verdict } from '../verdict.ts';

export type Quote = NonNullable<FailingPull['quote']>;

/** A text about the pull with its judgement. */
export interface JudgedText {
  readonly verdict: Verdict;
  readonly quote: Quote;
}

export interface ChosenReading {
  readonly verdict: Verdict;
  /** Absent when nothing was said at all. */
  readonly quote?: Quote;
  /** Older texts with other causes, newest first: the failure changed. */
  readonly earlier: readonly JudgedText[];
}

/** Causes that say nothing about why. */
const SILENT: ReadonlySet<Cause> = new Set<Cause>(['unknown', 'back-off-only']);

/** Judges what was said of a failing pull. In: the site; out: the deciding verdict and its quote. */
export function chooseReading(site: PullSite, index: ClusterIndex): ChosenReading {
  const circumstances = circumstancesOf(site, index);
  const judged = textsOf(site).map((quote): JudgedText => {
    const known = quote.from === 'event' ? ofAttempt(circumstances) : circumstances;
    return { quote, verdict: judgeReading(index.read(quote.text), known) };
  });
  const [newest] = judged;
  if (newest === undefined) return { verdict: judgeReading(index.read(''), circumstances), earlier: [] };
  const telling = judged.find(({ verdict }) => !SILENT.has(verdict.cause));
  const chosen =
    telling ?? judged.find(({ verdict }) => verdict.cause === 'unknown' && speaks(verdict.reading)) ?? newest;
  const earlier = judged.filter(
    ({ verdict }) => !SILENT.has(verdict.cause) && verdict.cause !== chosen.verdict.cause,
  );
  const verdict = overridesNewer(judged, chosen) ? noMoreThanLikely(chosen.verdict) : chosen.verdict;
  return { verdict, quote: dated(chosen, judged, site), earlier: distinctCauses(earlier) };
}

/** What is known besides the text: the node's runtime and kubelet, never the API server's version. */
export function circumstancesOf(site: PullSite, index: ClusterIndex): Circumstances {
  const node = index.node(site.pod.nodeName);
  const kubelet = node === undefined ? undefined : /\d+\.\d+(?:\.\d+)?/u.exec(node.kubeletVersion)?.[0];
  const runtime = node?.runtime.name ?? '';
  return {
    ...(site.image === '' ? {} : { image: site.image }),
    ...(runtime === '' ? {} : { runtime }),
    ...(kubelet === undefined ? {} : { kubelet }),
    ...(site.waitingReason === '' ? {} : { waitingReason: site.waitingReason }),
  };
}

/** `ImagePullBackOff` is of the time after the attempt that an event tells of. */
function ofAttempt({ waitingReason, ...others }: Circumstances): Circumstances {
  return waitingReason === undefined || waitingReason === 'ImagePullBackOff'
    ? others
    : { ...others, waitingReason };
}

/** Everything said of this pull, newest first. */
function textsOf(site: PullSite): readonly Quote[] {
  const stated: readonly Quote[] =
    site.statusText === undefined ? [] : [{ text: site.statusText, from: 'waiting' }];
  return [...stated, ...site.events.filter(carriesCause).toReversed().map(eventQuote)];
}

/** `Error: ErrImagePull` and its like name a reason and no cause; a container that did not start is not a pull. */
function carriesCause({ kind }: PullEvent): boolean {
  return FAILURE_KINDS.has(kind) || kind === 'sandbox-failed';
}

function eventQuote({ event, text, count }: PullEvent): Quote {
  const at = lastSeen(event);
  return { text, from: 'event', count, ...(Number.isFinite(at) ? { at } : {}) };
}

/** It says something beyond waiting, understood or not. */
export function speaks(reading: MessageReading): boolean {
  return reading.attempts.length > 0 || (!reading.wrapping.backOff && reading.raw !== '');
}

/** A newer text was passed over because it could not be read: what it said may be another thing. */
function overridesNewer(judged: readonly JudgedText[], chosen: JudgedText): boolean {
  return judged
    .slice(0, judged.indexOf(chosen))
    .some(({ verdict }) => verdict.cause === 'unknown' && speaks(verdict.reading));
}

export function noMoreThanLikely(verdict: Verdict): Verdict {
  return verdict.certainty === 'proven' ? { ...verdict, certainty: 'likely' } : verdict;
}

/** A status bears no time of its own: the newest attempt's event with the same cause gives it one. */
function dated({ quote, verdict }: JudgedText, judged: readonly JudgedText[], site: PullSite): Quote {
  if (quote.from !== 'waiting') return { ...quote, count: countOf(judged, verdict.cause, quote.count ?? 1) };
  const twin = judged.find((one) => one.quote.from === 'event' && one.verdict.cause === verdict.cause);
  const at = twin?.quote.at ?? errorEventTime(site, quote.text);
  const count = countOf(judged, verdict.cause, 0);
  return { ...quote, ...(at === undefined ? {} : { at }), ...(count === 0 ? {} : { count }) };
}

/** Ports and request ids make one failure into many events: all that say the same are counted. */
function countOf(judged: readonly JudgedText[], cause: Cause, otherwise: number): number {
  const same = judged.filter((one) => one.quote.from === 'event' && one.verdict.cause === cause);
  return same.length === 0 ? otherwise : same.reduce((sum, { quote }) => sum + (quote.count ?? 1), 0);
}

/** A sentence in `waiting.reason` comes with an event `Error: <the sentence>`. */
function errorEventTime({ events }: PullSite, text: string): Instant | undefined {
  const twin = events.findLast(({ kind, text: said }) => kind === 'error' && said === `Error: ${text}`);
  const at = twin === undefined ? undefined : lastSeen(twin.event);
  return at !== undefined && Number.isFinite(at) ? at : undefined;
}

function distinctCauses(judged: readonly JudgedText[]): readonly JudgedText[] {
  const first = new Map<Cause, JudgedText>();
  for (const one of judged) if (!first.has(one.verdict.cause)) first.set(one.verdict.cause, one);
  return [...first.values()];
}
