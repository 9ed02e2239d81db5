import { atRegistry, atToken, type VendorStyle } from '../vendor-style.ts';

export const ARTIFACTORY: VendorStyle = {
  name: 'artifactory',
  host: 'acme.jfrog.io',
  auth: 'bearer',
  token: { path: '/artifactory/api/docker/team/v2/token', service: 'acme.jfrog.io' },
  hides: false,
  refusals: {
    'no-login': atToken(401, 'UNAUTHORIZED', 'The access token is not valid'),
    'wrong-login': {
      at: 'token',
      status: 401,
      text: '{"errors":[{"status":401,"message":"Bad credentials"}]}',
      type: 'application/json',
    },
    'expired-login': {
      at: 'token',
      status: 401,
      text: '{"errors":[{"status":401,"message":"Token failed verification: expired"}]}',
      type: 'application/json',
    },
    'no-right': atRegistry(403, 'DENIED', 'The client does not have permission for manifest'),
    'no-repository': atRegistry(404, 'MANIFEST_UNKNOWN', 'The named manifest is not known to the registry.'),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'The named manifest is not known to the registry.'),
    'too-many-requests': atRegistry(429, 'TOOMANYREQUESTS', 'too many requests'),
  },
  headers: { 'x-jfrog-version': 'Artifactory/7.90.0', 'x-artifactory-id': '0000' },
};
