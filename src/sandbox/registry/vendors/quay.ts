import { atRegistry, type VendorStyle } from '../vendor-style.ts';

export const QUAY: VendorStyle = {
  name: 'quay',
  host: 'quay.io',
  auth: 'bearer',
  token: { path: '/v2/auth', service: 'quay.io' },
  hides: true,
  refusals: {
    'no-login': atRegistry(401, 'UNAUTHORIZED', 'access to the requested resource is not authorized'),
    'wrong-login': {
      at: 'token',
      status: 401,
      text: '{"error":"Could not find robot with specified username"}',
      type: 'application/json',
    },
    'expired-login': {
      at: 'token',
      status: 401,
      text: '{"error":"Invalid Username or Password"}',
      type: 'application/json',
    },
    'no-right': atRegistry(401, 'UNAUTHORIZED', 'access to the requested resource is not authorized'),
    'no-repository': atRegistry(401, 'UNAUTHORIZED', 'access to the requested resource is not authorized'),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'manifest unknown'),
    'too-many-requests': {
      at: 'registry',
      status: 429,
      text: '<html><head><title>429 Too Many Requests</title></head></html>',
      type: 'text/html',
    },
  },
};
