/** An image asked about by name, without a pod behind the question: the same findings, from the registry alone. */
import type { ImageProbe } from '../../evidence/registry/image-probe.ts';
import type { Platform } from '../../evidence/image/platform.ts';
import type { BlindSpot, Instant } from '../../evidence/observed.ts';
import { ruleOf } from '../causes/rule-of.ts';
import type { Rung } from '../cause.ts';
import { stamped } from '../clock-time.ts';
import type { Diagnosis, Finding, FindingScope, Witness } from '../finding.ts';
import { readImageName } from '../image-name.ts';
import type { ImageName } from '../image-name.ts';
import { fingerprint } from '../incidents/fingerprint.ts';
import { credentialWords } from './credential-words.ts';
import { judgeProbe } from './judge-probe.ts';
import { probeFacts } from './probe-facts.ts';
import type { ProbeCircumstances, ProbeVerdict } from './probe-verdict.ts';
import { suggestionsFor } from './suggestions.ts';

export interface ImageQuestion {
  /** Wanted platforms; none where nobody said. */
  readonly platforms: readonly Platform[];
  /** `unseen` where a pod's own credentials were asked for and could not be read. */
  readonly credentials?: ProbeCircumstances['credentials'];
  /** The clock of the answer; the probe's own when left out. */
  readonly now?: Instant;
}

/**
 * Judges probes on their own. Out: one finding for each image that cannot be pulled so, a blind spot that hides
 * the target for each that could not be judged, and every verdict in `probes`.
 */
export function diagnoseImages(probes: readonly ImageProbe[], question: ImageQuestion): Diagnosis {
  const judged = probes.map((probe) => judgeImage(probe, question));
  const hosts = probes.map(({ image }) => readImageName(image).host).filter((host) => host !== '');
  return {
    asOf: question.now ?? Math.max(0, ...probes.map(({ at }) => at)),
    looked: {
      namespaces: 0,
      pods: 0,
      registries: new Set(hosts).size,
    },
    findings: judged.flatMap((verdict) => findingOf(verdict) ?? []),
    notices: [],
    blindSpots: judged.flatMap(spotsOf),
    probes: judged,
  };
}

function judgeImage(probe: ImageProbe, question: ImageQuestion): ProbeVerdict {
  const image = readImageName(probe.image);
  if (image.fault !== undefined) return notAReference(probe, image);
  const { ladder, ...verdict } = judgeProbe(probe, {
    host: image.host,
    platforms: question.platforms,
    credentials: question.credentials ?? 'seen',
  });
  return { ...verdict, ladder: ladder.filter(({ rung }) => isClimbed(rung, probe)) };
}

/** Without a pod there is no pull policy, and where nobody brought a login no keyring to look one up in. */
function isClimbed(rung: Rung, { trials }: ImageProbe): boolean {
  if (rung === 'credentials') return trials.some(({ anonymous }) => !anonymous);
  return rung !== 'pull-policy';
}

function notAReference(probe: ImageProbe, { fault }: ImageName): ProbeVerdict {
  const says = fault?.error ?? 'it is no image reference';
  return {
    outcome: 'fails',
    cause: 'invalid-reference',
    certainty: 'proven',
    rung: 'reference',
    says,
    alternatives: [],
    everywhere: true,
    ladder: [{ rung: 'reference', state: 'broken', says }],
    probe,
  };
}

function findingOf(verdict: ProbeVerdict): Finding | undefined {
  const { cause, probe, host, reason } = verdict;
  if (verdict.outcome !== 'fails' || cause === undefined) return undefined;
  const { retry, actor } = ruleOf(cause);
  const suggestions = suggestionsFor(cause, probe.image, probe);
  return {
    id: fingerprint(`image\n${readImageName(probe.image).normal}\n`),
    cause,
    certainty: verdict.certainty,
    severity: 'error',
    rung: verdict.rung,
    retry,
    actor,
    scope: scopeOf(verdict),
    images: [probe.image],
    pulls: [],
    evidence: witnessesOf(verdict),
    ladder: verdict.ladder,
    alternatives: verdict.alternatives,
    trials: probe.trials,
    suggestions,
    ...(reason === undefined ? {} : { reason }),
    ...(host === undefined ? {} : { host }),
  };
}

function scopeOf({ cause, probe, host }: ProbeVerdict): FindingScope {
  return cause !== undefined && ruleOf(cause).groupBy === 'host' && host !== undefined
    ? { kind: 'registry', name: host.name }
    : { kind: 'image', name: readImageName(probe.image).normal };
}

/** What decided, and what else was seen. */
function witnessesOf(verdict: ProbeVerdict): readonly Witness[] {
  const { says, trial, probe, cause } = verdict;
  if (cause === 'invalid-reference') return [];
  // What stands there is the same for everybody who is let in.
  const letIn = trial?.outcome === 'accepted' && probe.manifest !== undefined;
  const asked = letIn ? '' : credentialWords(trial, 'name');
  const first = asked === '' ? says : `${says}, asked ${asked}`;
  const facts = cause === undefined ? [] : probeFacts(cause, verdict, 'name');
  return [...(says === '' ? [] : [first]), ...facts].map((text) => ({
    witness: 'registry',
    says: text,
    supports: true,
    ...stamped(probe.at),
  }));
}

function spotsOf({ outcome, cause, probe, says }: ProbeVerdict): readonly BlindSpot[] {
  // What is no name was not missed by looking.
  if (cause === 'invalid-reference') return [];
  if (outcome !== 'unsettled') return probe.blindSpots;
  const [first] = probe.blindSpots;
  const why = says === '' ? (first?.why ?? 'no look came far enough to tell') : says;
  // `no answer within 3.0 s; then the time for asking registries was used up` says the shorter one too.
  const same = probe.blindSpots.filter((spot) => why.endsWith(spot.why));
  const grant = same.find((spot) => spot.grant !== undefined)?.grant;
  const others = probe.blindSpots.filter((spot) => !same.includes(spot));
  return [
    { what: `image ${probe.image}`, why, hidesTarget: true, ...(grant !== undefined && { grant }) },
    ...others,
  ];
}
