/**
 * Registries that were shut down, frozen or moved, by the part of the image name that tells.
 *
 * Only moves that their owners announced are listed. A name in this table explains a failure by
 * itself only where `fully` is true; elsewhere some images of that name can still be pulled, and
 * the kubelet's text decides.
 */

export interface RetiredRegistry {
  /** What it was called, for a sentence: `k8s.gcr.io`. */
  readonly name: string;
  /** Two to five words: `k8s.gcr.io is frozen`. */
  readonly title: string;
  /** What happened, in one or two sentences, without a full stop at the end of the last. */
  readonly sentence: string;
  /** When, as far as announced: `2023-04-03`, or only the month or year. */
  readonly since: string;
  /** True when nothing under this name can be pulled any more: the host itself is gone. */
  readonly fully: boolean;
  /** Where this repository is now, without tag and digest: `registry.k8s.io/pause`. */
  readonly successor?: string;
  /** True when tags and digests of the old name are the same ones under `successor`. */
  readonly sameContent: boolean;
}

interface Move extends Omit<RetiredRegistry, 'successor'> {
  /** Exact host, or a suffix that starts with a dot. */
  readonly domain: string;
  /** Beginning of the path, up to and with a slash, or the whole path; empty for the whole host. */
  readonly path: string;
  /** The new repository, given what follows `path`. */
  readonly successor?: (rest: string) => string | undefined;
}

const KUBERNETES_SENTENCE =
  'The Kubernetes project froze it on 3 April 2023: it only redirects to registry.k8s.io, and nothing newer is published there';

const CONTAINER_REGISTRY_SENTENCE =
  'Google ended Container Registry on 18 March 2025; a gcr.io name still answers only where its project was moved to Artifact Registry';

/** Longest match first within a domain. */
const MOVES: readonly Move[] = [
  {
    domain: 'k8s.gcr.io',
    path: '',
    name: 'k8s.gcr.io',
    title: 'k8s.gcr.io is frozen',
    sentence: KUBERNETES_SENTENCE,
    since: '2023-04-03',
    fully: false,
    sameContent: true,
    successor: (rest) => `registry.k8s.io/${rest}`,
  },
  ...['google_containers/', 'google-containers/', 'k8s-artifacts-prod/'].map((path): Move => ({
    domain: 'gcr.io',
    path,
    name: `gcr.io/${path.slice(0, -1)}`,
    title: 'old Kubernetes image location',
    sentence: `It was a name of the Kubernetes project's old registry. ${KUBERNETES_SENTENCE}`,
    since: '2023-04-03',
    fully: false,
    sameContent: true,
    successor: (rest) => `registry.k8s.io/${rest}`,
  })),
  {
    domain: 'gcr.io',
    path: 'kubebuilder/kube-rbac-proxy',
    name: 'gcr.io/kubebuilder/kube-rbac-proxy',
    title: 'kube-rbac-proxy left gcr.io',
    sentence:
      'Kubebuilder gave this image up and it was deleted from gcr.io; its makers publish it on quay.io',
    since: '2026-03',
    fully: true,
    sameContent: false,
    successor: () => 'quay.io/brancz/kube-rbac-proxy',
  },
  ...['gcr.io', 'us.gcr.io', 'eu.gcr.io', 'asia.gcr.io'].map((domain): Move => ({
    domain,
    path: '',
    name: domain,
    title: 'Container Registry has ended',
    sentence: CONTAINER_REGISTRY_SENTENCE,
    since: '2025-03-18',
    fully: false,
    sameContent: false,
  })),
  {
    domain: 'docker.pkg.github.com',
    path: '',
    name: 'docker.pkg.github.com',
    title: 'docker.pkg.github.com is gone',
    sentence:
      'GitHub replaced it by ghcr.io and moved the images there, under OWNER/REPOSITORY/IMAGE; what was pushed anew is usually under OWNER/IMAGE',
    since: '2021',
    fully: true,
    sameContent: false,
    successor: githubSuccessor,
  },
  {
    domain: 'docker.io',
    path: 'bitnami/',
    name: 'docker.io/bitnami',
    title: 'Bitnami images were moved',
    sentence:
      'Bitnami took the versioned tags out of docker.io/bitnami between 28 August and 29 September 2025; the old ones stand, frozen, in docker.io/bitnamilegacy',
    since: '2025-08-28',
    fully: false,
    sameContent: true,
    successor: (rest) => `docker.io/bitnamilegacy/${rest}`,
  },
  {
    domain: '.bintray.io',
    path: '',
    name: 'Bintray',
    title: 'Bintray was shut down',
    sentence: 'JFrog shut Bintray down on 1 May 2021; its publishers moved their images elsewhere',
    since: '2021-05-01',
    fully: true,
    sameContent: false,
  },
];

/**
 * What became of the registry or repository of an image.
 *
 * @param domain host in normal form, lower case: `docker.io`, `k8s.gcr.io`
 * @param path repository in normal form, without tag and digest: `bitnami/redis`, `library/nginx`
 * @returns the announced move, or nothing where none is known
 */
export function retiredRegistry(domain: string, path: string): RetiredRegistry | undefined {
  const move = MOVES.find((candidate) => covers(candidate, domain, path));
  if (move === undefined) return undefined;
  const successor = move.successor?.(path.slice(move.path.length));
  const { name, title, sentence, since, fully, sameContent } = move;
  return {
    name,
    title,
    sentence,
    since,
    fully,
    sameContent,
    ...(successor === undefined ? {} : { successor }),
  };
}

function covers(move: Move, domain: string, path: string): boolean {
  const hostFits = move.domain.startsWith('.') ? domain.endsWith(move.domain) : domain === move.domain;
  if (!hostFits) return false;
  if (move.path === '' || move.path.endsWith('/'))
    return path.startsWith(move.path) && path.length > move.path.length;
  return path === move.path;
}

/** `owner/repository/image` became `ghcr.io/owner/repository/image` when GitHub moved it by itself. */
function githubSuccessor(path: string): string | undefined {
  return path.split('/').length === 3 ? `ghcr.io/${path.toLowerCase()}` : undefined;
}
