import { atRegistry, atToken, type VendorStyle } from '../vendor-style.ts';

export const GITLAB: VendorStyle = {
  name: 'gitlab',
  host: 'registry.gitlab.com',
  auth: 'bearer',
  token: { path: '/jwt/auth', host: 'gitlab.com', service: 'container_registry' },
  hides: true,
  refusals: {
    'no-login': atToken(403, 'DENIED', 'access forbidden'),
    'wrong-login': {
      at: 'token',
      status: 401,
      text: 'HTTP Basic: Access denied. The provided password or token is incorrect.',
      type: 'text/plain',
    },
    'expired-login': {
      at: 'token',
      status: 401,
      text: 'HTTP Basic: Access denied. The provided password or token is incorrect.',
      type: 'text/plain',
    },
    'no-right': atToken(403, 'DENIED', 'access forbidden'),
    'no-repository': atToken(403, 'DENIED', 'access forbidden'),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'manifest unknown'),
    'too-many-requests': {
      at: 'registry',
      status: 429,
      text: 'Retry later\n',
      type: 'text/plain',
      headers: { 'retry-after': '60' },
    },
  },
};
