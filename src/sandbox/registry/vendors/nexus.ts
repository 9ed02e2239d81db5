import { atRegistry, type VendorStyle } from '../vendor-style.ts';

export const NEXUS: VendorStyle = {
  name: 'nexus',
  host: 'nexus.example.com',
  auth: 'basic',
  hides: false,
  refusals: {
    'no-login': atRegistry(401, 'UNAUTHORIZED', 'access to the requested resource is not authorized'),
    'wrong-login': atRegistry(401, 'UNAUTHORIZED', 'access to the requested resource is not authorized'),
    'expired-login': atRegistry(401, 'UNAUTHORIZED', 'access to the requested resource is not authorized'),
    'no-right': atRegistry(403, 'DENIED', 'access to the requested resource is not authorized'),
    'no-repository': atRegistry(404, 'NAME_UNKNOWN', 'repository name not known to registry'),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'manifest unknown'),
    'too-many-requests': atRegistry(429, 'TOOMANYREQUESTS', 'too many requests'),
  },
  headers: { server: 'Nexus/3.70.0 (PRO)' },
};
