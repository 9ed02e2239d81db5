import { atRegistry, atToken, type VendorStyle } from '../vendor-style.ts';

export const ACR: VendorStyle = {
  name: 'acr',
  host: 'shop.azurecr.io',
  auth: 'bearer',
  token: { path: '/oauth2/token', service: 'shop.azurecr.io' },
  hides: true,
  refusals: {
    'no-login': atToken(
      401,
      'UNAUTHORIZED',
      'authentication required, visit https://aka.ms/acr/authorization for more information.',
    ),
    'wrong-login': atToken(
      401,
      'UNAUTHORIZED',
      'authentication required, visit https://aka.ms/acr/authorization for more information.',
    ),
    'expired-login': atToken(
      401,
      'UNAUTHORIZED',
      'authentication required, visit https://aka.ms/acr/authorization for more information.',
    ),
    'no-right': atRegistry(403, 'DENIED', 'requested access to the resource is denied'),
    'no-repository': atRegistry(404, 'NAME_UNKNOWN', 'repository "team/app" is not found'),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'manifest tagged by "v1.0.1" is not found'),
    'too-many-requests': atRegistry(429, 'TOOMANYREQUESTS', 'too many requests', {
      headers: { 'retry-after': '30' },
    }),
  },
  headers: { 'x-ms-correlation-request-id': '00000000-0000-4000-8000-000000000001' },
};
