import { editDistance } from '../spelling/edit-distance.ts';

/** Registries that everybody may name, and whose names are therefore mistyped. */
const KNOWN_HOSTS: readonly string[] = [
  'docker.io',
  'ghcr.io',
  'quay.io',
  'gcr.io',
  'us.gcr.io',
  'eu.gcr.io',
  'asia.gcr.io',
  'registry.k8s.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'registry.gitlab.com',
  'registry.access.redhat.com',
  'registry.redhat.io',
  'docker.elastic.co',
  'nvcr.io',
  'cgr.dev',
  'icr.io',
  'lscr.io',
  'xpkg.upbound.io',
];

/** Endings that belong to one cloud and carry a name of the owner's before them. */
const KNOWN_ENDINGS: readonly string[] = ['.azurecr.io', '.amazonaws.com', '-docker.pkg.dev', '.pkg.dev'];

/** Web pages and API hosts that are pasted where a registry belongs, with the registry behind them. */
const NOT_REGISTRIES: ReadonlyMap<string, string> = new Map([
  ['hub.docker.com', 'docker.io'],
  ['registry.hub.docker.com', 'docker.io'],
  ['docker.com', 'docker.io'],
  ['github.com', 'ghcr.io'],
  ['ghcr.com', 'ghcr.io'],
  ['gitlab.com', 'registry.gitlab.com'],
  ['quay.com', 'quay.io'],
  ['k8s.io', 'registry.k8s.io'],
  ['azureacr.io', 'azurecr.io'],
]);

/**
 * The registry that was probably meant by a host that is not known: `docker.oi`, `ghrc.io`, `quay.oi`,
 * `shop.azureacr.io`. Nothing for a host that is known, or like none.
 *
 * @param host as in the image, lower case, without scheme
 */
export function nearHost(host: string): string | undefined {
  if (KNOWN_HOSTS.includes(host) || KNOWN_ENDINGS.some((ending) => host.endsWith(ending))) return undefined;
  const page = NOT_REGISTRIES.get(host);
  if (page !== undefined) return page;
  return nearKnown(host) ?? nearEnding(host);
}

function nearKnown(host: string): string | undefined {
  // Five characters leave room for one slip, `registry.k8s.io` for two.
  const most = host.length < 10 ? 1 : 2;
  let best: string | undefined;
  let least = most + 1;
  for (const known of KNOWN_HOSTS) {
    const distance = editDistance(host, known, most);
    if (distance < least) [best, least] = [known, distance];
  }
  return best;
}

/** `shop.azureacr.io` → `shop.azurecr.io`: the owner's part stays. */
function nearEnding(host: string): string | undefined {
  const dot = host.indexOf('.');
  if (dot <= 0) return undefined;
  const [owner, ending] = [host.slice(0, dot), host.slice(dot)];
  return editDistance(ending, '.azurecr.io', 2) <= 2 ? `${owner}.azurecr.io` : undefined;
}
