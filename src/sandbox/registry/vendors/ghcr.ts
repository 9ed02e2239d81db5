import { atRegistry, atToken, type VendorStyle } from '../vendor-style.ts';

export const GHCR: VendorStyle = {
  name: 'ghcr',
  host: 'ghcr.io',
  auth: 'bearer',
  token: { path: '/token', service: 'ghcr.io' },
  hides: true,
  refusals: {
    'no-login': atToken(401, 'UNAUTHORIZED', 'authentication required'),
    'wrong-login': atToken(403, 'DENIED', 'denied'),
    'expired-login': atToken(403, 'DENIED', 'denied'),
    'no-right': atToken(
      403,
      'DENIED',
      'permission_denied: The token provided does not match expected scopes.',
    ),
    'no-repository': atToken(403, 'DENIED', 'denied'),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'manifest unknown'),
    'too-many-requests': atRegistry(429, 'TOOMANYREQUESTS', 'retry-after: 1.5s, allowed: 44000/minute'),
  },
  headers: { 'x-github-request-id': '0000:1111:222222:333333:44444444' },
};
