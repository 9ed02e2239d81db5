/** Which probe is about a pull, and what it shows of it. */
import type { Platform } from '../../evidence/image/platform.ts';
import type { PodEvidence } from '../../evidence/objects/pod.ts';
import { isLoopbackHost } from '../../evidence/registry/loopback-host.ts';
import type { ImageProbe } from '../../evidence/registry/image-probe.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { cloudOfRegistry } from '../pulls/cloud-registry.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import type { PullSite } from '../pulls/pull-site.ts';
import { absentSecrets } from '../pulls/secret-reason.ts';
import { accessOf, probeKey } from './access-of.ts';
import { judgeProbe } from './judge-probe.ts';
import type { ProbeCircumstances, ProbeVerdict } from './probe-verdict.ts';
import type { ProbedPull } from './probed-pull.ts';

/** Finds the probe of a pull and judges it; each combination of probe and node's platform once. */
export function probesOf(index: ClusterIndex): (judged: JudgedPull) => ProbedPull | undefined {
  const probes = new Map(
    (index.evidence.probes ?? []).map((probe) => [
      probeKey(index.image(probe.image).normal, probe.access),
      probe,
    ]),
  );
  const known = new Map<string, ProbedPull>();
  return ({ site }) => {
    const key = probeKey(index.image(site.image).normal, accessOf(askerOf(site)));
    const probe = probes.get(key);
    if (probe === undefined) return undefined;
    const at = circumstances(site, probe, index);
    const one = `${key}\n${at.credentials}\n${at.platforms.map(({ os, architecture }) => `${os}/${architecture}`).join()}`;
    const verdict = known.get(one) ?? fromHere(judgeProbe(probe, at), at);
    known.set(one, verdict);
    return verdict;
  };
}

/** What an answer of this machine itself shows is no more than likely of another. */
function fromHere(verdict: ProbeVerdict, { host, credentials }: ProbeCircumstances): ProbedPull {
  if (!isLoopbackHost(host)) return { ...verdict, credentials, onlyHere: false };
  const certainty = verdict.certainty === 'proven' ? 'likely' : verdict.certainty;
  return { ...verdict, certainty, everywhere: false, credentials, onlyHere: true };
}

/** The sandbox image is pulled with the node's credentials alone. */
function askerOf({ pod, kind }: PullSite): PullSite['pod'] {
  return kind === 'sandbox' ? { ...pod, imagePullSecrets: [] } : pod;
}

function circumstances(site: PullSite, probe: ImageProbe, index: ClusterIndex): ProbeCircumstances {
  const { host } = index.image(site.image);
  return { host, platforms: platformOf(site, index), credentials: credentialsOf(site, probe, host, index) };
}

function platformOf({ pod }: PullSite, index: ClusterIndex): readonly Platform[] {
  const node = index.node(pod.nodeName);
  if (node === undefined || node.os === '' || node.architecture === '') return [];
  return [{ os: node.os, architecture: node.architecture }];
}

/** Whether what was tried is what the kubelet has; nodes of a cloud, and static pods, sign in by themselves. */
function credentialsOf(
  { pod, kind }: PullSite,
  { trials }: ImageProbe,
  host: string,
  index: ClusterIndex,
): ProbeCircumstances['credentials'] {
  if (trials.some(({ secret }) => secret !== undefined)) return 'seen';
  if (pod.mirror || kind === 'sandbox' || cloudOfRegistry(host) !== undefined) return 'unseen';
  return secretsKnown(pod, index) ? 'seen' : 'unseen';
}

/** Every pull secret that the pod names was read, or is known not to be there. */
export function secretsKnown(pod: PodEvidence, index: ClusterIndex): boolean {
  const absent = new Set(absentSecrets(pod, index));
  return pod.imagePullSecrets.every(
    (name) => absent.has(name) || index.secret(pod.namespace, name)?.entries.seen === true,
  );
}
