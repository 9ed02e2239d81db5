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
  const where = placeOf(pulls);
  const byWords = new Map<string, readonly [JudgedPull, ProbedPull]>();
  for (const judged of pulls) {
    const { probed } = judged;
    const words = probed !== undefined && wanted(probed) ? answerOf({ cause, judged, probed, where }) : '';
    if (probed !== undefined && words !== '' && !byWords.has(words)) byWords.set(words, [judged, probed]);
  }
  const witnesses = [...byWords]
    .slice(0, ANSWERS)
    .flatMap(([says, [judged, probed]]) => [
      registry(says, supports(cause, judged, probed), probed),
      ...probeFacts(cause, probed).map((fact) => registry(fact, true, probed)),
    ]);
  // Two answers may show the same besides.
  return [...new Map(witnesses.toReversed().map((one) => [one.says, one])).values()].toReversed();
}

/** Where the pulls of a finding fail. */
interface Place {
  /** Undefined when no pod says on which node it is. */
  readonly name: string | undefined;
  readonly possessive: string;
}

function placeOf(pulls: readonly JudgedPull[]): Place {
  const [node, ...others] = new Set(pulls.flatMap(({ pull }) => pull.node ?? []));
  if (others.length > 0) return { name: 'the nodes', possessive: "the nodes'" };
  return { name: node, possessive: `${node ?? 'the node'}'s` };
}

/** What an answer is told of. */
interface Told {
  readonly cause: Cause;
  readonly judged: JudgedPull;
  readonly probed: ProbedPull;
  readonly where: Place;
}

function registry(says: string, supporting: boolean, { probe }: ProbedPull): Witness {
  return { witness: 'registry', says, supports: supporting, ...stamped(probe.at) };
}

function answerOf(told: Told): string {
  const { judged, probed, where } = told;
  if (probed.says === '') return '';
  if (probed.outcome === 'works') return worksWords(told);
  const asked = credentialWords(probed.trial);
  const words = asked === '' ? probed.says : `${probed.says}, asked ${asked}`;
  if (probed.outcome === 'unsettled') return words + unsettledWords(judged, probed);
  const sure = judged.pull.verdict.certainty === 'proven' && asked !== '';
  return probed.everywhere || (sure && !probed.onlyHere) ? words : words + vantage(probed, where);
}

/** Where the node may be told something else. */
function vantage({ onlyHere, host }: ProbedPull, { name, possessive }: Place): string {
  if (onlyHere)
    return `, seen from here: ${host?.name ?? 'localhost'} is this machine's own, not ${possessive}`;
  return `, seen from here${name === undefined ? '' : `, not from ${name}`}`;
}

/** Why a refusal from here does not say what the kubelet is told. */
function unsettledWords({ site, pull }: JudgedPull, { trial }: ProbedPull): string {
  if (trial?.anonymous !== true) return '';
  const secrets = site.pod.imagePullSecrets.length > 0 && !site.pod.mirror && pull.kind !== 'sandbox';
  return secrets
    ? ": it is not public; the pod's secrets were not tried"
    : ': that proves nothing of the node, which signs in with credentials of its own';
}

function worksWords({ cause, judged: { reason }, probed, where }: Told): string {
  const { says, trial } = probed;
  const read = trial === undefined ? '' : `, read ${credentialWords(trial)}`;
  if (WAY_FAULTS.has(cause) && !probed.onlyHere)
    return `the registry answers from here, and ${says}: what fails is ${where.possessive} own path, that is its DNS, proxy, CA, firewall or mirror`;
  if (reason === 'pushed-later')
    return `${says}${read}: it came after the last attempt, or the node asks elsewhere (a mirror)`;
  if (reason === 'works-now') return `${says}${read}`;
  const seen = `${says}${read}${vantage(probed, where)}`;
  if (cause !== 'not-found-unspecified' || probed.onlyHere) return seen;
  const seems = where.name === 'the nodes' ? 'the nodes seem' : `${where.name ?? 'the node'} seems`;
  return `${seen}: ${seems} to ask elsewhere (a mirror, a proxy, a DNS of its own)`;
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
