import { atRegistry, type VendorStyle } from '../vendor-style.ts';

export const MCR: VendorStyle = {
  name: 'mcr',
  host: 'mcr.microsoft.com',
  auth: 'none',
  hides: false,
  refusals: {
    'no-login': atRegistry(404, 'NAME_UNKNOWN', 'repository not found'),
    'wrong-login': atRegistry(404, 'NAME_UNKNOWN', 'repository not found'),
    'expired-login': atRegistry(404, 'NAME_UNKNOWN', 'repository not found'),
    'no-right': atRegistry(404, 'NAME_UNKNOWN', 'repository not found'),
    'no-repository': atRegistry(404, 'MANIFEST_UNKNOWN', 'manifest unknown'),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'manifest tagged by "v1.0.1" is not found'),
    'too-many-requests': atRegistry(429, 'TOOMANYREQUESTS', 'too many requests'),
  },
};
