import { atRegistry, type VendorStyle } from '../vendor-style.ts';

export const ECR: VendorStyle = {
  name: 'ecr',
  host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
  auth: 'basic',
  hides: false,
  refusals: {
    'no-login': { at: 'registry', status: 401, text: 'Not Authorized', type: 'text/plain' },
    'wrong-login': { at: 'registry', status: 400, text: 'Bad Request', type: 'text/plain' },
    'expired-login': atRegistry(
      403,
      'DENIED',
      'Your authorization token has expired. Reauthenticate and try again.',
      { challenge: 'none' },
    ),
    'no-right': atRegistry(
      403,
      'DENIED',
      'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:123456789012:repository/team/app',
    ),
    'no-repository': atRegistry(
      404,
      'NAME_UNKNOWN',
      "The repository with name 'team/app' does not exist in the registry with id '123456789012'",
    ),
    'no-tag': atRegistry(404, 'MANIFEST_UNKNOWN', 'Requested image not found'),
    'too-many-requests': atRegistry(429, 'TOOMANYREQUESTS', 'Rate exceeded'),
  },
  headers: { 'docker-distribution-api-version': 'registry/2.0' },
};
