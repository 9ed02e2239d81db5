import { atRegistry, type VendorStyle } from '../vendor-style.ts';

export const ECR_PUBLIC: VendorStyle = {
  name: 'ecr-public',
  host: 'public.ecr.aws',
  auth: 'bearer',
  token: { path: '/token/', service: 'public.ecr.aws' },
  hides: false,
  refusals: {
    'no-login': atRegistry(401, 'UNAUTHORIZED', 'authentication required'),
    'wrong-login': {
      at: 'token',
      status: 400,
      text: '{"message":"invalid token"}',
      type: 'application/json',
    },
    'expired-login': {
      at: 'token',
      status: 400,
      text: '{"message":"token expired"}',
      type: 'application/json',
    },
    'no-right': atRegistry(403, 'DENIED', 'not authorized'),
    'no-repository': atRegistry(
      404,
      'NAME_UNKNOWN',
      "The repository with name 'team/app' does not exist in the registry with id 'team'",
    ),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'Requested image not found'),
    'too-many-requests': atRegistry(429, 'TOOMANYREQUESTS', 'Rate exceeded'),
  },
};
