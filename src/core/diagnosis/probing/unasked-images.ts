/** Images that registries were not asked about because what the kubelet would sign in with was not read. */
import type { PullSecret } from '../../evidence/credentials/pull-secret.ts';
import type { ClusterEvidence } from '../../evidence/evidence.ts';
import type { BlindSpot } from '../../evidence/observed.ts';
import type { ImageProbe } from '../../evidence/registry/image-probe.ts';
import { counted } from '../clock-time.ts';
import type { Diagnosis } from '../finding.ts';
import { readImageName } from '../image-name.ts';
import { questionsOf, readSecrets } from './plan-probes.ts';
import type { ProbePlanOptions } from './plan-probes.ts';

/** What probes were planned from, see planProbes. */
export interface PlannedProbing {
  readonly diagnosis: Diagnosis;
  readonly evidence: ClusterEvidence;
  readonly pullSecrets: readonly PullSecret[];
  readonly options: Pick<ProbePlanOptions, 'all' | 'anonymous'>;
}

/** In: what the plan was made from, and what was answered. Out: one blind spot with how many, or none. */
export function unaskedImages(
  { diagnosis, evidence, pullSecrets, options }: PlannedProbing,
  probes: readonly ImageProbe[],
): readonly BlindSpot[] {
  // One namespace is asked about without credentials, and says of a refusal what it is worth.
  if (!options.all || options.anonymous === true) return [];
  const open = new Set(probes.filter(isPublic).map(({ image }) => readImageName(image).normal));
  const images = questionsOf(diagnosis, evidence)
    .filter(({ pod }) => readSecrets(pod, evidence, pullSecrets) === undefined)
    .flatMap(({ pulls: [first] }) => (first === undefined ? [] : readImageName(first.image)))
    .filter(({ normal }) => !open.has(normal));
  if (images.length === 0) return [];
  const names = new Set(images.map(({ normal }) => normal));
  const hosts = new Set(images.map(({ host }) => host));
  return [
    {
      what: whatOf([...names], [...hosts]),
      why: `no registry was asked: ${names.size === 1 ? 'its' : 'their'} pull secrets were not read`,
      grant: grantOf(evidence),
    },
  ];
}

function isPublic({ manifest, trials }: ImageProbe): boolean {
  return manifest !== undefined && trials.some((one) => one.anonymous && one.outcome === 'accepted');
}

function whatOf(names: readonly string[], hosts: readonly string[]): string {
  if (names.length === 1) return `image ${names[0] ?? ''}`;
  const where = hosts.length === 1 ? hosts[0] : `${hosts.length} registries`;
  return `${counted(names.length, 'image')} of ${where ?? ''}`;
}

function grantOf({ unread = [] }: ClusterEvidence): string {
  const secrets = unread.find(({ kind }) => kind === 'Secret');
  return secrets === undefined
    ? 'look at one namespace with -n NAME: its images are asked about without credentials'
    : `${secrets.grant}, or at one namespace with -n NAME`;
}
