import { atRegistry, atToken, type VendorStyle } from '../vendor-style.ts';

export const GOOGLE: VendorStyle = {
  name: 'google',
  host: 'europe-docker.pkg.dev',
  auth: 'bearer',
  token: { path: '/v2/token', service: 'europe-docker.pkg.dev' },
  hides: true,
  refusals: {
    'no-login': atToken(
      403,
      'DENIED',
      'Unauthenticated request. Unauthenticated requests do not have permission "artifactregistry.repositories.downloadArtifacts" on resource "projects/p/locations/europe/repositories/team" (or it may not exist)',
    ),
    'wrong-login': atToken(401, 'UNAUTHORIZED', 'authentication failed'),
    'expired-login': atToken(401, 'UNAUTHORIZED', 'authentication failed'),
    'no-right': atToken(
      403,
      'DENIED',
      'Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/p/locations/europe/repositories/team" (or it may not exist)',
    ),
    'no-repository': atToken(
      403,
      'DENIED',
      'Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/p/locations/europe/repositories/team" (or it may not exist)',
    ),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'Failed to fetch "v1.0.1"'),
    'too-many-requests': atRegistry(429, 'TOOMANYREQUESTS', 'Quota exceeded for quota metric'),
  },
};
