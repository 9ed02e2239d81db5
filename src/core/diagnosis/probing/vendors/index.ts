import type { ImageProbe } from '../../../evidence/registry/image-probe.ts';
import { acr } from './acr.ts';
import { artifactRegistry } from './artifact-registry.ts';
import { artifactory } from './artifactory.ts';
import { distribution } from './distribution.ts';
import { dockerHub } from './docker-hub.ts';
import { ecr } from './ecr.ts';
import { ecrPublic } from './ecr-public.ts';
import { ghcr } from './ghcr.ts';
import { gitlab } from './gitlab.ts';
import { harbor } from './harbor.ts';
import { kubernetes } from './kubernetes.ts';
import { mcr } from './mcr.ts';
import { nexus } from './nexus.ts';
import { quay } from './quay.ts';
import type { Vendor, VendorSigns } from './vendor.ts';
import { zot } from './zot.ts';

/** Every vendor whose answers are known; `distribution`, whose header many others send too, last. */
export const VENDORS: readonly Vendor[] = [
  dockerHub,
  ecr,
  ecrPublic,
  artifactRegistry,
  acr,
  ghcr,
  quay,
  mcr,
  kubernetes,
  harbor,
  gitlab,
  artifactory,
  nexus,
  zot,
  distribution,
];

/** Whose registry answered: by the image's host, else by what its answers show of themselves. */
export function vendorOf(host: string, probe: ImageProbe): Vendor | undefined {
  return VENDORS.find(({ isHost }) => isHost(host)) ?? signedVendor(signsOf(probe));
}

function signedVendor(signs: VendorSigns): Vendor | undefined {
  return VENDORS.find(({ isSigned }) => isSigned?.(signs) === true);
}

function signsOf({ looks }: ImageProbe): VendorSigns {
  const answers = looks.flatMap(({ answer, host }) =>
    answer === undefined || host.role === 'blob' ? [] : [answer],
  );
  const challenges = answers.flatMap((answer) => answer.challenges ?? []);
  return {
    headers: Object.assign({}, ...answers.map(({ signs }) => signs ?? {})) as Record<string, string>,
    realms: challenges.flatMap(({ realm }) => realm?.toLowerCase() ?? []),
    services: challenges.flatMap(({ service }) => service?.toLowerCase() ?? []),
  };
}
