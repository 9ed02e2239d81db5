/** The registry's word as proof beside a finding: what was asked with which credentials, and what was answered. */
import { stamped } from '../clock-time.ts';
import { WAY_FAULTS, type Cause } from '../cause.ts';
import type { Witness } from '../finding.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import { credentialWords } from './credential-words.ts';
import { probeFacts } from './probe-facts.ts';
import type { ProbedPull } from './probed-pull.ts';
import { mayBe } from './settle-open.ts';

/** Different answers that are worth showing. */
const ANSWERS = 2;

/** In: the pulls of one finding, with its cause. Out: the distinct answers, then what else they show. */
export function probeWitnesses(cause: Cause, pulls: readonly JudgedPull[]): readonly Witness[] {
  return answersOf(cause, pulls, ({ outcome }) => outcome !== 'unsettled');
}

/** Answers that say nothing of what the kubelet is told: worth knowing, and no proof of what is broken. */
export function openWitnesses(cause: Cause, pulls: readonly JudgedPull[]): readonly Witness[] {
  return answersOf(cause, pulls, ({ outcome, ours }) => outcome === 'unsettled' && ours !== true);
}

function answersOf(
  cause: Cause,
  pulls: readonly JudgedPull[],
  wanted: (probed: ProbedPull) => boolean,
): readonly Witness[] {
  const byWords = new Map<string, readonly [JudgedPull, ProbedPull]>();
  for (const judged of pulls) {
    const { probed } = judged;
    const words = probed !== undefined && wanted(probed) ? answerOf(cause, judged, probed) : '';
    if (probed !== undefined && words !== '' && !byWords.has(words)) byWords.set(words, [judged, probed]);
  }
  return [...byWords]
    .slice(0, ANSWERS)
    .flatMap(([says, [judged, probed]]) => [
      registry(says, supports(cause, judged, probed), probed),
      ...probeFacts(cause, probed).map((fact) => registry(fact, true, probed)),
    ]);
}

function registry(says: string, supporting: boolean, { probe }: ProbedPull): Witness {
  return { witness: 'registry', says, supports: supporting, ...stamped(probe.at) };
}

function answerOf(cause: Cause, judged: JudgedPull, probed: ProbedPull): string {
  if (probed.says === '') return '';
  if (probed.outcome === 'works') return worksWords(cause, judged, probed);
  const asked = credentialWords(probed.trial);
  const words = asked === '' ? probed.says : `${probed.says}, asked ${asked}`;
  if (probed.outcome === 'unsettled') return words + unsettledWords(judged, probed);
  const sure = judged.pull.verdict.certainty === 'proven' && asked !== '';
  return probed.everywhere || (sure && !probed.onlyHere) ? words : words + vantage(judged, probed);
}

/** Where the node may be told something else. */
function vantage({ pull: { node } }: JudgedPull, { onlyHere, host }: ProbedPull): string {
  if (onlyHere)
    return `, seen from here: ${host?.name ?? 'localhost'} is this machine's own, not ${node ?? 'the node'}'s`;
  return `, seen from here${node === undefined ? '' : `, not from ${node}`}`;
}

/** Why a refusal from here does not say what the kubelet is told. */
function unsettledWords({ site, pull }: JudgedPull, { trial }: ProbedPull): string {
  if (trial?.anonymous !== true) return '';
  const secrets = site.pod.imagePullSecrets.length > 0 && !site.pod.mirror && pull.kind !== 'sandbox';
  return secrets
    ? ": it is not public; the pod's secrets were not tried"
    : ': that proves nothing of the node, which signs in with credentials of its own';
}

function worksWords(cause: Cause, judged: JudgedPull, probed: ProbedPull): string {
  const { reason, pull } = judged;
  const { says, trial } = probed;
  const read = trial === undefined ? '' : `, read ${credentialWords(trial)}`;
  if (WAY_FAULTS.has(cause) && !probed.onlyHere)
    return `the registry answers from here, and ${says}: what fails is ${pull.node ?? 'the node'}'s own path, that is its DNS, proxy, CA, firewall or mirror`;
  if (reason === 'pushed-later')
    return `${says}${read}: it came after the last attempt, or the node asks elsewhere (a mirror)`;
  if (reason === 'works-now') return `${says}${read}`;
  const seen = `${says}${read}${vantage(judged, probed)}`;
  const elsewhere = cause === 'not-found-unspecified' && !probed.onlyHere;
  return elsewhere
    ? `${seen}: ${pull.node ?? 'the node'} seems to ask elsewhere (a mirror, a proxy, a DNS of its own)`
    : seen;
}

function supports(
  cause: Cause,
  { pull }: JudgedPull,
  { outcome, cause: shown, certainty }: ProbedPull,
): boolean {
  if (outcome === 'works') return WAY_FAULTS.has(cause) || !AGAINST.has(cause);
  if (shown === undefined || shown === cause || OPEN_ANSWERS.has(shown) || mayBe(cause, shown)) return true;
  // One sight, two readings: a web page in place of a manifest may be the registry's own.
  return certainty === 'possible' && pull.verdict.alternatives.some((one) => one.cause === shown);
}

/** A finding that says the image is not as it should be, beside a registry that shows it whole. */
const AGAINST: ReadonlySet<Cause> = new Set<Cause>([
  'platform-mismatch',
  'unsupported-manifest',
  'wrong-architecture-binary',
]);

const OPEN_ANSWERS: ReadonlySet<Cause> = new Set<Cause>(['access-denied-ambiguous', 'not-found-unspecified']);
