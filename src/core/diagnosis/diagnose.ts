/**
 * Why pods cannot pull their images: the one entry of the diagnosis. Pure: the same evidence gives the
 * same answer, and its only clock is the evidence's own.
 */
import type { ClusterEvidence } from '../evidence/evidence.ts';
import type { PodEvidence } from '../evidence/objects/pod.ts';
import type { Instant } from '../evidence/observed.ts';
import { findBlindSpots } from './blind-spots.ts';
import { indexCluster } from './cluster-index.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { creationNotices } from './notices/creation-notices.ts';
import type { DiagnosisScope } from './diagnosis-scope.ts';
import { fingerprints } from './incidents/fingerprint.ts';
import type { Diagnosis, Notice } from './finding.ts';
import { groupPulls } from './incidents/grouping.ts';
import type { PullGroup } from './incidents/grouping.ts';
import { judgePulls } from './pulls/judge-pulls.ts';
import type { JudgedPull } from './pulls/judged-pull.ts';
import { newFinding } from './incidents/new-finding.ts';
import { gatherPeers } from './incidents/peers.ts';
import { podNotices } from './notices/pod-notices.ts';
import { rewrittenImages } from './notices/rewritten-images.ts';
import { runningPullNotices } from './notices/running-pulls.ts';
import { registriesAsked, unaskedOf } from './probing/asked-registries.ts';
import { settleByProbes } from './probing/settle-by-probe.ts';
import { settleByCanaries } from './canaries/settle-by-canary.ts';
import { settleSilent } from './pulls/settle-silent.ts';
import { resolveTargets } from './targets.ts';
import type { ResolvedTargets, Target } from './targets.ts';
import { unusedSecrets } from './notices/unused-secrets.ts';

export interface DiagnoseOptions {
  /** Only this namespace; all when left out. Peers are looked for everywhere. */
  readonly namespace?: string;
  /** Only these pods and workloads. */
  readonly targets?: readonly Target[];
  /** The clock, when it is not the evidence's own. */
  readonly now?: Instant;
}

/** In: evidence and what was asked for. Out: findings, most pulls first; notices; what was not seen. Total. */
export function diagnose(evidence: ClusterEvidence, options: DiagnoseOptions = {}): Diagnosis {
  const index = indexCluster(evidence, options.now ?? evidence.asOf);
  const resolved = resolve(options, index);
  const scope = scopeOf(options, resolved, index);
  const pulls = judgeAll(scope.pods, index);
  const peers = gatherPeers(pulls, index);
  const groups = groupPulls(pulls, peers, index);
  const ids = fingerprints(groups.map(identify));
  return {
    asOf: index.asOf,
    looked: {
      namespaces: new Set(scope.pods.map(({ namespace }) => namespace)).size,
      pods: scope.pods.length,
      ...registriesAsked(index),
    },
    findings: groups.map((group, at) => newFinding(group, ids[at] ?? '', peers, index)),
    notices: noticesOf(scope, pulls, index),
    blindSpots: [
      ...evidence.blindSpots,
      ...(resolved?.blindSpots ?? []),
      ...unaskedOf(pulls, index),
      ...findBlindSpots(pulls, index),
    ],
  };
}

/** What the texts say, then what fresh pulls and registries show, and what that tells of silent twins. */
function judgeAll(pods: DiagnosisScope['pods'], index: ClusterIndex): readonly JudgedPull[] {
  const told = settleSilent(judgePulls(pods, index), index);
  const asked = settleByProbes(settleByCanaries(told, index), index);
  return asked === told ? told : settleSilent(asked, index);
}

function resolve(
  { namespace, targets = [] }: DiagnoseOptions,
  index: ClusterIndex,
): ResolvedTargets | undefined {
  return targets.length === 0
    ? undefined
    : resolveTargets(targets, podsIn(namespace, index), namespace, index);
}

function podsIn(namespace: string | undefined, index: ClusterIndex): DiagnosisScope['pods'] {
  return namespace === undefined ? index.evidence.pods : index.podsIn(namespace);
}

function scopeOf(
  { namespace, targets = [] }: DiagnoseOptions,
  resolved: ResolvedTargets | undefined,
  index: ClusterIndex,
): DiagnosisScope {
  const all = index.evidence.workloads.filter(
    (one) => namespace === undefined || one.namespace === namespace,
  );
  return {
    pods: (resolved?.pods ?? podsIn(namespace, index)).filter((pod) => isJudged(pod, targets)),
    workloads:
      resolved === undefined ? all : resolved.workloads.flatMap((one) => [one, ...index.workloadsOf(one)]),
    named: resolved !== undefined,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** A pod of our own that another run made fails for nobody, unless somebody asks about it by its name. */
function isJudged({ canary, name }: PodEvidence, targets: readonly Target[]): boolean {
  return canary !== true || targets.some((target) => target.name === name);
}

/** Everything an id may rest on: no pod, and the cause only where nothing else tells two findings apart. */
function identify({ pulls, about, cause }: PullGroup): {
  keys: readonly string[];
  about: string;
  cause: string;
} {
  const keys = pulls.map(({ pull }) =>
    [pull.namespace, pull.owner.kind, pull.owner.name, pull.container, pull.image].join('\n'),
  );
  return { keys, about, cause };
}

function noticesOf(
  scope: DiagnosisScope,
  pulls: readonly JudgedPull[],
  index: ClusterIndex,
): readonly Notice[] {
  const failing = new Set(pulls.map(({ site }) => site.pod));
  return [
    ...creationNotices(scope, index),
    ...podNotices(scope, failing, index),
    ...unusedSecrets(scope, failing, index),
    ...runningPullNotices(scope, failing, index),
    ...rewrittenImages(pulls),
  ];
}
