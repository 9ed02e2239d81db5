/** Which questions to put to registries after a first diagnosis: few, each once, the most telling first. */
import { lookupLogins } from '../../evidence/credentials/keyring.ts';
import type { MatchedLogin, PullSecret } from '../../evidence/credentials/pull-secret.ts';
import type { ClusterEvidence } from '../../evidence/evidence.ts';
import type { Platform } from '../../evidence/image/platform.ts';
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import type { ProbeLogin, ProbeRequest } from '../../evidence/registry/probe-request.ts';
import type { Cause } from '../cause.ts';
import type { Diagnosis, FailingPull } from '../finding.ts';
import { readImageName } from '../image-name.ts';
import { cloudOfRegistry } from '../pulls/cloud-registry.ts';
import { compareText } from '../text-order.ts';
import { accessOf, probeKey } from './access-of.ts';
import { PROBE_WORTH } from './probe-worth.ts';

export interface ProbePlanOptions {
  /** Wanted in place of the platforms of the nodes. */
  readonly platforms?: readonly Platform[];
  /** Somebody asked for a look without credentials too. */
  readonly anonymous?: boolean;
  /** Every namespace is looked at: nothing is asked that the kubelet would not ask. */
  readonly all: boolean;
  /** Sizes and layers of every image, not only where they tell. */
  readonly deep?: boolean;
}

/**
 * In: a diagnosis made without probes, its evidence, and the pull secrets that were read (none, where they may
 * not be). Out: one question for each image and set of credentials, however many pods share them.
 */
export function planProbes(
  diagnosis: Diagnosis,
  evidence: ClusterEvidence,
  pullSecrets: readonly PullSecret[],
  options: ProbePlanOptions,
): readonly ProbeRequest[] {
  return questionsOf(diagnosis, evidence)
    .toSorted(byWorth)
    .flatMap((question) => requestFor(question, evidence, pullSecrets, options) ?? []);
}

/** The most telling first, then those of most pulls, then by name: the same in every run. */
function byWorth(one: Question, other: Question): number {
  return (
    other.worth - one.worth ||
    other.pulls.length - one.pulls.length ||
    compareText(one.pulls[0]?.image ?? '', other.pulls[0]?.image ?? '') ||
    compareText(accessOf(one.pod), accessOf(other.pod))
  );
}

/** One image with one set of credentials, and the pulls that an answer would tell about. */
export interface Question {
  readonly pod: PodEvidence;
  readonly pulls: readonly FailingPull[];
  readonly worth: number;
}

