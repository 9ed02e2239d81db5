import { FAINT, sayFault, sayHint } from '../attempt-draft.ts';
import type { ServerHint } from '../message-reading.ts';
import type { Phrase } from '../phrase.ts';
import { phrase } from '../phrase.ts';
import type { Form, PhraseTable } from '../phrase-table.ts';
import { alike } from '../phrase-table.ts';

/**
 * What registries say in their own words, behind whatever status and code. Vendors change these
 * texts without notice: each is a hint, and a cause decides how much it weighs.
 */

const SAYINGS: Readonly<Record<ServerHint, readonly Form[]>> = {
  'token-expired': [
    'authorization token has expired',
    'security token included in the request is expired',
    'token (?:is|has) expired',
    'token expired',
    'expired token',
    'ExpiredToken',
    ['credential credentials', 'credentials? (?:have|has) expired'],
    'password has expired',
    'session (?:has )?expired',
    'Token has been expired',
    'invalid_token: .{0,40}expired',
  ],
  'tag-expired': ['Tag \\S{1,128} was deleted or has expired', 'was deleted or has expired'],
  'bad-login': [
    'incorrect username or password',
    'invalid username or password',
    'invalid username/password',
    'wrong username or password',
    'Wrong username was used',
    'Bad credentials',
    'login credentials are not valid',
    'invalid credentials',
    'User cannot be authenticated',
    'HTTP Basic: Access denied',
    'security token included in the request is invalid',
    'Could not find robot',
    'access token is invalid',
    'invalid token(?! auth)',
    'Could not find service account',
    'authentication failed',
    'Authenticate Error',
    'BAD_CREDENTIAL',
    'must log in with a Personal Access Token',
    'authentication failure',
    'Login failed',
  ],
  'login-required': [
    'Please login to',
    'You must be logged in',
    'login is required',
    'You may not login yet',
  ],
  anonymous: [
    'Anonymous users are only allowed',
    'Unauthenticated requests? ?(?:do|does)? not have permission',
    'Unauthenticated request',
  ],
  'not-permitted': [
    'is not authorized to perform',
    'You are not authorized to',
    'not allowed by',
    'not allowed to Pull',
    'SAML enforcement',
    'Token exchange failed',
    [
      'do does don dont doesn doesnt',
      "(?:do|does)(?: not|n'?t) have (?:the )?(?:needed |required |necessary |sufficient )?permissions?",
    ],
    'insufficient scopes?',
    'access forbidden',
    'Permission "?[\\w.]{1,80}"? denied',
    'Permission denied for',
    'permission_denied',
    'client does not have permission',
    'do not match expected scopes',
    'does not match expected scopes?',
    'insufficient permissions?',
    'is not allowed to pull',
    'must have permission to read the image',
  ],
  'may-not-exist': ['or it may not exist'],
  'pull-rate-limit': [
    'pull rate limit',
    'Rate exceeded',
    ['secondary rate', '(?:secondary )?rate limit(?: has been| was)? (?:exceeded|reached)'],
    'exceeded a secondary rate limit',
    'Too Many Requests',
    'retry-after: ',
    'Quota exceeded for quota metric',
    'traffic quota is not enough',
    'Request limit exceeded',
    'exceeded the (?:rate|request) limit',
  ],
  quota: ['Quota has been exceeded', 'storage quota exceeded'],
  'repository-missing': [
    'repository with name \\S{1,300} does not exist',
    'repository "?\\S{1,300}"? not found',
    'project "?\\S{1,200}"? not found',
    'repository name not known to registry',
    'repository does not exist(?! or may)',
  ],
  'tag-missing': [
    'artifact \\S{1,300} not found',
    'Requested image not found',
    'Failed to fetch "',
    'manifest tagged by',
    'named manifest is not known',
    'manifest is not found',
  ],
  'address-refused': [
    'client with IP \\S{1,60} is not allowed',
    'is not allowed access',
    'IP address is not allowed',
    'not in the IP allow ?list',
  ],
  'content-policy': [
    'download blocking policy',
    ['vulnerability vulnerabilities', 'vulnerabilit(?:y|ies)'],
    'PROJECTPOLICYVIOLATION',
    'current image .{0,200}? cannot be pulled',
    'Artifact download request rejected',
  ],
  signature: [
    ['doesn doesnt', "doesn'?t pass Cosign signature"],
    'no matching signatures',
    'image is not signed',
    'not signed by',
  ],
  retired: [
    'Container Registry is deprecated and shutting down',
    'is deprecated and shutting down',
    'registry has been (?:shut down|retired|sunset|decommissioned)',
    'has been shut down',
    'is no longer available',
    'service has been (?:discontinued|sunset)',
  ],
  'service-disabled': ['is not enabled for consumer', 'has not been used in project', 'API is disabled'],
  maintenance: [
    'under maintenance',
    'scheduled maintenance',
    'read-only mode',
    'currently read-only',
    'temporarily unavailable',
    'Service Unavailable',
  ],
};

function saying(hint: ServerHint, form: string): Phrase {
  return phrase(form, ({ draft }, match) => {
    sayHint(draft, hint);
    draft.wordsFrom ??= match.index;
    sayFault(draft, { kind: 'registry-error', code: 'UNKNOWN' }, FAINT);
  });
}

export const SERVER_PHRASES: readonly PhraseTable[] = (Object.keys(SAYINGS) as ServerHint[]).map((hint) =>
  alike(SAYINGS[hint], (form) => saying(hint, form)),
);
