/** Clouds whose nodes sign in to their own registries by themselves, through a credential provider plugin. */
export type Cloud = 'aws' | 'gcp' | 'azure';

const AZURE = ['.azurecr.io', '.azurecr.cn', '.azurecr.de', '.azurecr.us'];

/** The cloud a registry host belongs to, by the names its credential provider matches. */
export function cloudOfRegistry(host: string): Cloud | undefined {
  if (/^\d{12}\.dkr[.-]ecr/u.test(host) || host === 'public.ecr.aws') return 'aws';
  if (host === 'gcr.io' || host.endsWith('.gcr.io') || host.endsWith('.pkg.dev')) return 'gcp';
  return AZURE.some((end) => host.endsWith(end)) ? 'azure' : undefined;
}
