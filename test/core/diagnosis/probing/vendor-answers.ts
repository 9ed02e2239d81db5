/**
 * Answers of registries in the shapes in which they were recorded, and what each means. A line is: what it is |
 * `sent` or `none` for the login | which request | status and code | the server's words | cause, certainty, reason.
 */
export interface VendorAnswers {
  readonly vendor: string;
  readonly image: string;
  /** What tells the vendor where the host does not: a header `name: value`, or `realm service`. */
  readonly sign?: string;
  readonly lines: string;
}

const OWN = 'registry.example.com/shop/web:v1.0.1';

export const VENDOR_ANSWERS: readonly VendorAnswers[] = [
  {
    vendor: 'Docker Hub',
    image: 'acme/tool:7',
    lines: `
private or missing | none | manifest | 401 UNAUTHORIZED | authentication required | access-denied-ambiguous likely
the same with a login | sent | manifest | 401 UNAUTHORIZED | authentication required | access-denied-ambiguous likely
wrong login | sent | token | 401 | incorrect username or password | credentials-rejected likely
missing tag | none | manifest | 404 MANIFEST_UNKNOWN | manifest unknown | tag-not-found likely
rate limit | none | manifest | 429 TOOMANYREQUESTS | You have reached your pull rate limit. | rate-limited proven`,
  },
  {
    vendor: 'Amazon ECR',
    image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v1.0.1',
    lines: `
no login | none | manifest | 401 | Not Authorized | credentials-missing likely
expired | sent | manifest | 403 DENIED | Your authorization token has expired. | credentials-expired likely
wrong login | sent | ping | 400 | | credentials-rejected possible
no right | sent | manifest | 403 DENIED | User: x is not authorized to perform: ecr:BatchGetImage | forbidden likely
a bare 403 | sent | manifest | 403 | | forbidden possible
missing repository | sent | manifest | 404 NAME_UNKNOWN | The repository does not exist | repository-not-found likely
missing tag | sent | manifest | 404 MANIFEST_UNKNOWN | Requested image not found | tag-not-found likely`,
  },
  {
    vendor: 'Amazon ECR Public',
    image: 'public.ecr.aws/acme/tool:7',
    lines: `
stale login | sent | manifest | 400 | | credentials-rejected likely
expired at the token | sent | token | 400 | token expired | credentials-expired likely
expired | sent | manifest | 403 DENIED | Your Authorization Token has expired. | credentials-expired likely
missing repository | none | manifest | 404 NAME_UNKNOWN | The repository does not exist | repository-not-found likely
missing tag | none | manifest | 404 MANIFEST_UNKNOWN | Requested image not found | tag-not-found likely`,
  },
  {
    vendor: 'Artifact Registry',
    image: 'europe-west1-docker.pkg.dev/acme/shop/web:v1.0.1',
    lines: `
anonymous | none | token | 403 DENIED | Unauthenticated request. (or it may not exist) | access-denied-ambiguous likely
wrong login | sent | token | 401 UNAUTHORIZED | authentication failed | credentials-rejected likely
no right | sent | token | 403 DENIED | Permission denied on resource (or it may not exist) | access-denied-ambiguous likely
API off | sent | token | 403 DENIED | The API has not been used in project 7 before | forbidden likely
missing tag | sent | manifest | 404 MANIFEST_UNKNOWN | Failed to fetch "v1.0.1" | tag-not-found likely
missing repository | sent | manifest | 404 NAME_UNKNOWN | Repository not found | repository-not-found likely
not moved | none | manifest | 412 | | registry-retired likely registry-moved`,
  },
  {
    vendor: 'Azure Container Registry',
    image: 'acme.azurecr.io/shop/web:v1.0.1',
    lines: `
anonymous | none | token | 401 UNAUTHORIZED | authentication required, visit https://aka.ms/ | credentials-missing likely
wrong login | sent | token | 401 UNAUTHORIZED | authentication required | credentials-rejected likely
no right | sent | manifest | 403 DENIED | requested access to the resource is denied | forbidden likely
firewall | sent | token | 403 DENIED | client with IP '192.0.2.1' is not allowed access. | forbidden likely address-refused
missing tag | sent | manifest | 404 MANIFEST_UNKNOWN | manifest tagged by "v1.0.1" is not found | tag-not-found likely
missing repository | sent | manifest | 404 NAME_UNKNOWN | repository is not found | repository-not-found likely
one of both | sent | manifest | 404 MANIFEST_UNKNOWN | manifest unknown | tag-not-found likely`,
  },
  {
    vendor: 'GitHub Container Registry',
    image: 'ghcr.io/acme/tool:7',
    lines: `
private or missing | none | token | 401 UNAUTHORIZED | authentication required | access-denied-ambiguous likely
the same, earlier | none | token | 403 DENIED | denied | access-denied-ambiguous likely
wrong login | sent | token | 403 DENIED | denied: denied | credentials-rejected likely
no right | sent | token | 403 DENIED | permission_denied: read_package | forbidden likely
wrong scopes | sent | manifest | 403 DENIED | The token provided does not match expected scopes. | forbidden likely
signed in, refused | sent | manifest | 403 DENIED | denied | access-denied-ambiguous likely
missing tag | none | manifest | 404 MANIFEST_UNKNOWN | manifest unknown | tag-not-found likely`,
  },
  {
    vendor: 'Quay',
    image: 'quay.io/acme/tool:7',
    lines: `
private or missing | none | manifest | 401 UNAUTHORIZED | access to the requested resource is not authorized | access-denied-ambiguous likely
no right | sent | manifest | 401 UNAUTHORIZED | access to the requested resource is not authorized | access-denied-ambiguous likely
wrong robot | sent | token | 401 | Could not find robot with username: acme+ci | credentials-rejected proven
missing tag | none | manifest | 404 MANIFEST_UNKNOWN | manifest unknown | tag-not-found proven
expired tag | none | manifest | 404 TAG_EXPIRED | Tag 7 was deleted or has expired. | tag-not-found proven
disabled | sent | manifest | 405 DENIED | namespace is disabled | forbidden proven`,
  },
  {
    vendor: 'Harbor',
    image: OWN,
    sign: 'https://registry.example.com/service/token harbor-registry',
    lines: `
private | none | manifest | 401 UNAUTHORIZED | unauthorized to access repository: shop/web, action: pull | access-denied-ambiguous likely
missing project | none | manifest | 401 UNAUTHORIZED | project shop not found | repository-not-found proven
wrong login | sent | token | 401 UNAUTHORIZED | unauthorized | credentials-rejected proven
wrong login or no right | sent | manifest | 401 UNAUTHORIZED | unauthorized to access repository: shop/web | access-denied-ambiguous likely
missing tag | sent | manifest | 404 NOT_FOUND | artifact shop/web:v1.0.1 not found | tag-not-found proven
missing repository | sent | manifest | 404 NOT_FOUND | repository shop/web not found | repository-not-found possible
held back | sent | manifest | 412 PROJECTPOLICYVIOLATION | 3 vulnerabilities | forbidden proven content-policy`,
  },
  {
    vendor: 'GitLab',
    image: OWN,
    sign: 'https://gitlab.example.com/jwt/auth container_registry',
    lines: `
private or missing | none | token | 403 DENIED | access forbidden | access-denied-ambiguous likely
wrong login | sent | token | 403 UNAUTHORIZED | HTTP Basic: Access denied. | credentials-rejected likely
wrong login, bare | sent | token | 401 | | credentials-rejected likely
no right | sent | token | 403 DENIED | access forbidden | access-denied-ambiguous likely
missing tag | sent | manifest | 404 MANIFEST_UNKNOWN | manifest unknown | tag-not-found likely
missing repository | sent | manifest | 404 NAME_UNKNOWN | repository name not known to registry | repository-not-found likely`,
  },
  {
    vendor: 'Artifactory',
    image: OWN,
    sign: 'x-jfrog-version: Artifactory/7.90.1',
    lines: `
anonymous | none | token | 401 UNAUTHORIZED | authentication required | credentials-missing likely
wrong login | sent | token | 401 | Wrong username was used | credentials-rejected likely
no right | sent | manifest | 403 DENIED | The client does not have permission for manifest | forbidden likely
Xray | sent | manifest | 403 | rejected due to the download blocking policy | forbidden likely content-policy
missing tag, or no upstream | sent | manifest | 404 MANIFEST_UNKNOWN | The named manifest is not known | tag-not-found likely`,
  },
  {
    vendor: 'Nexus',
    image: OWN,
    sign: 'server: Nexus/3.70.1 (OSS)',
    lines: `
anonymous | none | ping | 401 UNAUTHORIZED | access to the requested resource is not authorized | credentials-missing likely
wrong login | sent | manifest | 401 UNAUTHORIZED | access to the requested resource is not authorized | credentials-rejected likely
no right | sent | manifest | 403 DENIED | access denied | forbidden likely
missing tag, or remembered | sent | manifest | 404 MANIFEST_UNKNOWN | manifest unknown | tag-not-found likely`,
  },
  {
    vendor: 'Microsoft Artifact Registry',
    image: 'mcr.microsoft.com/dotnet/runtime:99',
    lines: `
missing tag | none | manifest | 404 MANIFEST_UNKNOWN | manifest tagged by "99" is not found | tag-not-found likely
missing repository | none | manifest | 404 NAME_UNKNOWN | repository name not known to registry | repository-not-found likely`,
  },
  {
    vendor: 'registry.k8s.io',
    image: 'registry.k8s.io/pause:99',
    lines: `
missing tag or repository | none | manifest | 404 MANIFEST_UNKNOWN | Failed to fetch "99" | tag-not-found likely
missing repository | none | manifest | 404 NAME_UNKNOWN | Repository not found | repository-not-found proven
refused behind it | none | manifest | 403 DENIED | Unauthenticated request. | repository-not-found possible`,
  },
  {
    vendor: 'distribution',
    image: OWN,
    sign: 'docker-distribution-api-version: registry/2.0',
    lines: `
anonymous | none | ping | 401 UNAUTHORIZED | authentication required | credentials-missing likely
wrong login or no right | sent | manifest | 401 UNAUTHORIZED | authentication required | credentials-rejected likely
missing tag or repository | sent | manifest | 404 MANIFEST_UNKNOWN | manifest unknown | tag-not-found likely
missing repository | sent | manifest | 404 NAME_UNKNOWN | repository name not known | repository-not-found proven`,
  },
  {
    vendor: 'zot',
    image: OWN,
    sign: 'server: zot',
    lines: `
anonymous | none | manifest | 401 UNAUTHORIZED | authentication required | credentials-missing possible
wrong login | sent | manifest | 401 UNAUTHORIZED | authentication required | credentials-rejected possible
no right | sent | manifest | 403 DENIED | requested access to the resource is denied | forbidden possible
missing repository | sent | manifest | 404 NAME_UNKNOWN | repository name not known | repository-not-found possible
missing tag | sent | manifest | 404 MANIFEST_UNKNOWN | manifest unknown | tag-not-found possible`,
  },
  {
    vendor: 'a registry nobody knows',
    image: OWN,
    lines: `
anonymous refused at the token | none | token | 401 UNAUTHORIZED | authentication required | credentials-missing likely
anonymous refused at the manifest | none | manifest | 401 UNAUTHORIZED | no | access-denied-ambiguous likely
login refused at the token | sent | token | 401 UNAUTHORIZED | no | credentials-rejected likely
a token that ran out | sent | token | 401 UNAUTHORIZED | the token is expired | credentials-expired likely
refused at the manifest | sent | manifest | 403 DENIED | no | forbidden likely
a bare 401 with a login | sent | manifest | 401 | | credentials-rejected possible
withheld | sent | manifest | 451 | | forbidden possible content-policy
gone | none | manifest | 410 | | registry-retired possible
a bare 404 | none | manifest | 404 | | not-found-unspecified likely
out of order | none | ping | 503 | | registry-unavailable proven`,
  },
];
