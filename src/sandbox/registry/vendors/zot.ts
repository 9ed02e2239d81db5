import { atRegistry, type VendorStyle } from '../vendor-style.ts';

export const ZOT: VendorStyle = {
  name: 'zot',
  host: 'zot.example.com',
  auth: 'basic',
  hides: false,
  refusals: {
    'no-login': atRegistry(401, 'UNAUTHORIZED', 'authentication required'),
    'wrong-login': atRegistry(401, 'UNAUTHORIZED', 'authentication required'),
    'expired-login': atRegistry(401, 'UNAUTHORIZED', 'authentication required'),
    'no-right': atRegistry(403, 'DENIED', 'requested access to the resource is denied'),
    'no-repository': atRegistry(404, 'NAME_UNKNOWN', 'repository name not known to registry'),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'manifest unknown'),
    'too-many-requests': atRegistry(429, 'TOOMANYREQUESTS', 'too many requests'),
  },
};