/** Everything that is worth asking, whether or not it may be asked. */
export function questionsOf(diagnosis: Diagnosis, evidence: ClusterEvidence): readonly Question[] {
  const pods = new Map(evidence.pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const questions = new Map<string, Question>();
  for (const pull of diagnosis.findings.flatMap((finding) => finding.pulls)) {
    const pod = pods.get(`${pull.namespace}/${pull.pod}`);
    const worth = worthOf(pull, evidence);
    if (pod !== undefined && worth > 0) ask(questions, pull, pod, worth);
  }
  return [...questions.values()];
}

/** The size of an image tells of a full disk only beside the room that is left there. */
function worthOf({ verdict, node }: FailingPull, { nodeDisks = [] }: ClusterEvidence): number {
  const measured = verdict.cause === 'disk-full' && nodeDisks.some((disk) => disk.node === node);
  return measured ? 1 : PROBE_WORTH[verdict.cause];
}

function ask(questions: Map<string, Question>, pull: FailingPull, pod: PodEvidence, worth: number): void {
  const image = readImageName(pull.image);
  if (image.fault !== undefined || pull.image === '') return;
  // The sandbox image is the node's: no pull secret of the pod is used for it.
  const asker = pull.kind === 'sandbox' ? { ...pod, imagePullSecrets: [] } : pod;
  const key = probeKey(image.normal, accessOf(asker));
  const known = questions.get(key);
  const most = Math.max(known?.worth ?? 0, worth);
  questions.set(key, { pod: known?.pod ?? asker, pulls: [...(known?.pulls ?? []), pull], worth: most });
}

function requestFor(
  { pod, pulls }: Question,
  evidence: ClusterEvidence,
  pullSecrets: readonly PullSecret[],
  options: ProbePlanOptions,
): ProbeRequest | undefined {
  const [first] = pulls;
  if (first === undefined) return undefined;
  const read = readSecrets(pod, evidence, pullSecrets);
  const logins = read === undefined ? undefined : loginsFor(read, first.image);
  const anonymous = triesAnonymous(logins, first.image, options);
  const matched = logins?.map(asProbeLogin) ?? [];
  if (matched.length === 0 && !anonymous) return undefined;
  return {
    image: first.image,
    access: accessOf(pod),
    logins: matched,
    anonymous,
    platforms: options.platforms ?? platformsOf(pulls, evidence),
    depth: options.deep === true ? 'deep' : depthFor(pulls),
  };
}

/** The pod's pull secrets as far as they were read; nothing where it names some and none was. */
export function readSecrets(
  { namespace, imagePullSecrets, mirror }: PodEvidence,
  { absent = [] }: ClusterEvidence,
  pullSecrets: readonly PullSecret[],
): readonly PullSecret[] | undefined {
  const own = mirror ? [] : imagePullSecrets;
  const read = own.flatMap(
    (name) => pullSecrets.find((one) => one.namespace === namespace && one.name === name) ?? [],
  );
  // The kubelet goes on without a secret that is not there.
  const isAbsent = (name: string): boolean =>
    absent.some((one) => one.kind === 'Secret' && one.namespace === namespace && one.name === name);
  return read.length === 0 && !own.every(isAbsent) ? undefined : read;
}

/** What the kubelet would send, in its order; nothing where one of the secrets spoils them all. */
function loginsFor(read: readonly PullSecret[], image: string): readonly MatchedLogin[] | undefined {
  const found = lookupLogins(read, image);
  return found.kind === 'malformed' ? undefined : found.logins;
}

/**
 * Anonymous as the kubelet: only where no login matches. Where its logins are not known it answers whether the
 * image is public at all, which is asked of named targets only; on a cloud's own registry, where nodes sign in
 * by themselves, a refusal would mean nothing.
 */
function triesAnonymous(
  logins: readonly MatchedLogin[] | undefined,
  image: string,
  { anonymous = false, all }: ProbePlanOptions,
): boolean {
  if (anonymous) return true;
  if (logins === undefined) return !all;
  return logins.length === 0 && !(all && cloudOfRegistry(readImageName(image).host) !== undefined);
}

export function asProbeLogin({ secret, key, login }: MatchedLogin): ProbeLogin {
  return {
    source: `secret ${secret.namespace}/${secret.name} key ${key}`,
    secret: { ...secret, key },
    login,
    kubelets: true,
  };
}

/** The platforms of the nodes that pull, or of all nodes where none of them was seen. */
function platformsOf(pulls: readonly FailingPull[], { nodes }: ClusterEvidence): readonly Platform[] {
  const names = new Set(pulls.flatMap(({ node }) => node ?? []));
  const own = nodes.filter(({ name }) => names.has(name));
  const platforms = new Map(
    (own.length > 0 ? own : nodes)
      .filter(({ os, architecture }) => os !== '' && architecture !== '')
      .map(({ os, architecture }) => [`${os}/${architecture}`, { os, architecture }]),
  );
  return [...platforms.values()];
}

const ABOUT_SIZE: ReadonlySet<Cause> = new Set<Cause>(['pull-timeout', 'disk-full']);
const ABOUT_LAYERS: ReadonlySet<Cause> = new Set<Cause>(['corrupt-content', 'digest-not-found']);

function depthFor(pulls: readonly FailingPull[]): ProbeRequest['depth'] {
  if (pulls.some(({ verdict }) => ABOUT_SIZE.has(verdict.cause))) return 'deep';
  const storage = pulls.some(
    ({ verdict }) => ABOUT_LAYERS.has(verdict.cause) || verdict.host?.role === 'blob',
  );
  return storage ? 'layers' : 'manifest';
}
