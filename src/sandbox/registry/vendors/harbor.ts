import { atRegistry, type VendorStyle } from '../vendor-style.ts';

export const HARBOR: VendorStyle = {
  name: 'harbor',
  host: 'harbor.example.com',
  auth: 'bearer',
  token: { path: '/service/token', service: 'harbor-registry' },
  hides: true,
  refusals: {
    'no-login': atRegistry(
      401,
      'UNAUTHORIZED',
      'unauthorized to access repository: team/app, action: pull: unauthorized to access repository: team/app, action: pull',
    ),
    'wrong-login': atRegistry(
      401,
      'UNAUTHORIZED',
      'unauthorized to access repository: team/app, action: pull',
    ),
    'expired-login': atRegistry(
      401,
      'UNAUTHORIZED',
      'unauthorized to access repository: team/app, action: pull',
    ),
    'no-right': atRegistry(401, 'UNAUTHORIZED', 'unauthorized to access repository: team/app, action: pull'),
    'no-repository': atRegistry(404, 'NOT_FOUND', 'repository team/app not found'),
    'no-tag': atRegistry(404, 'NOT_FOUND', 'artifact team/app:v1.0.1 not found'),
    'too-many-requests': atRegistry(429, 'TOO_MANY_REQUEST', 'too many requests'),
  },
};
