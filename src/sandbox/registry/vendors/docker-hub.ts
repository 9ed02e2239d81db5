import { atRegistry, type VendorStyle } from '../vendor-style.ts';

export const DOCKER_HUB: VendorStyle = {
  name: 'docker-hub',
  host: 'registry-1.docker.io',
  auth: 'bearer',
  token: { path: '/token', host: 'auth.docker.io', service: 'registry.docker.io' },
  hides: true,
  refusals: {
    'no-login': atRegistry(401, 'UNAUTHORIZED', 'authentication required', {
      challenge: 'insufficient_scope',
    }),
    'wrong-login': {
      at: 'token',
      status: 401,
      text: '{"details":"incorrect username or password"}',
      type: 'application/json',
    },
    'expired-login': {
      at: 'token',
      status: 401,
      text: '{"details":"incorrect username or password"}',
      type: 'application/json',
    },
    'no-right': atRegistry(401, 'UNAUTHORIZED', 'authentication required', {
      challenge: 'insufficient_scope',
    }),
    'no-repository': atRegistry(401, 'UNAUTHORIZED', 'authentication required', {
      challenge: 'insufficient_scope',
    }),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'manifest unknown'),
    'too-many-requests': atRegistry(
      429,
      'TOOMANYREQUESTS',
      'You have reached your unauthenticated pull rate limit.',
      {
        headers: {
          'ratelimit-limit': '100;w=21600',
          'ratelimit-remaining': '0;w=21600',
          'docker-ratelimit-source': '203.0.113.9',
        },
      },
    ),
  },
  headers: { 'docker-distribution-api-version': 'registry/2.0' },
};
