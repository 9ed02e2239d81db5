/** Whose registry a host is, as far as the host tells, with the parts of its name that commands need. */
export type RegistryVendor =
  | { readonly kind: 'docker-hub' }
  | { readonly kind: 'ecr'; readonly account: string; readonly region: string }
  | { readonly kind: 'ecr-public' }
  | { readonly kind: 'acr'; readonly name: string }
  | { readonly kind: 'artifact-registry'; readonly location: string }
  | { readonly kind: 'container-registry' }
  | { readonly kind: 'ghcr' }
  | { readonly kind: 'gitlab' }
  | { readonly kind: 'quay' }
  | { readonly kind: 'red-hat' }
  | { readonly kind: 'other' };

const ECR =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]{1,32})\.(?:amazonaws\.com|amazonaws\.com\.cn|on\.aws|on\.amazonwebservices\.com\.cn)$/;
const ACR = /^([a-z0-9-]{1,63})\.azurecr\.(?:io|cn|de|us)$/;
const ARTIFACT_REGISTRY = /^([a-z0-9-]{1,32})-docker\.pkg\.dev$/;

const BY_HOST: Readonly<Record<string, RegistryVendor>> = {
  'docker.io': { kind: 'docker-hub' },
  'registry-1.docker.io': { kind: 'docker-hub' },
  'auth.docker.io': { kind: 'docker-hub' },
  'public.ecr.aws': { kind: 'ecr-public' },
  'ghcr.io': { kind: 'ghcr' },
  'registry.gitlab.com': { kind: 'gitlab' },
  'quay.io': { kind: 'quay' },
  'registry.redhat.io': { kind: 'red-hat' },
  'registry.connect.redhat.com': { kind: 'red-hat' },
};

/** @param host as in the image name or the message, with or without port */
export function registryVendor(host: string): RegistryVendor {
  const known = Object.hasOwn(BY_HOST, host) ? BY_HOST[host] : undefined;
  if (known !== undefined) return known;
  if (host === 'gcr.io' || host.endsWith('.gcr.io')) return { kind: 'container-registry' };
  const [, account, region] = ECR.exec(host) ?? [];
  if (account !== undefined && region !== undefined) return { kind: 'ecr', account, region };
  const [, name] = ACR.exec(host) ?? [];
  if (name !== undefined) return { kind: 'acr', name };
  const [, location] = ARTIFACT_REGISTRY.exec(host) ?? [];
  return location === undefined ? { kind: 'other' } : { kind: 'artifact-registry', location };
}

/** The key under which a docker config holds credentials for a host. */
export function secretServer(host: string): string {
  return registryVendor(host).kind === 'docker-hub' ? 'https://index.docker.io/v1/' : host;
}
